"""The annual report from its first draft to the page of the public, its files and its correction."""

import io
import json
from datetime import UTC, date, datetime

import openpyxl
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from cms.gate import Refused
from cms.models import AuditRecord, Deadline, Department
from disclosure import annual_figures, annual_reports, publication
from disclosure.annual_report import cases, cells
from disclosure.annual_report.counting import Counted
from disclosure.models import AnnualReport, DatedItem, PolicyAct, YearFigure
from disclosure.outcomes import Row
from tests import factories
from tests.factories.annual_reports import NOW, TEXTS

pytestmark = pytest.mark.django_db
Source = AnnualReport.Source


@pytest.fixture
def unit():
    factories.home()
    return factories.unit("澄江市卫生健康委员会", kind=Department.Kind.AUTHORITY)


@pytest.fixture
def applications(monkeypatch):
    """Three cases of 2025, from a source that is there for this test."""
    found = [
        Counted("natural_person", date(2024, 12, 20), date(2025, 1, 10), Row.GRANTED, pk=1, reference="2024-0001"),
        Counted("natural_person", date(2025, 5, 6), date(2025, 6, 3), Row.REFUSED_4, pk=2, reference="2025-0001", due_on=date(2025, 6, 4)),
        Counted("research", date(2025, 12, 29), pk=3, reference="2025-0002"),
    ]
    monkeypatch.setattr(cases, "_sources", [])
    cases.register(lambda unit, year: found)
    return found


@pytest.fixture
def officer(client):
    user = factories.person("信息公开工作人员")
    client.force_login(user)
    return user


def refused(item) -> str:
    with pytest.raises(Refused) as refusal:
        publication.publish(item)
    return " ".join(refusal.value.sentences)


# -- preparing -----------------------------------------------------------------------------------------------------


def test_beginning_makes_a_draft_entry_and_starts_the_countdown_to_31_january(unit):
    report = annual_reports.begin(unit, 2025, factories.person(), NOW)
    deadline = Deadline.objects.of(report).get()
    assert (deadline.term, deadline.due_on, deadline.closed_on) == ("ANNUAL_REPORT_DEPT", date(2026, 1, 31), None)
    assert (report.item.kind, report.item.title, report.item.live) == (
        *("annual_report", "澄江市卫生健康委员会2025年政府信息公开工作年度报告", False),
    )


def test_second_report_on_a_year_is_refused(unit):
    annual_reports.begin(unit, 2025, None, NOW)
    with pytest.raises(Refused, match="已经有了"):
        annual_reports.begin(unit, 2025, None, NOW)


def test_documents_of_the_catalogue_are_counted_as_made_repealed_and_valid(unit):
    old = factories.policy("旧办法", normative=True, written_on=date(2023, 3, 1), in_force_on=date(2023, 4, 1), issuers=[unit])
    factories.policy("长期有效的办法", normative=True, written_on=date(2024, 3, 1), expires_on=date(2029, 3, 1), issuers=[unit])
    new = factories.draft_policy("新办法", normative=True, written_on=date(2025, 3, 1), expires_on=date(2030, 3, 1), issuers=[unit])
    new.acts.add(PolicyAct(subject=old, kind=PolicyAct.Kind.REPEALS, effective_on=date(2025, 4, 1)))
    new.save()
    new.save_revision()
    publication.publish(new)
    factories.policy("别的机关的办法", normative=True, written_on=date(2025, 5, 1), issuers=[factories.unit("别的机关")])
    counts = [annual_figures.documents(unit, 2025, act).count() for act in cells.LIFE]
    assert counts == [1, 1, 2]


def test_applications_fill_table_3_and_each_cell_lists_what_it_counts(unit, applications):
    report = factories.annual_report(source=Source.RECORDS)
    numbers = report.numbers
    assert [numbers[f"total.{row}"] for row in ("new", "carried_in", "granted", "refused_4", "total", "carried_out")] == [2, 1, 1, 1, 2, 1]
    assert [one.label for one in annual_figures.behind(report, "total.new")] == ["2025-0001", "2025-0002"]
    assert [one.label for one in annual_figures.behind(report, "research.carried_out")] == ["2025-0002"]


def test_where_no_applications_are_kept_table_3_is_empty_and_the_gate_says_so(unit, monkeypatch):
    monkeypatch.setattr(cases, "_sources", [])
    report = factories.annual_report(source=Source.RECORDS)
    assert report.numbers["total.new"] is None
    assert "C7" in refused(report.item)


def test_registered_numbers_add_up_by_source_and_a_source_may_correct_itself(unit):
    by = factories.person()
    for source, value in (("审批系统", 3), ("窗口", 4), ("审批系统", 5)):
        annual_figures.register_figures(unit, 2025, {"licences.decisions": value_of(value)}, source, by, NOW)
    assert annual_figures.registered(unit, 2025) == {"licences.decisions": 9}
    assert AuditRecord.objects.filter(action="annual-report.register").count() == 3


def value_of(number):
    return annual_figures.Decimal(number)


@pytest.mark.parametrize(
    ("values", "source", "sentence"),
    [
        ({"total.new": 1}, "台账", "不是登记数"),
        ({"penalties.decisions": -1}, "台账", "不小于零的整数"),
        ({"penalties.decisions": "1.5"}, "台账", "不小于零的整数"),
        ({"penalties.decisions": 1}, " ", "来源"),
    ],
    ids=["counted-cell", "negative", "broken", "no-source"],
)
def test_number_that_cannot_be_is_not_registered(unit, values, source, sentence):
    with pytest.raises(Refused, match=sentence):
        annual_figures.register_figures(unit, 2025, {code: value_of(value) for code, value in values.items()}, source, None, NOW)
    assert not YearFigure.objects.exists()


def test_superior_unit_sums_its_units(unit):
    for number, name in ((3, "疾控中心"), (4, "监督所")):
        below = factories.unit(name, parent=unit, kind=Department.Kind.SUBORDINATE)
        factories.annual_report(of=below, figures={"penalties.decisions": number})
    report = factories.annual_report(of=unit, source=Source.UNITS)
    assert report.numbers["penalties.decisions"] == 7
    assert {one.id for one in annual_reports.verdicts_of(report) if not one.ok} == set()


def test_season_begins_the_report_of_who_reported_before_once(unit):
    factories.published_report(2025)
    december = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    assert (annual_reports.open_season(NOW), annual_reports.open_season(december), annual_reports.open_season(december)) == (0, 1, 0)
    begun = AnnualReport.objects.get(year=2026)
    assert (begun.source, annual_reports.countdown(begun).due_on) == (Source.RECORDS, date(2027, 1, 31))


# -- the gate ------------------------------------------------------------------------------------------------------


def test_failed_check_keeps_the_report_back_and_names_the_cell(unit):
    report = factories.annual_report(figures={"natural_person.new": 2})
    sentences = refused(report.item)
    assert "C1（新收加上年结转，等于办理结果总计加结转下年度）没有通过：表三“一、本年新收政府信息公开申请数量”的“自然人”" in sentences
    assert "C3" in sentences


def test_carried_in_must_meet_the_report_of_the_year_before(unit):
    factories.published_report(2024, figures={f"{column}.{row}": 1 for column in ("research", "total") for row in ("new", "carried_out")})
    report = factories.annual_report(2025)
    assert "C5" in refused(report.item)


def test_records_that_changed_after_drawing_up_are_noticed(unit, applications):
    factories.published_report(2024, figures={f"{one}.{row}": 1 for one in ("natural_person", "total") for row in ("new", "carried_out")})
    report = factories.annual_report(source=Source.RECORDS)
    applications.append(Counted("other", date(2025, 12, 30), pk=4))
    sentences = refused(report.item)
    assert ("C9" in sentences, "表三“一、本年新收政府信息公开申请数量”的“其他”" in sentences) == (True, True)
    annual_reports.draw_up(report, factories.person(), NOW)
    publication.publish(report.item)


def test_text_written_past_the_report_is_not_published(unit):
    report = factories.annual_report()
    draft = report.item.get_latest_revision_as_object()
    draft.body = draft.body.replace("新收政府信息公开申请0件", "新收政府信息公开申请9件")
    draft.save_revision()
    report.item.refresh_from_db()
    assert "请在年度报告页重新生成" in refused(report.item)


def test_typed_number_that_is_not_the_tables_is_kept_back(unit):
    report = factories.annual_report(overall="全年新收申请9件。")
    assert "C8" in refused(report.item)


def test_unwritten_section_is_named(unit):
    report = factories.annual_report(others="（写明收取信息处理费的情况。）")
    assert "“六、其他需要报告的事项”还没有写完" in refused(report.item)


def test_report_on_the_running_year_is_not_published(unit):
    report = factories.annual_report(2025)
    item = report.item.get_latest_revision_as_object()
    assert any("还没有结束" in sentence for sentence in annual_reports.refusals(item, date(2025, 12, 31)))


# -- in public -----------------------------------------------------------------------------------------------------


def test_publication_ends_the_countdown(unit, applications):
    factories.published_report(2024, figures={f"{one}.{row}": 1 for one in ("natural_person", "total") for row in ("new", "carried_out")})
    report = factories.published_report(source=Source.RECORDS)
    deadline = Deadline.objects.of(report).get()
    assert (deadline.outcome, deadline.closed_on) == (Deadline.Outcome.DONE, report.item.published_on)


def test_published_report_is_not_edited(unit):
    report = factories.published_report()
    with pytest.raises(Refused, match="建立更正版"):
        annual_reports.write(report, TEXTS)
    with pytest.raises(Refused, match="建立更正版"):
        annual_reports.draw_up(report, factories.person(), NOW)
    draft = report.item.get_latest_revision_as_object()
    draft.body = "<p>改过的正文</p>"
    draft.save_revision()
    report.item.refresh_from_db()
    assert "建立更正版" in refused(report.item)


def test_correction_is_a_new_edition_that_says_why_and_the_old_page_leads_to_it(unit, client):
    first = factories.published_report()
    by = factories.person()
    second = annual_reports.correct(first, "行政许可的数字漏计一件。", by, NOW)
    annual_reports.enter(second, {**second.numbers, "licences.decisions": 1})
    annual_reports.draw_up(second, by, NOW)
    assert "这份报告已经更正" not in client.get(first.item.get_absolute_url()).content.decode()
    publication.publish(second.item)
    assert second.item.get_absolute_url() in client.get(first.item.get_absolute_url()).content.decode()
    assert "本版更正此前公布的报告，原因：行政许可的数字漏计一件。" in client.get(second.item.get_absolute_url()).content.decode()


def test_correction_needs_a_reason_and_a_public_report(unit):
    by = factories.person()
    with pytest.raises(Refused, match="还没有公布"):
        annual_reports.correct(factories.annual_report(2024), "有错。", by, NOW)
    with pytest.raises(Refused, match="写明原因"):
        annual_reports.correct(factories.published_report(2023), " ", by, NOW)


def test_page_and_files_say_the_same_figures(unit, client):
    report = factories.published_report(figures={"fees.amount": annual_figures.Decimal("342.18"), "penalties.decisions": 96})
    page = client.get(report.item.get_absolute_url()).content.decode()
    given = {
        name: b"".join(client.get(reverse("annual_report_file", args=[report.item.pk, name]))) for name in ("pdf", "docx", "xlsx", "json")
    }
    assert ">342.18</td>" in page
    text = "".join("".join(one.get_textpage().get_text_bounded().split()) for one in pypdfium2.PdfDocument(given["pdf"]))
    assert "342.18" in text
    sheet = openpyxl.load_workbook(io.BytesIO(given["xlsx"]))["主动公开"]
    assert (sheet["B14"].value, sheet["A14"].value) == (342.18, "行政事业性收费")
    told = json.loads(given["json"])
    assert (told["year"], told["active"]["penalties"], told["applications"]["total"]["total"]) == (2025, {"decisions": 96}, 0)
    assert [(one["id"], one["ok"], one["cells"]) for one in told["checks"]] == [(f"C{number}", True, []) for number in range(1, 11)]


def test_files_of_a_draft_and_of_what_was_taken_down_are_not_given(unit, client):
    report = factories.annual_report()
    address = reverse("annual_report_file", args=[report.item.pk, "pdf"])
    assert client.get(address).status_code == 404
    publication.publish(report.item)
    publication.withdraw(report.item, "数字有误", factories.person("信息公开机构负责人"), NOW)
    assert client.get(address).status_code == 410


def test_command_prints_the_report_as_json(unit):
    factories.published_report(2025, figures={"penalties.decisions": 96})
    out = io.StringIO()
    call_command("annual_report", "2025", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert list(told) == ["year", "active", "applications", "reconsideration", "litigation_direct", "litigation_after", "checks"]
    assert (told["active"]["penalties"]["decisions"], set(told["reconsideration"])) == (
        *(96, {"upheld", "corrected", "other", "pending", "total"}),
    )


# -- the desk ------------------------------------------------------------------------------------------------------


def test_desk_shows_the_countdown_the_checks_and_links_in_the_cells(unit, applications, client, officer):
    report = factories.annual_report(source=Source.RECORDS)
    page = client.get(report.get_absolute_url()).content.decode()
    address = reverse("annual_report_cell", args=[report.pk, "refused_4", "natural_person", 2025])
    assert ("最后一个工作日是 2026-01-30" in page, address in page, "C5" in page, "用时中位数" in page) == (True,) * 4
    assert "2025-0001" in client.get(address).content.decode()
    assert client.get(address.replace("2025", "2024")).status_code == 404


def test_officer_enters_the_figures_of_a_past_year_and_its_texts(unit, client, officer):
    client.post(reverse("annual_reports"), {"unit": unit.pk, "year": 2019, "source": "by_hand"})
    report = AnnualReport.objects.get()
    client.post(reverse("annual_report_enter", args=[report.pk]), dict.fromkeys(cells.NAMES, "0") | {"fees.amount": "1,342.5"})
    client.post(reverse("annual_report_write", args=[report.pk]), TEXTS)
    client.post(reverse("annual_report_draw_up", args=[report.pk]))
    report.refresh_from_db()
    assert (report.numbers["fees.amount"], report.numbers["total.new"], report.texts["problems"]) == (
        *(annual_figures.Decimal("1342.5"), 0, TEXTS["problems"]),
    )
    assert "1342.5" in report.item.get_latest_revision_as_object().body
    assert not Deadline.objects.of(report).exists()


def test_text_with_a_wrong_placeholder_is_told_and_not_kept(unit, client, officer):
    report = factories.annual_report()
    answer = client.post(reverse("annual_report_write", args=[report.pk]), TEXTS | {"overall": "{{ total.nothing }}"}, follow=True)
    report.refresh_from_db()
    assert ("不是表格中的数字" in answer.content.decode(), report.texts["overall"]) == (True, TEXTS["overall"])


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("penalties.decisions,3,监督处台账\nlicences.decisions,5,审批系统", ""),
        ("penalties.decisions,三,台账", "第 2 行：“三”不是数字"),
        ("total.new,3,台账", "不是登记数"),
        ("penalties.decisions,3,台账\npenalties.decisions,4,台账", "写了两次"),
    ],
    ids=["good", "no-number", "counted-cell", "twice"],
)
def test_registered_numbers_are_imported_whole_or_not_at_all(unit, client, officer, lines, sentence):
    report = annual_reports.begin(unit, 2025, officer, NOW)
    file = SimpleUploadedFile("numbers.csv", f"cell,value,source\n{lines}\n".encode())
    answer = client.post(reverse("annual_report_import", args=[report.pk]), {"file": file}, follow=True)
    assert sentence in answer.content.decode()
    assert YearFigure.objects.count() == (0 if sentence else 2)


def test_who_does_not_prepare_reports_neither_sees_nor_changes_them(unit, client):
    report = factories.annual_report()
    client.force_login(factories.person("编辑"))
    pages = [client.get(reverse("annual_reports")), client.get(report.get_absolute_url())]
    pages.append(client.post(reverse("annual_report_draw_up", args=[report.pk])))
    assert [page.status_code for page in pages] == [302, 302, 302]
    assert DatedItem.objects.filter(live=True).count() == 0
