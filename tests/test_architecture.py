"""The rules of the house that a machine can hold: who may import whom, who reads the clock, what stays out of templates."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "cms": [],
    "disclosure": ["cms"],
    "decisions": ["cms", "disclosure"],
    "interaction": ["cms", "disclosure", "decisions"],
    "search": ["cms", "disclosure", "decisions", "interaction"],
}
COMPOSITION = {"cms/urls.py", "cms/celery.py"}  # and cms/settings/: they name every app
PURE = {
    *("numbers", "titles", "validity", "classification", "workdays", "expected_holidays", "terms", "months", "workflow", "deadlines"),
    *("exemptions", "fees", "outcomes", "notice_text", "notice_sentences", "year_at_a_glance", "day_by_day", "provinces"),
    *("reminder_steps", "office_hours", "application_clock", "channels", "letter_kinds", "letter_wordings"),
    *("cells", "counting", "texts", "year_numbers", "paper"),
}
# what answers a request, a schedule or a command; home and listings are what the pages' views show
READ_THE_CLOCK = re.compile(
    r"(views|admin|checks|home|listings|page_cache|tasks|wagtail_hooks|middleware|feeds|sitemaps|management|templatetags|models|sample"
    r"|migrations)(\.py|/|$)"
)
CLOCK = {("timezone", "now"), ("timezone", "localdate"), ("timezone", "localtime"), ("date", "today"), ("datetime", "now")}
ADDS_DAYS = re.compile(r"timedelta\((?:\d|days|weeks)|fromordinal|relativedelta|\.replace\((?:year|month|day)=|toordinal\(\) *[-+]")
THE_CLOCK = {
    *("workdays", "expected_holidays", "terms", "months"),
    *("notice_sentences", "year_at_a_glance", "workdays_ics", "ledgers"),  # they read and draw the calendar, week by week
}
KEPT_FOR = ("KEEP_DONE = ", "LOOK_BACK = ")  # a done item of the outbox; how far a worker looks back that stood still
INLINE = re.compile(
    r"<style|\sstyle=|\son(?:change|click|error|focus|blur|input|load|submit|toggle|key\w+|mouse\w+)="
    r"|<script(?![^>]*\ssrc=)(?![^>]*application/(?:ld\+)?json)"
)
MODULES = sorted(path.relative_to(ROOT) for app in MAY_IMPORT for path in (ROOT / app).rglob("*.py"))
TEMPLATES = sorted(path.relative_to(ROOT) for path in (ROOT / "templates").rglob("*.html"))


def imported(path):
    """Absolute names of the modules that a module imports, wherever in it."""
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield ".".join([*path.parts[: -node.level], node.module or ""]) if node.level else node.module


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_go_downward(path):
    app, tops = path.parts[0], {name.split(".")[0] for name in imported(path)}
    if str(path) not in COMPOSITION and path.parts[:2] != ("cms", "settings"):
        assert tops & set(MAY_IMPORT) <= {app, *MAY_IMPORT[app]}
    assert "tests" not in tops


def test_only_the_sanitizer_imports_bleach():
    assert [str(path) for path in MODULES if "bleach" in {name.split(".")[0] for name in imported(path)}] == ["cms/sanitize.py"]


def test_search_has_the_only_signal_receivers():
    connects = re.compile(r"@receiver\(|(?<!connection)\.connect\((?!\s*\))[a-z_]+")  # a connection is a socket's
    signals = [str(path) for path in MODULES if path.name == "receivers.py" or connects.search((ROOT / path).read_text())]
    assert set(signals) <= {"search/receivers.py", "search/apps.py"}


@pytest.mark.parametrize("path", [path for path in MODULES if path.stem in PURE], ids=str)
def test_pure_module_knows_no_database(path):
    assert [name for name in imported(path) if ".models" in name or name.startswith("django.db")] == []


@pytest.mark.parametrize("path", [path for path in MODULES if not READ_THE_CLOCK.search("/".join(path.parts[1:]))], ids=str)
def test_clock_is_read_only_at_the_edge(path):
    calls = (node.func for node in ast.walk(ast.parse((ROOT / path).read_text())) if isinstance(node, ast.Call) and not node.args)
    named = {(ast.unparse(func.value).split(".")[-1], func.attr) for func in calls if isinstance(func, ast.Attribute)}
    assert named & CLOCK == set()


@pytest.mark.parametrize("path", [path for path in MODULES if path.parts[-2:-1] != ("migrations",)], ids=str)
def test_only_the_clock_adds_days_to_dates(path):
    """Every day of a duty comes from `cms/terms.py` and `cms/workdays.py`; what is left is how long something is kept."""
    found = [line.strip() for line in (ROOT / path).read_text().splitlines() if ADDS_DAYS.search(line)]
    assert [line for line in found if not line.startswith(KEPT_FOR)] == [] or path.stem in THE_CLOCK


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_no_module_is_named_for_nothing(path):
    assert path.stem not in {"utils", "helpers", "services", "managers"}


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_template_has_no_inline_style_script_or_handler(path):
    text = (ROOT / path).read_text()
    assert INLINE.findall(text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_template_asks_the_database_nothing(path):
    assert re.findall(r"\.objects\b|\.(?:filter|exclude|order_by)\b", (ROOT / path).read_text()) == []


def test_every_requirement_is_explained_and_nothing_else():
    asked = {
        name
        for file in ("requirements.in", "requirements-dev.in")
        for name in re.findall(r"^([A-Za-z][\w-]*)", (ROOT / file).read_text(), re.M)
    }
    rows = re.findall(r"^\| ([^|]+) \|", (ROOT / "docs/dependencies.md").read_text(), re.M)[2:]
    explained = {name.split()[0] for row in rows for name in row.split(", ")}
    assert {name.lower() for name in asked} == {name.lower() for name in explained}


def test_every_requirement_is_pinned_with_hashes_and_names_no_host():
    for name in ("requirements", "requirements-dev"):
        asked = re.findall(r"^([A-Za-z][\w.-]*)", (ROOT / f"{name}.in").read_text(), re.M)
        pinned = (ROOT / f"{name}.txt").read_text()
        names = {found.lower() for found in re.findall(r"^([A-Za-z][\w.-]*)==\S+ \\\n    --hash=sha256:", pinned, re.M)}
        assert {found.lower() for found in asked} <= names, "make lock"
        assert re.findall(r"://|^--", pinned, re.M) == []
