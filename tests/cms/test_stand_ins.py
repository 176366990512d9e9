"""Who is told while a person is away."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from cms import outbox, reminders, stand_ins
from cms.gate import Refused
from cms.models import AuditRecord, Reminder, StandIn
from cms.stand_ins import Told
from tests import factories
from tests.factories import at

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 3, 16), date(2026, 3, 20)


@pytest.fixture
def people():
    return [factories.person("编辑", display_name=name, email=f"{place}@example.com") for place, name in enumerate("甲乙丙丁")]


def away(person, stand_in, **more):
    values = {"first_day": FIRST, "last_day": LAST, "by": person, "today": date(2026, 3, 1), **more}
    return stand_ins.name(person, stand_in, **values)


def told(person) -> list[Told]:
    return stand_ins.told(person, stand_ins.away(FIRST))


def test_stand_in_is_told_for_whom(people):
    away(people[0], people[1])
    assert told(people[0]) == [Told(people[1], people[0])]


def test_person_who_wishes_so_is_told_too(people):
    away(people[0], people[1], also_person=True)
    assert told(people[0]) == [Told(people[1], people[0]), Told(people[0])]


@pytest.mark.parametrize(("day", "names"), [("2026-03-15", "甲"), ("2026-03-16", "乙"), ("2026-03-20", "乙"), ("2026-03-21", "甲")])
def test_stand_in_holds_from_the_first_to_the_last_day(people, day, names):
    away(people[0], people[1])
    found = stand_ins.told(people[0], stand_ins.away(date.fromisoformat(day)))
    assert [one.person.display_name for one in found] == [names]


def test_chain_ends_with_the_first_who_is_there(people):
    away(people[0], people[1])
    away(people[1], people[2])
    assert told(people[0]) == [Told(people[2], people[0])]


def test_circle_of_people_who_are_away_ends_with_the_person(people):
    for here, there in ((0, 1), (1, 2), (2, 0)):
        away(people[here], people[there])
    assert told(people[0]) == [Told(people[0])]


def test_stand_in_whose_account_is_closed_leads_back_to_the_person(people):
    away(people[0], people[1])
    people[1].is_active = False
    people[1].save()
    assert told(people[0]) == [Told(people[0])]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"last_day": date(2026, 3, 15)}, "最后一天早于第一天"),
        ({"today": date(2026, 3, 21)}, "这段时间已经过去"),
        ({"first_day": date(2026, 3, 20), "last_day": date(2026, 4, 1)}, "已指定乙代办"),
    ],
    ids=["ends before it starts", "over", "overlaps"],
)
def test_days_that_cannot_be_are_refused(people, more, sentence):
    away(people[0], people[1])
    with pytest.raises(Refused, match=sentence):
        away(people[0], people[2], **more)
    assert StandIn.objects.count() == 1


def test_nobody_stands_in_for_himself(people):
    with pytest.raises(Refused, match="代办人不能是本人"):
        away(people[0], people[0])


def test_closed_account_cannot_stand_in(people):
    people[1].is_active = False
    people[1].save()
    with pytest.raises(Refused, match="乙的账户已停用"):
        away(people[0], people[1])


def test_naming_and_ending_are_on_record(people):
    stand_ins.end(away(people[0], people[1]), people[3])
    assert list(AuditRecord.objects.order_by("pk").values_list("action", "actor_label")) == [
        ("account.stand-in", "甲"),
        ("account.stand-in-end", "丁"),
    ]


def test_reminder_goes_to_the_stand_in_with_a_line_saying_for_whom(people, mailoutbox):
    away(people[0], people[1])
    factories.deadline(owner=people[0])
    reminders.run(at("2026-03-16"))
    assert Reminder.objects.get().told == [{"pk": people[1].pk, "name": "乙", "instead_of": "甲"}]
    outbox.drain(lambda: at("2026-03-16"))
    assert [(message.to, "（甲不在岗，由您代办）" in message.body) for message in mailoutbox] == [(["1@example.com"], True)]


# -- screens -----------------------------------------------------------------------------------------------------------


def days() -> dict:
    today = timezone.localdate().isoformat()
    return {"verb": "stand_in", "stand_in-first_day": today, "stand_in-last_day": today}


def test_person_names_a_stand_in_on_the_own_page(client, people):
    client.force_login(people[0])
    response = client.post(reverse("account_absences"), {**days(), "stand_in-stand_in": people[1].pk}, follow=True)
    assert "已指定代办人，提醒会发给乙。" in response.content.decode()
    assert StandIn.objects.get().person == people[0]


def test_refusal_stands_on_the_own_page(client, people):
    client.force_login(people[0])
    today = timezone.localdate()
    away(people[0], people[2], first_day=today, last_day=today, today=today)
    response = client.post(reverse("account_absences"), {**days(), "stand_in-stand_in": people[1].pk})
    assert "已指定丙代办，请先取消。" in response.content.decode()


def test_nobody_ends_the_absence_of_another_on_the_own_page(client, people):
    absence = away(people[0], people[1])
    client.force_login(people[2])
    assert client.post(reverse("account_absences"), {"verb": "stand_in", "end": absence.pk}).status_code == 404
    assert StandIn.objects.exists()


@pytest.mark.parametrize("key", ["9" * 5000, "9" * 19, "٣", "x"], ids=["too many digits", "too large", "other digits", "no digits"])
def test_key_that_is_none_is_not_found(client, people, key):
    client.force_login(people[0])
    assert client.post(reverse("account_absences"), {"verb": "stand_in", "end": key}).status_code == 404


def test_administrator_names_and_ends_on_the_account_page(client, people):
    client.force_login(factories.administrator())
    page = reverse("account_manage", args=[people[0].pk])
    client.post(page, {**days(), "stand_in-stand_in": people[1].pk})
    absence = StandIn.objects.get()
    assert (absence.person, absence.stand_in) == (people[0], people[1])
    client.post(page, {"verb": "stand_in", "end": absence.pk})
    assert not StandIn.objects.exists()
