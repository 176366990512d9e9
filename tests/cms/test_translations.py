"""The English interface is complete: every word of ours, public or for staff, has its English, with the same places to fill."""

import ast
import gettext as catalogues
import re

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation.template import templatize

from cms.names import NAMES

TEMPLATES = settings.ROOT / "templates"
PUBLIC = [*sorted((TEMPLATES / "components").glob("*.html")), TEMPLATES / "base.html", TEMPLATES / "refused.html"]
PUBLIC += [path for folder in ("cms", "disclosure", "errors", "search") for path in sorted((TEMPLATES / folder).glob("*.html"))]
ALL_TEMPLATES = [path for path in sorted(TEMPLATES.rglob("*")) if path.suffix in (".html", ".txt")]
APPS = ("cms", "disclosure", "decisions", "interaction", "search")
MODULES = [path for app in APPS for path in sorted((settings.ROOT / app).rglob("*.py"))]
ENGLISH = settings.ROOT / "locale" / "en" / "LC_MESSAGES"
BLOCK = re.compile(r"\{%\s*blocktranslate[^%]*%\}(.*?)\{%\s*endblocktranslate\s*%\}", re.S)
MARKED = re.compile(r"""(?:\b_|gettext)\(\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*\)""")
ENTRY = re.compile(r'^(?:msgctxt "(.*)"\n)?msgid ((?:".*"\n)+)msgstr ((?:".*"(?:\n|$))+)', re.M)
CONTEXT = "\x04"  # between the context of a word and the word, as the compiled catalogue has it
PLACES = re.compile(r"%(?:\(\w+\))?[-0-9.]*[a-zA-Z%]|\{[^}]*\}|</?\w+>")


def words(path) -> set[str]:
    """What a template says through the catalogue, found as makemessages finds it."""
    return {ast.literal_eval(said) for said in MARKED.findall(templatize(path.read_text(), origin=str(path)))}


def sentences(path) -> set[str]:
    """What a module says through the catalogue: the literals it gives to Django's functions, under whatever name."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"]
    names = {alias.asname or alias.name: alias.name for node in imports for alias in node.names if "gettext" in alias.name}
    calls = [node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names]
    given = [call.args[: 2 if names[call.func.id].startswith("pgettext") else 1] for call in calls]  # with its context
    return {CONTEXT.join(one.value for one in said) for said in given if all(isinstance(one, ast.Constant) for one in said)}


def chosen_by_number(path) -> bool:
    """Whether it has words in a singular and a plural, of which the catalogue holds none: they would stay Chinese."""
    text = path.read_text()
    return bool(re.search(r"\{%\s*plural\s*%\}" if path.suffix in (".html", ".txt") else r"\bnp?gettext", text))


def joined(lines: str) -> str:
    return "".join(ast.literal_eval(line) for line in lines.splitlines())


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    """The catalogue that people edit, without its heading."""
    found = ENTRY.findall((ENGLISH / "django.po").read_text())
    entries = {f"{context}{CONTEXT}" * bool(context) + joined(said): joined(english) for context, said, english in found}
    return {said: english for said, english in entries.items() if said}


@pytest.fixture(scope="module")
def compiled() -> dict[str, str]:
    """The catalogue that runs; what is empty or fuzzy is not in it."""
    with (ENGLISH / "django.mo").open("rb") as file:
        return {said: english for said, english in catalogues.GNUTranslations(file)._catalog.items() if said}


def test_no_entry_of_the_english_catalogue_is_empty_or_fuzzy(written):
    text = (ENGLISH / "django.po").read_text()
    assert len(written) == text.count("\nmsgid ") - 1  # every entry was read, the heading apart
    assert [said for said, english in written.items() if not english.strip()] == []
    assert re.findall(r"^#,.*fuzzy.*\n(?:#.*\n)*(msgid .*)", text, re.M) == []


def test_the_compiled_english_is_what_is_written(written, compiled):
    assert compiled == written


def test_english_fills_the_places_of_every_entry(written):
    places = {said: (set(PLACES.findall(said)), set(PLACES.findall(english))) for said, english in written.items()}
    assert {said: (ours, english) for said, (ours, english) in places.items() if ours != english} == {}


def test_every_word_of_every_template_has_its_english(compiled):
    assert {(path.name, word) for path in ALL_TEMPLATES for word in words(path) if word not in compiled} == set()


def test_every_sentence_of_the_code_has_its_english(compiled):
    assert {(path.name, said) for path in MODULES for said in sentences(path) if said not in compiled} == set()


def test_no_word_is_chosen_by_number():
    assert [path.name for path in [*ALL_TEMPLATES, *MODULES] if chosen_by_number(path)] == []


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_word_of_a_public_page_is_shown_in_english(path):
    with translation.override("en"):
        assert [word for word in words(path) if translation.gettext(word) == word] == []


def test_every_known_name_of_columns_and_themes_has_its_english():
    with translation.override("en"):
        assert [name for name in NAMES if translation.gettext(name) == name] == []


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_chinese_outside_of_translated_words_is_marked_as_chinese(path):
    text = re.sub(r"\{%\s*comment\s*%\}.*?\{%\s*endcomment\s*%\}", "", path.read_text(), flags=re.S)
    bare = re.sub(r"\{[%{].*?[%}]\}", "", BLOCK.sub("", text), flags=re.S)
    if re.search(r"[\u4e00-\u9fff]", bare):
        assert 'lang="zh-Hans"' in text
