"""政务公开标准目录: begin an edition, publish it, check where its rows lead. Each change is one function, recorded."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import audit, gate
from cms.duties import STATUTORY_ITEMS
from cms.gate import Refused
from disclosure import standard_targets
from disclosure.models import StandardCatalogue, StandardRow, StandardUpload
from disclosure.standard import differences

CHUNK = 1000  # rows that are read and written at once
KEPT_UPLOADS = 50  # previews that nobody confirmed; older ones go at night
State = StandardRow.State
ACTS = {
    "standard.begin": gettext_lazy("建立标准目录的新版本"),
    "standard.import": gettext_lazy("导入标准目录"),
    "standard.publish": gettext_lazy("公布标准目录"),
}


@dataclass
class Report:
    """What a check found: how many rows of each state, and which of them changed since the last one."""

    counts: Counter = field(default_factory=Counter)
    changed: int = 0

    @property
    def unresolved(self) -> int:
        return sum(count for state, count in self.counts.items() if state not in (State.OPEN, State.ON_REQUEST))


def current() -> StandardCatalogue | None:
    """The edition that the public reads."""
    return StandardCatalogue.objects.published().newest_first().first()


def before(catalogue: StandardCatalogue) -> StandardCatalogue | None:
    """The edition that this one takes the place of."""
    earlier = StandardCatalogue.objects.published().newest_first().exclude(pk=catalogue.pk)
    return next((one for one in earlier if (one.year, one.edition) < (catalogue.year, catalogue.edition)), None)


# -- editions -----------------------------------------------------------------------------------------------------


def begin(source: StandardCatalogue, year: int, by, title: str = "") -> StandardCatalogue:
    """A new draft with the rows of ``source``: the next edition of its year, or the first of another."""
    with transaction.atomic():
        StandardCatalogue.objects.select_for_update().get(pk=source.pk)
        if drafts := StandardCatalogue.objects.filter(released_at=None).first():
            raise Refused(_("《%(title)s》还没有公布，请先改完它。") % {"title": drafts})
        if year < source.year:
            raise Refused(_("新的版本不能早于 %(year)d 年。") % {"year": source.year})
        last = StandardCatalogue.objects.filter(year=year).order_by("-edition").first()
        made = StandardCatalogue(year=year, edition=last.edition + 1 if last else 1, levels=source.levels)
        made.title = title or source.title.replace(str(source.year), str(year))
        made.save()
        for rows in in_chunks(source.rows.in_order()):
            for row in rows:
                row.pk, row.catalogue, row._state.adding = None, made, True
            StandardRow.objects.bulk_create(rows)
        audit.record(by, "standard.begin", made, source=str(source))
    return made


def refusals(catalogue: StandardCatalogue, on: date) -> Iterable[str]:
    """What stands against publishing an edition; registered with the gate."""
    if not catalogue.rows.exists():
        yield _("目录还没有条目，请先添加或者导入。")
    if before(catalogue) and not catalogue.change_notice.strip():
        yield _("请写变更说明：与上一版相比改了什么、为什么。")
    if ownerless := catalogue.rows.filter(unit=None).in_order().first():
        yield _("序号 %(position)d “%(row)s”没有责任单位。") % {"position": ownerless.position, "row": ownerless}


def publish(catalogue: StandardCatalogue, by, now: datetime) -> None:
    """Put an edition in the place of the one before. Raises ``Refused``."""
    with transaction.atomic():
        locked = StandardCatalogue.objects.select_for_update().get(pk=catalogue.pk)
        if locked.published:
            raise Refused(_("这一版已经公布。"))
        gate.require(locked, timezone.localdate(now))
        earlier = before(locked)
        locked.changes = differences.told(earlier.rows.in_order(), locked.rows.in_order()) if earlier else {}
        locked.released_at = now
        locked.save()
        audit.record(by, "standard.publish", locked, reason=locked.change_notice, rows=locked.rows.count())
        check(locked, now)
    catalogue.refresh_from_db()


# -- where the rows lead ------------------------------------------------------------------------------------------


def check(catalogue: StandardCatalogue, now: datetime) -> Report:
    """Look behind every row and write down what changed; may run twice. Rows that point to the same thing ask once."""
    report, known, today = Report(), {}, timezone.localdate(now)
    for rows in in_chunks(catalogue.rows.select_related("page").order_by("pk")):
        moved = []
        for row in rows:
            target = (row.page_id, row.query, row.address, row.active)
            if target not in known:
                known[target] = standard_targets.resolve_row(row, today).state
            report.counts[known[target]] += 1
            if row.state != known[target]:
                row.state = known[target]
                moved.append(row)
        for state in {row.state for row in moved}:
            StandardRow.objects.filter(pk__in=[row.pk for row in moved if row.state == state]).found(state)
        report.changed += len(moved)
    catalogue.checked_at = now
    catalogue.save(update_fields=["checked_at"])
    return report


def check_current(now: datetime) -> None:
    """The nightly job: the edition that is public and the one that is being prepared; and previews nobody confirmed go."""
    public = current()
    for catalogue in [*([public] if public else []), *StandardCatalogue.objects.filter(released_at=None)]:
        check(catalogue, now)
    kept = StandardUpload.objects.order_by("-pk").values_list("pk", flat=True)[:KEPT_UPLOADS]
    StandardUpload.objects.exclude(pk__in=list(kept)).delete()


def in_chunks(rows):
    """Lists of at most ``CHUNK`` rows, so that memory stays flat whatever the size of the table."""
    chunk: list[StandardRow] = []
    for row in rows.iterator(chunk_size=CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


# -- coverage -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """Rows of a field and a unit, and how many of them lead to their content."""

    resolved: int = 0
    rows: int = 0


@dataclass(frozen=True)
class Coverage:
    """The matrix: fields down, units across; and the duties of Articles 20 and 21 without a row."""

    units: list[tuple[int | None, str]]
    lines: list[tuple[str, list[Cell], Cell]]
    total: Cell
    missing: list[tuple[str, str]]


def coverage(catalogue: StandardCatalogue) -> Coverage:
    """One query for the counts, one for the duties, whatever the number of rows."""
    counted = catalogue.rows.order_by().values_list("field", "unit", "unit__short_name", "unit__name", "state")
    cells: dict[tuple, Cell] = {}
    names: dict[int | None, str] = {}
    fields: dict[str, None] = {}
    for name, unit, short, full, state, rows in counted.annotate(rows=Count("pk")):
        names[unit], fields[name] = short or full or _("没有责任单位"), None
        found, good = cells.get((name, unit), Cell()), rows if state in (State.OPEN, State.ON_REQUEST) else 0
        cells[name, unit] = Cell(found.resolved + good, found.rows + rows)
    units = sorted(names.items(), key=lambda pair: (pair[0] is None, pair[0]))
    lines = []
    for name in fields:
        across = [cells.get((name, unit), Cell()) for unit, _name in units]
        lines.append((name, across, _sum(across)))
    return Coverage(units, lines, _sum(line[2] for line in lines), missing_duties(catalogue))


def missing_duties(catalogue: StandardCatalogue) -> list[tuple[str, str]]:
    """The items of Articles 20 and 21 that no row answers to."""
    kept = set(catalogue.rows.order_by().exclude(statutory_item="").values_list("statutory_item", flat=True).distinct())
    return [(code, name) for code, name in STATUTORY_ITEMS if code not in kept]


def _sum(cells: Iterable[Cell]) -> Cell:
    cells = list(cells)
    return Cell(sum(cell.resolved for cell in cells), sum(cell.rows for cell in cells))
