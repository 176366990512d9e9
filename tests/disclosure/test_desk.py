"""The desk: what a person finds after signing in."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.gate import Refused
from disclosure import publication
from disclosure.admin.desk import due
from disclosure.rates import diversified_rate
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    person = factories.person("编辑", display_name="编辑甲")
    client.force_login(person)
    return person


def panel(client, name) -> list[tuple[str, str]]:
    """The lines of one panel, title and note."""
    response = client.get(reverse("wagtailadmin_home"))
    found = next(each for each in response.context["panels"] if type(each).__name__ == name)
    return [(row["title"], row["note"]) for row in found.rows(response.wsgi_request)]


def test_welcome_names_the_person_and_the_roles(client, editor):
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "编辑甲，您好" in html
    assert "角色：编辑" in html


def test_my_drafts_are_mine_and_not_public(client, editor):
    mine, theirs, public = (factories.draft_policy(title) for title in ("我的", "别人的", "公开的"))
    mine.save_revision(user=editor)
    theirs.save_revision(user=factories.person("编辑"))
    public.save_revision(user=editor)
    publication.publish(public)
    assert [title for title, _note in panel(client, "MyDrafts")] == ["我的"]


def test_policies_without_interpretation_stand_soonest_first(client, editor):
    today = timezone.localdate()
    for title, days in [("后到期", 9), ("已超期", -2), ("先到期", 3)]:
        waiver = {"interpretation_waiver": "略", "interpretation_due_on": today + timedelta(days=days)}
        publication.publish(factories.draft_policy(title, for_citizens=True, **waiver))
    lines = panel(client, "AwaitingInterpretation")
    assert [title for title, _note in lines] == ["已超期", "先到期", "后到期"]
    assert [note.split("天")[0] for _title, note in lines] == ["已超期 2 ", "还剩 3 ", "还剩 9 "]


@pytest.mark.parametrize(
    ("day", "words"),
    [(20, "今天到期"), (21, "还剩 1 天（11-21 到期）"), (18, "已超期 2 天（11-18 到期）")],
    ids=["today", "tomorrow", "past"],
)
def test_due_day_is_said_in_words(day, words):
    assert due(date(2026, 11, day), date(2026, 11, 20))[0] == words


def test_scheduled_items_stand_with_their_moment(client, editor):
    policy = factories.draft_policy("定时的", go_live_at=timezone.now() + timedelta(days=1))
    policy.get_latest_revision().publish()
    assert [title for title, _note in panel(client, "Scheduled")] == ["定时的"]


def test_refused_publication_stands_with_its_reasons_until_it_is_public(client, editor):
    policy = factories.draft_policy("被退回的", for_citizens=True)
    with pytest.raises(Refused) as caught:
        publication.publish(policy)
    publication.note_refusal(policy, caught.value, editor)
    publication.note_refusal(policy, caught.value, editor)
    assert panel(client, "NotPublished") == [("被退回的", str(caught.value))]
    factories.draft_interpretation(policy)
    publication.publish(policy)
    assert panel(client, "NotPublished") == []


def test_recently_published_stands_newest_first(client, editor):
    factories.policy("先公开")
    factories.policy("后公开")
    assert [title for title, _note in panel(client, "RecentlyPublished")] == ["后公开", "先公开"]


def test_who_only_reads_is_led_to_look_and_not_to_edit(client):
    client.force_login(factories.person("领导"))
    policy = factories.policy()
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    look = reverse("wagtailsnippets_disclosure_policydocument:inspect", args=[policy.pk])
    assert look in html
    assert client.get(look).status_code == 200


def test_desk_asks_as_many_queries_for_30_items_as_for_one(client, editor, django_assert_max_num_queries):
    factories.policy()
    client.get(reverse("wagtailadmin_home"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("wagtailadmin_home"))
    for _ in range(29):
        factories.policy()
    with django_assert_max_num_queries(len(one)):
        client.get(reverse("wagtailadmin_home"))


# -- the rate -----------------------------------------------------------------------------------------------------


def test_diversified_rate_counts_policies_with_a_form_other_than_text():
    text_only, both, graphic, _none = (factories.policy() for _ in range(4))
    factories.interpretation(text_only)
    factories.interpretation(both)
    factories.interpretation(both, graphic, form="graphic")
    rate = diversified_rate(2026)
    assert set(rate.interpreted) == {text_only, both, graphic}
    assert set(rate.diversified) == {both, graphic}
    assert (rate.percent, rate.target, rate.reached) == (66.7, 60, True)


def test_diversified_rate_counts_the_year_of_the_interpretation_and_what_is_public():
    policy = factories.policy()
    factories.interpretation(policy, published_on=date(2025, 3, 1), form="video")
    draft = factories.draft_interpretation(policy, form="video")
    assert not draft.live
    assert (diversified_rate(2025).percent, diversified_rate(2026).percent) == (100.0, None)
    assert not diversified_rate(2026).reached
