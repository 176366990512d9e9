"""年度报告的编制、公布和更正: begin, write, enter, draw up, correct; and what the gate asks before one becomes public."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from html import escape

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import audit, clock, gate, registry, sanitize, terms
from cms.gate import Refused
from cms.models import Deadline, Department, User
from cms.papers import markup
from cms.registry import DeadlineSubject
from disclosure import annual_figures
from disclosure.annual_report import cells, checks, texts
from disclosure.annual_report.checks import Verdict
from disclosure.models import AnnualReport, DatedItem

TERM = "ANNUAL_REPORT_DEPT"
Source = AnnualReport.Source
ACTS = {
    "annual-report.begin": gettext_lazy("开始编制年度报告"),
    "annual-report.draw-up": gettext_lazy("生成年度报告"),
    "annual-report.correct": gettext_lazy("更正年度报告"),
    **annual_figures.ACTS,
}


def register() -> None:
    gate.register(DatedItem, refusals)
    gate.follow(DatedItem, went_public)
    registry.deadline_subjects.register(AnnualReport._meta.label, SPOKEN_OF)
    registry.periodic.register("annual-reports", ("disclosure.annual_reports.open_season", 86400))
    for act, name in ACTS.items():
        registry.audit_actions.register(act, name)


SPOKEN_OF = DeadlineSubject(
    url=lambda report: reverse("annual_report_desk", args=[report.pk]),
    owners=lambda report: [],
    unit=lambda report: report.unit_id,
)


# -- verbs ----------------------------------------------------------------------------------------------------------


def begin(unit: Department, year: int, by: User | None, now: datetime, source: str = Source.RECORDS) -> AnnualReport:
    """A draft of a unit's report, with its entry in the catalogue and its clock. Raises ``Refused``."""
    today = timezone.localdate(now)
    if year > today.year:
        raise Refused(_("%(year)d 年还没有开始。") % {"year": year})
    with transaction.atomic():
        Department.objects.select_for_update().get(pk=unit.pk)
        if kept := AnnualReport.objects.latest_of(unit.pk, year):
            raise Refused(_("《%(title)s》已经有了。") % {"title": kept})
        report = AnnualReport(unit=unit, year=year, source=source, texts=dict(texts.BEGINNING))
        _with_entry(report, by)
        if source != Source.BY_HAND:
            clock.start(report, TERM, today, now, events={terms.Event.YEAR: year}, owner=by)
        audit.record(by, "annual-report.begin", report, source=source)
    return report


def write(report: AnnualReport, sections: Mapping[str, str]) -> None:
    """Keep the texts of the sections. Raises ``Refused`` for one that names no figure."""
    for name, title in texts.SECTIONS.items():
        try:
            texts.check_placeholders(sections.get(name, ""))
        except texts.TextRefused as refused:
            raise Refused(f"{title}：{refused}") from None
    with transaction.atomic():
        locked = _locked(report)
        locked.texts = {name: sections.get(name, "").strip() for name in texts.SECTIONS}
        locked.save(update_fields=["texts"])
    report.refresh_from_db()


def enter(report: AnnualReport, figures: cells.Figures) -> None:
    """Keep the figures of a year that is older than the records. Raises ``Refused``."""
    with transaction.atomic():
        locked = _locked(report)
        if locked.source != Source.BY_HAND:
            raise Refused(_("这份报告的数字由系统记录生成，不能手工录入。"))
        locked.figures = cells.as_json(figures)
        locked.save(update_fields=["figures"])
    report.refresh_from_db()


def draw_up(report: AnnualReport, by: User | None, now: datetime) -> list[Verdict]:
    """Take the figures anew, check them, and write the whole as a draft of the catalogue entry. Answers the checks.

    Raises ``Refused`` for a report that has been public, and for a text that names no figure.
    """
    with transaction.atomic():
        locked = _locked(report)
        if locked.source != Source.BY_HAND:
            locked.figures = cells.as_json(of_now(locked))
        verdicts = verdicts_of(locked)
        locked.checks, locked.drawn_up_at = checks.as_json(verdicts), now
        locked.save()
        item = locked.item.get_latest_revision_as_object()
        item.title, item.body, item.summary = str(locked), body_of(locked), summary_of(locked)
        item.written_on = timezone.localdate(now)
        item.save_revision(user=by)
        audit.record(by, "annual-report.draw-up", locked, failed=[one.id for one in verdicts if not one.ok])
    report.refresh_from_db()
    return verdicts


def correct(report: AnnualReport, reason: str, by: User, now: datetime) -> AnnualReport:
    """The next edition of a report that has been public, with its texts and figures; the public one stays until it is out."""
    if not reason.strip():
        raise Refused(_("更正已公布的报告，请写明原因。"))
    with transaction.atomic():
        locked = AnnualReport.objects.select_for_update(of=("self",)).select_related("item", "unit").get(pk=report.pk)
        last = AnnualReport.objects.filter(unit=locked.unit_id, year=locked.year).select_related("item").order_by("-edition").first()
        if not last.fixed:
            raise Refused(_("《%(title)s》还没有公布，请直接修改它。") % {"title": last})
        made = AnnualReport(unit=locked.unit, year=locked.year, source=last.source, edition=last.edition + 1)
        made.texts, made.figures, made.reason = last.texts, last.figures, reason.strip()
        _with_entry(made, by)
        audit.record(by, "annual-report.correct", made, reason=made.reason)
    return made


def open_season(now: datetime) -> int:
    """From December on, the report on the ending year is begun for each unit that reported before, so that its countdown runs.

    Answers how many. Safe to repeat; a missed day loses nothing.
    """
    today = timezone.localdate(now)
    year = today.year if today.month == 12 else today.year - 1
    reported = Department.objects.visible().filter(annual_reports__year__lt=year).exclude(annual_reports__year__gte=year)
    begun = 0
    for unit in reported.distinct():
        last = AnnualReport.objects.filter(unit=unit).newest_first().first()
        begin(unit, year, None, now, Source.UNITS if last.source == Source.UNITS else Source.RECORDS)
        begun += 1
    return begun


def _locked(report: AnnualReport) -> AnnualReport:
    locked = AnnualReport.objects.select_for_update(of=("self",)).select_related("item", "unit").get(pk=report.pk)
    if locked.fixed:
        raise Refused(_("已公布的年度报告不修改；有错误的，请建立更正版并写明原因。"))
    return locked


def _with_entry(report: AnnualReport, by: User | None) -> None:
    entry = DatedItem(title=str(report), kind=DatedItem.Kind.ANNUAL_REPORT, year=report.year, publisher=report.unit, live=False)
    entry.keywords = "年度报告 政府信息公开"
    entry.save()
    entry.save_revision(user=by)
    report.item = entry
    report.save()


# -- what it says ---------------------------------------------------------------------------------------------------


def of_now(report: AnnualReport) -> cells.Figures:
    """What the records, or the reports of the units below, give at this moment."""
    if report.source == Source.UNITS:
        below = annual_figures.of_units(report.unit, report.year)
        return cells.added(below) if below else dict.fromkeys(cells.NAMES)
    return annual_figures.of_records(report.unit, report.year)


def verdicts_of(report: AnnualReport) -> list[Verdict]:
    """Every check of the figures as they stand in the report."""
    figures = report.numbers
    before = AnnualReport.objects.latest_of(report.unit_id, report.year - 1)
    quoted = [quote.code for text in report.texts.values() for quote in texts.misquoted(text, figures)]
    summed, by_hand = report.source == Source.UNITS, report.source == Source.BY_HAND
    return checks.check(
        figures,
        before=before.numbers if before and before.figures else None,
        counted=of_now(report) if report.source == Source.RECORDS else None,
        units=annual_figures.of_units(report.unit, report.year) if summed else None,
        misquoted=quoted,
        by_hand=by_hand,
    )


def body_of(report: AnnualReport) -> str:
    """The report as the catalogue entry holds it, with the reason of a correction before it. Raises ``Refused``."""
    try:
        body = markup.html(report.paper())
    except texts.TextRefused as refused:
        raise Refused(str(refused)) from None
    if report.reason:
        words = escape(f"本版更正此前公布的报告，原因：{report.reason}")
        body = f"<p>{words}</p>\n{body}"
    return str(sanitize.clean(body))


def summary_of(report: AnnualReport) -> str:
    words = "新收政府信息公开申请{{ total.new }}件，上年结转{{ total.carried_in }}件，"
    words += "办结{{ total.total }}件，结转下年度{{ total.carried_out }}件。"
    return f"{report.year}年{texts.filled(words, report.numbers)}"


# -- the gate -------------------------------------------------------------------------------------------------------


def refusals(item: DatedItem, on: date) -> Iterator[str]:
    """What stands against an entry that is a report: changed after publication, not the text of its figures, or a failed check."""
    if item.kind != DatedItem.Kind.ANNUAL_REPORT or item.pk is None:
        return
    report = AnnualReport.objects.filter(item=item.pk).select_related("item", "unit").first()
    if report is None:
        return
    if report.fixed:
        if said(item) != said(report.item):
            yield _("已公布的年度报告不修改；有错误的，请建立更正版并写明原因。")
        return
    if on.year <= report.year:
        yield _("%(year)d 年还没有结束，年度报告不能公布。") % {"year": report.year}
    if report.drawn_up_at is None or said(item) != (str(report), body_of(report), summary_of(report)):
        yield _("正文与报告的文字和表格不一致：请在年度报告页重新生成，再送审核。")
    for title in texts.unwritten(report.texts):
        yield _("“%(section)s”还没有写完。") % {"section": title}
    for verdict in verdicts_of(report):
        if verdict.blocks:
            yield refusal_of(verdict)


def said(item: DatedItem) -> tuple[str, str, str]:
    return item.title, str(sanitize.clean(item.body)), item.summary


def refusal_of(verdict: Verdict) -> str:
    """A failed check as a sentence that names its cells, the first ten where there are many."""
    places = "、".join(verdict.places[:10])
    if len(verdict.places) > 10:
        places = _("%(places)s等 %(count)d 格") % {"places": places, "count": len(verdict.places)}
    return _("%(id)s（%(title)s）没有通过：%(places)s。") % {"id": verdict.id, "title": verdict.title, "places": places}


def went_public(item: DatedItem, user: User | None) -> None:
    """The year's duty is done (Article 49); the page of the edition before says from now on what took its place."""
    if item.kind == DatedItem.Kind.ANNUAL_REPORT and (report := AnnualReport.objects.filter(item=item.pk).first()):
        clock.close(report, TERM, item.published_on)
        report.save(update_fields=["drawn_up_at"])


def countdown(report: AnnualReport) -> Deadline | None:
    """The open clock of the report, or None when it is public or was entered for the past."""
    return Deadline.objects.of(report).open().filter(term=TERM).first()
