"""The sample authority's annual reports of past years: entered by hand, for they are older than the system's records."""

import json
from decimal import Decimal
from pathlib import Path

from cms.sample.loader import AUTHORITY, moment, unit
from cms.sample.markup import Entry
from disclosure import annual_reports
from disclosure.annual_report import cells, checks
from disclosure.annual_report.texts import SECTIONS
from disclosure.models import AnnualReport, DatedItem


def attach(made: list[tuple[Entry, DatedItem]]) -> None:
    """Put the figures behind the entries that are reports, and their tables into the entries."""
    described = json.loads((Path(__file__).parent / "annual_reports.json").read_text(encoding="utf-8"))
    for entry, item in sorted(made, key=lambda pair: pair[0]["year"]):
        if item.kind == DatedItem.Kind.ANNUAL_REPORT:
            _attach(entry, item, described[entry["year"]])


def _attach(entry: Entry, item: DatedItem, described: dict) -> None:
    report = AnnualReport(unit=unit(AUTHORITY), year=item.year, source=AnnualReport.Source.BY_HAND, item=item)
    report.figures, report.texts = cells.as_json(figures(described)), sections(entry.text)
    report.drawn_up_at = moment(f"{entry['written']}T09:00")
    report.checks = checks.as_json(annual_reports.verdicts_of(report))
    report.save()
    item.title, item.body, item.summary = str(report), annual_reports.body_of(report), annual_reports.summary_of(report)
    item.save()


def figures(described: dict) -> dict[str, cells.Number]:
    """The cells that are described, noughts in the others, and the sums."""
    found: dict[str, cells.Number] = dict.fromkeys(cells.NAMES, 0)
    found |= {code: Decimal(value) if isinstance(value, str) else value for code, value in described.items()}
    for kind in cells.KINDS:
        found[f"{kind}.{cells.TOTAL}"] = sum(found[f"{kind}.{row.value}"] for row in cells.RESULTS)
    for row in cells.ROWS:
        found[f"{cells.TOTAL}.{row}"] = sum(found[f"{kind}.{row}"] for kind in cells.KINDS)
    for way in cells.WAYS:
        found[f"{way}.{cells.TOTAL}"] = sum(found[f"{way}.{one}"] for one in cells.RESULT_COLUMNS if one != cells.TOTAL)
    return found


def sections(text: str) -> dict[str, str]:
    """The texts under the headings of the format."""
    found, name = dict.fromkeys(SECTIONS, ""), ""
    names = {title: code for code, title in SECTIONS.items()}
    for line in text.splitlines():
        if line.startswith("# "):
            name = names[line.removeprefix("# ")]
        elif line.strip():
            found[name] = f"{found[name]}\n{line.strip()}".strip()
    return found
