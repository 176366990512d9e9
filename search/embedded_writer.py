"""Writing the embedded index: one writer at a time by a lock that dies with its process, and generations that switch."""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from itertools import starmap
from pathlib import Path

import rjieba
import tantivy
from django.utils.translation import gettext as _
from tantivy import PreTokenizedString, SchemaBuilder, Token

from search import analysis
from search.engine import FACETS, Busy, Document, number_of

HEAP = 32_000_000  # bytes that a writer gathers before it writes a segment; two write at once (search/tasks.py)
LAYOUT = 2  # raise it when the schema or what is put into it changes: older generations are then not read
APART = 400  # places between two lines, more than the longest phrase that can be asked for
PATIENCE = 60  # seconds for which a writer waits for another one
BUILDING = "building"  # the folder of a rebuild under way, inside the index's: the generation that it makes and its journal
REMEMBERED = 1500  # characters of a line worth keeping; longer ones are cut off on the desk and so not the same there


def schema() -> tantivy.Schema:
    """Texts are cut by us, line by line, so a word's position is its place in the line and phrases are exact."""
    builder = SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("uid", indexed=True, fast=True)
    builder.add_integer_field("stamp", fast=True)
    for name in ("title", "text"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in ("number", "cited", "parts"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("day", fast=True)
    builder.add_float_field("weight", fast=True)
    for name in ("shown_title", "shown_text", "shown"):
        builder.add_bytes_field(name, stored=True)  # a text field would also be indexed, the whole text as one word
    return builder.build()


def current(folder: Path) -> Path:
    """The generation that is read. Raises OSError where there is none that this program made."""
    name = (folder / "current").read_text()
    if not name.startswith(f"v{LAYOUT}-"):
        raise FileNotFoundError(f"{folder / name} was made by another version of this program")
    return folder / name


class Change:
    """What is written before one commit; readers see all of it or nothing."""

    def __init__(self, writer: tantivy.IndexWriter):
        self._writer = writer
        self.keys: set[str] = set()

    def put(self, document: Document) -> None:
        """In place of whatever stands under its key, be it written a moment ago."""
        self.remove(document.key)
        self._writer.add_document(_made(document))

    def remove(self, key: str) -> None:
        self._writer.delete_documents_by_term("key", key)
        self.keys.add(key)


class Promised:
    """What a rebuild under way will write at its end, where there is no index yet that could be read meanwhile."""

    def __init__(self):
        self.keys: set[str] = set()

    def put(self, document: Document) -> None:
        self.keys.add(document.key)

    def remove(self, key: str) -> None:
        self.keys.add(key)


def apply(folder: Path, put: Iterable[Document], remove: Iterable[str]) -> None:
    with changing(folder) as change:
        _apply(change, put, remove)


@contextmanager
def changing(folder: Path) -> Iterator[Change | Promised]:
    """Be the writer; documents stream through. Raises Busy; what raises within leaves the index as it was.

    Where nothing can be read while a rebuild is under way, it stays so until that ends: an index of the few things that
    changed meanwhile would say of all others that they do not exist.
    """
    with writing(folder):
        rebuilt = _is_being_rebuilt(folder)
        if rebuilt and not _is_readable(folder):
            change = Promised()
            yield change
        else:
            with _commit(_generation(folder)) as change:
                yield change
        if rebuilt and change.keys:
            with open(folder / BUILDING / "journal", "a") as journal:
                journal.write("\n".join(change.keys) + "\n")


def rebuild(folder: Path, documents: Iterable[Document], again: Callable[[set[str]], Iterable[Document]]) -> int:
    """Memory stays flat: documents stream through; the live index is read and written meanwhile. Raises Busy."""
    building = folder / BUILDING
    with ExitStack() as until_done:
        with writing(folder):  # so that nobody looks whether a rebuild is under way while one begins or ends
            until_done.enter_context(_locked(folder / "rebuild.lock", 0, _("另一个进程正在重建索引。")))
            shutil.rmtree(building, ignore_errors=True)  # of a rebuild that was killed
            fresh = _new(building / "generation")
            (building / "journal").touch()
        count = 0
        with _writer(fresh) as writer:
            for document in documents:
                writer.add_document(_made(document))
                count += 1
            writer.commit()
        with writing(folder):
            meanwhile = set((building / "journal").read_text().split())
            with _commit(fresh) as change:
                _apply(change, again(meanwhile), meanwhile)
            _switch(folder, fresh)
            shutil.rmtree(building)
    return count


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Be the one writer of this index. Raises Busy when another one stays longer than PATIENCE."""
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder / "writer.lock", PATIENCE, _("另一个进程正在写入索引，请稍后再试。")):
        yield


@contextmanager
def _locked(path: Path, wait: float, refusal: str) -> Iterator[None]:
    """A lock that the system takes back when its holder dies, however it dies."""
    deadline = time.monotonic() + wait
    with open(path, "a") as handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise Busy(refusal) from None
                time.sleep(0.05)
        yield


def _is_being_rebuilt(folder: Path) -> bool:
    """Whether a rebuild is under way; what one that was killed left behind is swept away. For the writer only."""
    if not (folder / BUILDING).exists():
        return False
    try:
        with _locked(folder / "rebuild.lock", 0, ""):
            shutil.rmtree(folder / BUILDING)
    except Busy:
        return True
    return False


def _is_readable(folder: Path) -> bool:
    try:
        return current(folder).is_dir()
    except OSError:
        return False


def _generation(folder: Path) -> Path:
    """The live generation, made where there is none that this program can read."""
    if not _is_readable(folder):
        _switch(folder, _new(folder / "fresh"))
    return current(folder)


def _new(place: Path) -> Path:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    tantivy.Index(schema(), path=str(place))
    return place


def _switch(folder: Path, fresh: Path) -> None:
    """Readers see the new generation with their next query; those that have the old one open finish with it."""
    generation = fresh.rename(folder / f"v{LAYOUT}-{time.time_ns()}")
    pointer = folder / "current.new"
    with open(pointer, "w") as handle:
        handle.write(generation.name)
        handle.flush()
        os.fsync(handle.fileno())
    pointer.replace(folder / "current")
    for old in folder.glob("v*-*"):
        if old != generation:
            shutil.rmtree(old, ignore_errors=True)


def _apply(change: Change, put: Iterable[Document], remove: Iterable[str]) -> None:
    for key in remove:
        change.remove(key)
    for document in put:
        change.put(document)


@contextmanager
def _commit(generation: Path) -> Iterator[Change]:
    with _writer(generation) as writer:
        change = Change(writer)
        yield change
        writer.commit()


@contextmanager
def _writer(generation: Path) -> Iterator[tantivy.IndexWriter]:
    """What was not committed is forgotten. tantivy has a lock of its own, which goes with the writer and not with its last
    reference: an exception on its way up holds that.
    """
    writer = tantivy.Index.open(str(generation)).writer(HEAP, 1)
    try:
        yield writer
    finally:
        writer.wait_merging_threads()


def _made(document: Document) -> tantivy.Document:
    made = tantivy.Document()
    made.add_text("key", document.key)
    made.add_integer("uid", number_of(document.key))
    made.add_integer("stamp", document.stamp)
    _add(made, "title", document.title)
    _add(made, "text", "\n".join([document.title, document.text, document.context, *document.numbers]))
    for term in {term for number in document.numbers for term in analysis.number_terms(number)}:
        made.add_text("number", term)
    for term in analysis.cited_terms(document.text):
        made.add_text("cited", term)
    for part in document.parts:
        made.add_text("parts", part)
    for name, values in document.facets.items():
        for value in values:
            made.add_text(name, value)
    made.add_integer("day", document.day.toordinal() if document.day else 0)
    # tantivy multiplies a score by log2(2 + field): this field makes that twice the weight.
    made.add_float("weight", 2 ** (2 * min(max(document.weight, 0.5), 1.5)) - 2)
    made.add_bytes("shown_title", document.title.encode())
    made.add_bytes("shown_text", document.text.encode())
    made.add_bytes("shown", json.dumps(dict(document.shown), ensure_ascii=False).encode())
    return made


def _add(made: tantivy.Document, name: str, text: str) -> None:
    """A value of the field for each line: no word reaches over its end, and no phrase does."""
    for line in analysis.fold(text).split("\n"):
        made.add_pre_tokenized_text(name, _cut(line) if len(line) <= REMEMBERED else _cut.__wrapped__(line))


@lru_cache(256)  # the lines of the document in hand: the public index and the desk have most of them in common
def _cut(line: str) -> PreTokenizedString:
    """As analysis.tokens, without its cost per word. tantivy goes on counting places from one value to the next, so each
    begins APART from the last word of the one before. Where a word stood in the text it is not asked: the index shows none.
    """
    found = rjieba.tokenize(line, "search")
    places = [(word, APART + at, 0) for word, at, _end in found if word[0].isalnum()]
    return PreTokenizedString("", list(starmap(Token, places)))  # a third of the worker's time; a loop takes a third longer
