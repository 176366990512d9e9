"""The annual report from the applications that the office handled."""

from collections import Counter
from datetime import date

import pytest
from django.urls import reverse

from cms.models import Department
from disclosure import annual_figures, annual_reports
from disclosure.annual_report import cells
from disclosure.applications.counted import counted
from disclosure.models import AnnualReport, Application
from tests import factories
from tests.factories.annual_reports import annual_report
from tests.factories.applications import office, replied, year_of_applications

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    factories.home()
    return factories.unit("澄江市卫生健康委员会", kind=Department.Kind.AUTHORITY)


def independent(year: int) -> Counter:
    """Table 3 by another way than the report's: each application is looked at by itself, each sum made at the end."""
    found = Counter()
    for one in Application.objects.exclude(received_on=None):
        if one.received_on.year > year or (one.closed_on and one.closed_on.year < year):
            continue
        ended = one.closed_on and one.closed_on.year == year
        rows = ["new" if one.received_on.year == year else "carried_in", *([one.row, "total"] if ended else ["carried_out"])]
        found.update(f"{column}.{row}" for row in rows for column in (one.applicant_kind, "total"))
    return found


def test_year_of_two_thousand_applications_gives_a_report_that_meets_every_check_and_an_independent_count(unit):
    year_of_applications(2000, 2025, unit)
    before, expected = independent(2024), independent(2025)
    annual_report(2024, unit, figures={code: before[code] for code in cells.APPLICATIONS})
    report = annual_report(2025, unit, source=AnnualReport.Source.RECORDS)
    assert [(one.id, one.places) for one in annual_reports.verdicts_of(report) if not one.ok] == []
    assert {code: report.numbers[code] for code in cells.APPLICATIONS} == {code: expected[code] for code in cells.APPLICATIONS}
    assert min(expected[f"total.{row}"] for row in cells.ROWS) > 0


def test_each_cell_lists_as_many_applications_as_it_counts(unit):
    year_of_applications(300, 2025, unit)
    report = annual_report(2025, unit, source=AnnualReport.Source.RECORDS)
    found = list(counted(unit.pk, 2025))
    for code in ("total.carried_in", "natural_person.granted", "research.unable_1", "total.carried_out"):
        assert len(annual_figures.behind(report, code)) == report.numbers[code]
    assert {reverse("application_case", args=[case.pk]) for case in found} == {case.address for case in found}


def test_carried_in_that_the_year_before_does_not_hand_over_is_named(unit):
    year_of_applications(300, 2025, unit)
    annual_report(2024, unit)
    report = annual_report(2025, unit, source=AnnualReport.Source.RECORDS)
    assert "C5" in [one.id for one in annual_reports.verdicts_of(report) if one.blocks]


def test_application_that_comes_in_after_drawing_up_is_noticed(unit):
    report = annual_report(2025, unit, source=AnnualReport.Source.RECORDS)
    year_of_applications(40, 2025, unit)
    assert "C9" in [one.id for one in annual_reports.verdicts_of(report) if one.blocks]


def test_answered_application_is_counted_once_with_the_last_day_it_had(unit):
    application = replied(office())
    Application.objects.update(unit=unit)
    only = next(counted(unit.pk, 2026))
    assert (only.pk, only.row, only.replied_on, only.due_on) == (application.pk, "partial", date(2026, 3, 2), date(2026, 3, 30))


def test_applications_of_another_unit_are_not_counted(unit):
    year_of_applications(20, 2025, factories.unit("澄江市疾病预防控制局"))
    assert list(counted(unit.pk, 2025)) == []


@pytest.mark.parametrize("count", [1, 30])
def test_applications_of_a_year_are_read_with_one_query(unit, count, django_assert_num_queries):
    year_of_applications(count, 2025, unit)
    list(counted(unit.pk, 2025))
    with django_assert_num_queries(1):
        list(counted(unit.pk, 2025))
