"""The English interface is complete: every word of the public pages has its English, with the same places to fill."""

import re

import pytest
from django.conf import settings
from django.utils import translation

from cms.names import NAMES

TEMPLATES = settings.ROOT / "templates"
PUBLIC = [*sorted((TEMPLATES / "components").glob("*.html")), TEMPLATES / "base.html", TEMPLATES / "refused.html"]
PUBLIC += [path for folder in ("cms", "disclosure", "errors", "search") for path in sorted((TEMPLATES / folder).glob("*.html"))]
TRANSLATE = re.compile(r"""\{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
BLOCK = re.compile(r"\{%\s*blocktranslate[^%]*%\}(.*?)\{%\s*endblocktranslate\s*%\}", re.S)


def words(path) -> set[str]:
    text = path.read_text()
    said = {first or second for first, second in TRANSLATE.findall(text)}
    return said | {re.sub(r"\{\{\s*(\w+)[^}]*\}\}", r"%(\1)s", block.replace("%", "%%")) for block in BLOCK.findall(text)}


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_word_of_a_public_page_has_its_english(path):
    with translation.override("en"):
        assert [word for word in words(path) if translation.gettext(word) == word] == []


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_english_fills_the_same_places(path):
    with translation.override("en"):
        places = re.compile(r"%\(\w+\)s")
        assert [word for word in words(path) if set(places.findall(word)) != set(places.findall(translation.gettext(word)))] == []


def test_every_known_name_of_columns_and_themes_has_its_english():
    with translation.override("en"):
        assert [name for name in NAMES if translation.gettext(name) == name] == []


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_chinese_outside_of_translated_words_is_marked_as_chinese(path):
    text = re.sub(r"\{%\s*comment\s*%\}.*?\{%\s*endcomment\s*%\}", "", path.read_text(), flags=re.S)
    bare = re.sub(r"\{[%{].*?[%}]\}", "", BLOCK.sub("", text), flags=re.S)
    if re.search(r"[\u4e00-\u9fff]", bare):
        assert 'lang="zh-Hans"' in text
