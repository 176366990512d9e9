"""Writing the embedded index: one writer at a time by a lock that dies with its process, and generations that switch."""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import rjieba
import tantivy
from django.utils.translation import gettext as _
from tantivy import PreTokenizedString, SchemaBuilder, Token

from search import analysis
from search.engine import FACETS, Document, EngineDown, batches, number_of

HEAP = 64_000_000  # bytes that a writer gathers before it writes a segment
LAYOUT = 1  # raise it when the schema changes: older generations are then not read
EARLIEST = -(2**31)


def schema() -> tantivy.Schema:
    """Texts are cut by us, so a word's position is its place in the text and phrases are exact."""
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
    """The generation that is read. Raises OSError where there is none."""
    return folder / (folder / "current").read_text()


def apply(folder: Path, put: list[Document], remove: list[str], wait: float) -> None:
    with writing(folder, wait):
        generation = _generation(folder)
        _write(generation, put, [*remove, *(document.key for document in put)])
        _note(folder, [*remove, *(document.key for document in put)])


def rebuild(folder: Path, documents: Iterable[Document], again: Callable[[set[str]], Iterable[Document]]) -> int:
    """Memory stays flat: documents stream through; the live index is read and written meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder / "rebuild.lock", 0, _("另一个进程正在重建索引。")):
        journal = folder / "journal"
        journal.write_text("")
        fresh = _new(folder)
        writer = tantivy.Index.open(str(fresh)).writer(HEAP, 1)
        count = 0
        for batch in batches(documents, 500):
            for document in batch:
                writer.add_document(_made(document))
            count += len(batch)
        writer.commit()
        writer.wait_merging_threads()
        with writing(folder, 60):
            meanwhile = set(journal.read_text().split())
            _write(fresh, list(again(meanwhile)), meanwhile)
            _switch(folder, fresh)
            journal.unlink()
    return count


@contextmanager
def writing(folder: Path, wait: float) -> Iterator[None]:
    """Be the one writer of this index, after up to ``wait`` seconds. Raises EngineDown when another one stays."""
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder / "writer.lock", wait, _("另一个进程正在写入索引，请稍后再试。")):
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
                    raise EngineDown(refusal) from None
                time.sleep(0.05)
        yield


def _generation(folder: Path) -> Path:
    """The live generation, made where there is none that this program can read."""
    try:
        generation = current(folder)
        if generation.is_dir() and generation.name.startswith(f"v{LAYOUT}-"):
            return generation
    except OSError:
        pass
    fresh = _new(folder)
    _switch(folder, fresh)
    return fresh


def _new(folder: Path) -> Path:
    fresh = folder / f"v{LAYOUT}-{time.time_ns()}"
    fresh.mkdir(parents=True)
    tantivy.Index(schema(), path=str(fresh))
    return fresh


def _switch(folder: Path, fresh: Path) -> None:
    """Readers see the new generation with their next query; those that have the old one open finish with it."""
    pointer = folder / "current.new"
    with open(pointer, "w") as handle:
        handle.write(fresh.name)
        handle.flush()
        os.fsync(handle.fileno())
    pointer.replace(folder / "current")
    for old in folder.glob("v*-*"):
        if old.name < fresh.name or old.name.split("-")[0] != fresh.name.split("-")[0]:
            shutil.rmtree(old, ignore_errors=True)


def _write(generation: Path, put: list[Document], remove: Iterable[str]) -> None:
    writer = tantivy.Index.open(str(generation)).writer(HEAP, 1)
    for key in remove:
        writer.delete_documents_by_term("key", key)
    for document in put:
        writer.add_document(_made(document))
    writer.commit()
    writer.wait_merging_threads()


def _note(folder: Path, keys: list[str]) -> None:
    """Tell a rebuild that is under way what changed behind its back."""
    journal = folder / "journal"
    if keys and journal.exists():
        with open(journal, "a") as handle:
            handle.write("\n".join(keys) + "\n")


def _made(document: Document) -> tantivy.Document:
    made = tantivy.Document()
    made.add_text("key", document.key)
    made.add_integer("uid", number_of(document.key))
    made.add_integer("stamp", document.stamp)
    made.add_pre_tokenized_text("title", _cut(document.title))
    made.add_pre_tokenized_text("text", _cut("\n".join([document.title, document.text, document.context, *document.numbers])))
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


def _cut(text: str) -> PreTokenizedString:
    found = rjieba.tokenize(analysis.fold(text), "search")  # as analysis.tokens, without its cost per word
    return PreTokenizedString("", [Token(word, start, start, end) for word, start, end in found if word[0].isalnum()])
