"""Rows of a list of policies: what each shows, from bare values."""

from datetime import date

import pytest

from disclosure import showing
from disclosure.listings import rows_of_policies
from disclosure.models import PolicyAct, PolicyDocument, PolicyIssuer
from tests.factories import draft_policy, home, interpretation, policy, unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def site():
    home()


def row(document):
    (found,) = rows_of_policies(PolicyDocument.objects.filter(pk=document.pk), TODAY)
    return found


def test_row_leads_to_its_document():
    document = policy("关于新规定的通知", document_number="澄卫规〔2026〕3号")
    found = row(document)
    assert (found.url, found.title, found.document_number) == (document.get_absolute_url(), document.title, "澄卫规〔2026〕3号")


def test_row_names_the_issuer_in_the_lead():
    document = policy()
    document.issuers = [PolicyIssuer(unit=unit("市财政局")), PolicyIssuer(unit=unit("市医保局"), lead=True)]
    document.save_revision().publish()
    assert row(document).issuer == "市医保局"


def test_row_names_the_first_issuer_where_none_is_in_the_lead():
    document = policy()
    document.issuers = [PolicyIssuer(unit=unit("市财政局")), PolicyIssuer(unit=unit("市医保局"))]
    document.save_revision().publish()
    assert row(document).issuer == document.lead_issuer.label == "市财政局"


def test_row_has_the_short_name_of_a_unit_that_has_one():
    body = unit("澄江市医疗保障局")
    body.short_name = "市医保局"
    body.save()
    assert row(policy(issuers=[body])).issuer == "市医保局"


@pytest.mark.parametrize("kind", PolicyAct.Kind, ids=str)
@pytest.mark.parametrize("effective_on", [date(2026, 8, 31), date(2026, 9, 2)], ids=["past", "to come"])
def test_row_has_the_validity_that_the_document_has(kind, effective_on):
    document, later = policy(), policy()
    later.acts = [PolicyAct(subject=document, kind=kind, effective_on=effective_on)]
    later.save_revision().publish()
    assert row(document).state == showing.validity_state(PolicyDocument.objects.get(pk=document.pk), TODAY)


def test_draft_that_repeals_a_document_changes_nothing_on_its_row():
    document, draft = policy(), draft_policy()
    draft.acts = [PolicyAct(subject=document, kind=PolicyAct.Kind.REPEALS, effective_on=date(2026, 5, 1))]
    draft.save()
    assert row(document).state.tone == "good"


def test_row_shows_the_three_newest_interpretations():
    document = policy()
    made = [interpretation(document, title=f"解读之{number}", published_on=date(2026, 5, number)) for number in (1, 3, 2, 4)]
    assert [beside.title for beside in row(document).interpretations] == ["解读之4", "解读之3", "解读之2"]
    assert row(document).interpretations[0].url == made[-1].get_absolute_url()


def test_interpretation_of_two_policies_stands_on_both_rows():
    one, other = policy(), policy()
    interpretation(one, other, title="一图读懂", form="graphic")
    assert [[(b.title, b.form) for b in row(document).interpretations] for document in (one, other)] == [[("一图读懂", "图解")]] * 2


def test_long_title_of_an_interpretation_is_cut_on_the_row():
    document = policy()
    interpretation(document, title="解" * 25)
    (beside,) = row(document).interpretations
    assert len(beside.title) == 24
    assert beside.title.startswith("解" * 20)


def test_list_costs_three_queries(django_assert_num_queries):
    for _ in range(5):
        interpretation(policy())
    with django_assert_num_queries(3):
        rows_of_policies(PolicyDocument.objects.visible().newest_first(), TODAY)
