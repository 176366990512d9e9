"""Components: one thing each, at most 30 lines, parameters named in the first comment, nothing taken from around them."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
ALL = sorted(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_component_is_short_and_names_its_parameters_first(path):
    lines = path.read_text().splitlines()
    assert len(lines) <= 30
    assert re.match(r"\{% comment %\}.+\{% endcomment %\}$", lines[0])


@pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_component_gets_only_what_it_is_given(path):
    includes = re.findall(r"\{%\s*include\s+(\"components/[^%]*)%\}", path.read_text())
    assert [one for one in includes if not one.rstrip().endswith("only")] == []


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_component_is_used(path):
    used = "".join(other.read_text() for other in ALL if other != path)
    python = "".join(p.read_text() for app in ("cms", "disclosure", "search") for p in (TEMPLATES.parent / app).rglob("*.py"))
    assert f"components/{path.name}" in used + python
