"""A notice is shown before it is entered, moves every open deadline with it, and everybody concerned is told."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from cms import calendars, clock, move_alerts, notice_entry, term_words
from cms.accounts import lifecycle
from cms.models import AuditRecord, CalendarNotice, ClockSettings, Deadline, DeadlineMove, MoveAlert, OutboxItem
from cms.notice_text import About, NoticeRefused
from tests import factories
from tests.cms.notice_wordings import EXAMPLE_2027

pytestmark = pytest.mark.django_db
HEAD = "信息公开机构负责人"
TODAY = date(2026, 11, 24)
KNOWN_ON = date(2026, 11, 20)
ABOUT = About(2027, "CN", KNOWN_ON)
CHANGE = "关于调整放假安排的通知"
# The example works on Sunday 31 January, Saturday 20 February and others, and is otherwise as expected: what ends after
# them ends earlier than it was expected to.
EARLIER, FIRM = date(2027, 2, 1), date(2026, 12, 10)
# the twentieth working day that an extra day off before it makes later
WITH_A_DAY_OFF = EXAMPLE_2027.replace("七、", "1月6日放假。\n七、")


def enter(text: str = EXAMPLE_2027, about: About = ABOUT, by=None):
    foreseen = notice_entry.foresee(text, about, TODAY)
    return notice_entry.enter(text, about, foreseen.digest, by, timezone.now(), TODAY)


def form(text: str = EXAMPLE_2027, **fields) -> dict:
    return {
        "kind": "year",
        "year": "2027",
        "jurisdiction": "CN",
        "known_on": str(KNOWN_ON),
        "title": "",
        "number": "",
        "text": text,
        **fields,
    }


@pytest.fixture
def head(client):
    person = factories.person(HEAD, email="head@chengjiang.example")
    client.force_login(person)
    return person


@pytest.fixture
def owner():
    return factories.person("承办部门", email="owner@chengjiang.example")


# -- what would change -------------------------------------------------------------------------------------------------


def test_diff_shows_the_days_that_change_and_writes_nothing():
    foreseen = notice_entry.foresee(EXAMPLE_2027, ABOUT, TODAY)
    changed = {one.after.date: one.after.working for one in foreseen.days if one.changed}
    made_up = [date(2027, 1, 31), date(2027, 2, 20), date(2027, 5, 8), date(2027, 9, 26), date(2027, 10, 9)]
    assert changed == dict.fromkeys(made_up, True)
    assert not CalendarNotice.objects.filter(year=2027).exists()


def test_diff_shows_an_expected_day_off_that_the_notice_does_not_give():
    foreseen = notice_entry.foresee(EXAMPLE_2027.replace("9月15日（周三）放假1天", "9月16日（周四）放假1天"), ABOUT, TODAY)
    changed = {one.after.date: one.after.working for one in foreseen.days if one.changed}
    assert (changed[date(2027, 9, 15)], changed[date(2027, 9, 16)]) == (True, False)


def test_diff_counts_moves_and_shows_earlier_ones_first():
    later, firm = factories.deadline(date(2026, 12, 9)), factories.deadline(FIRM - timedelta(days=8))
    earlier = factories.deadline(EARLIER)
    moves = notice_entry.foresee(WITH_A_DAY_OFF, ABOUT, TODAY).moves
    assert [one.deadline.pk for one in moves.sample] == [earlier.pk, later.pk]
    assert (moves.earlier, moves.later) == (1, 1)
    assert firm.pk not in [one.deadline.pk for one in moves.sample]


def test_diff_says_how_many_provisional_ones_become_firm():
    deadline = factories.deadline(date(2026, 12, 10))
    assert deadline.provisional
    assert notice_entry.foresee(EXAMPLE_2027, ABOUT, TODAY).moves.firm == 1


def test_diff_keeps_a_sample_of_200_and_counts_the_rest():
    for number in range(203):
        factories.deadline(EARLIER, label=f"事项{number}")
    moves = notice_entry.foresee(EXAMPLE_2027, ABOUT, TODAY).moves
    assert (len(moves.sample), moves.earlier, moves.not_shown) == (200, 203, 3)


# -- entering ----------------------------------------------------------------------------------------------------------


def test_entry_writes_the_notice_its_days_and_its_text(head):
    row = enter(by=head).notice
    assert (row.code, row.title, row.known_on, row.entered_by) == ("CN-2027", "关于2027年部分节假日安排的通知", KNOWN_ON, head)
    assert row.text == EXAMPLE_2027 and row.days.get(date=date(2027, 1, 31)).state == "work"
    assert calendars.calendar("CN").covers(date(2027, 12, 31))


def test_entry_moves_an_open_deadline_and_notes_from_where_to_where(owner):
    deadline = factories.deadline(EARLIER, owner)
    was = deadline.due_on
    done = enter()
    deadline.refresh_from_db()
    move = DeadlineMove.objects.get()
    assert deadline.due_on == was - timedelta(days=1) and not deadline.provisional
    assert (move.from_on, move.to_on, move.notice, move.reason) == (
        was,
        deadline.due_on,
        done.notice,
        "录入《关于2027年部分节假日安排的通知》",
    )
    assert deadline.calendar_version == calendars.calendar("CN").version


def test_what_was_foreseen_is_what_happens(owner):
    starts = [date(2026, 11, 2) + timedelta(days=number) for number in range(0, 120, 3)]
    for number, start in enumerate(starts):
        factories.deadline(start, owner, label=f"事项{number}")
    foreseen = notice_entry.foresee(WITH_A_DAY_OFF, ABOUT, TODAY).moves
    enter(WITH_A_DAY_OFF)
    moves = DeadlineMove.objects.all()
    assert foreseen.earlier and foreseen.later
    assert (moves.earlier().count(), moves.count()) == (foreseen.earlier, foreseen.moved)
    assert {(one.deadline.pk, one.due.date) for one in foreseen.sample} == set(moves.values_list("deadline", "to_on"))


def test_closed_matter_keeps_its_date(owner):
    deadline = factories.deadline(EARLIER, owner)
    clock.close(deadline.subject, deadline.term, date(2027, 2, 10))
    enter()
    assert Deadline.objects.get().due_on == deadline.due_on and not DeadlineMove.objects.exists()


def test_provisional_deadline_that_stays_is_firm_without_a_move(owner):
    deadline = factories.deadline(date(2026, 12, 10), owner)
    enter()
    deadline.refresh_from_db()
    assert not deadline.provisional and deadline.cautious_on is None and not DeadlineMove.objects.exists()


def test_entry_is_on_record(head):
    factories.deadline(EARLIER)
    done = enter(by=head)
    record = AuditRecord.objects.get(action="calendar.enter")
    assert (record.actor, record.subject) == (head, done.notice)
    assert (record.details["moved"], record.details["earlier"]) == (1, 1)


def test_entry_that_fails_changes_nothing():
    deadline = factories.deadline(EARLIER)
    with pytest.raises(NoticeRefused):
        notice_entry.enter(EXAMPLE_2027, ABOUT, "another digest", None, timezone.now(), TODAY)
    assert not CalendarNotice.objects.filter(year=2027).exists() and not OutboxItem.objects.filter(kind="mail").exists()
    assert Deadline.objects.get().due_on == deadline.due_on


def test_mistaken_notice_is_corrected_by_a_later_one(owner):
    deadline = factories.deadline(EARLIER, owner)
    was = deadline.due_on
    enter()
    enter("2027-01-31 plain\n2027-02-20 plain", About(2027, "CN", KNOWN_ON, covers_year=False, title=CHANGE))
    deadline.refresh_from_db()
    assert deadline.due_on == was and DeadlineMove.objects.count() == 2


def test_city_notice_moves_only_those_who_follow_it(owner):
    ours, theirs = factories.deadline(date(2026, 6, 1), owner, jurisdiction="CN-SH"), factories.deadline(date(2026, 6, 1), owner)
    enter("2026-06-10 off", About(2026, "CN-SH", date(2026, 5, 20), covers_year=False, title=CHANGE))
    assert DeadlineMove.objects.get().deadline == ours and theirs.pk != ours.pk


def test_first_notice_of_a_city_is_entered():
    about = About(2026, "CN-HE-130400", date(2026, 5, 20), covers_year=False, title=CHANGE)
    assert notice_entry.foresee("2026-06-10 off", about, TODAY).changed_days == 1
    enter("2026-06-10 off", about)
    assert not calendars.calendar("CN-HE-130400").is_working_day(date(2026, 6, 10))


# -- two at once -------------------------------------------------------------------------------------------------------


def test_second_administrator_is_refused_when_the_year_is_covered_by_then():
    shown = notice_entry.foresee(EXAMPLE_2027, ABOUT, TODAY)
    enter()
    with pytest.raises(NoticeRefused, match="2027年的全年安排已经录入"):
        notice_entry.enter(EXAMPLE_2027, ABOUT, shown.digest, None, timezone.now(), TODAY)


def test_confirmation_of_what_was_shown_before_another_notice_is_refused():
    shown = notice_entry.foresee(EXAMPLE_2027, ABOUT, TODAY)
    enter("2026-12-30 off", About(2026, "CN", KNOWN_ON, covers_year=False, title=CHANGE))
    with pytest.raises(notice_entry.ShownOtherwise, match="请重新核对后确认"):
        notice_entry.enter(EXAMPLE_2027, ABOUT, shown.digest, None, timezone.now(), TODAY)


def test_confirmation_of_other_words_than_were_shown_is_refused():
    shown = notice_entry.foresee(EXAMPLE_2027, ABOUT, TODAY)
    with pytest.raises(notice_entry.ShownOtherwise):
        notice_entry.enter(WITH_A_DAY_OFF, ABOUT, shown.digest, None, timezone.now(), TODAY)


# -- who is told -------------------------------------------------------------------------------------------------------


def test_owner_gets_one_mail_with_earlier_ones_first_and_the_subject_says_so(owner, work_outbox):
    factories.deadline(date(2026, 12, 9), owner, label="延后的事项")
    factories.deadline(EARLIER, owner, label="提前的事项")
    enter(WITH_A_DAY_OFF)
    work_outbox()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([owner.email], "期限提前：1 项须更早办结（共 2 项改期）")
    assert 0 < sent.body.index("提前的事项") < sent.body.index("延后的事项")
    move = DeadlineMove.objects.earlier().get()
    assert f"{term_words.day(move.from_on)} → {term_words.day(move.to_on)}" in sent.body  # with their weekdays
    assert sent.from_email == settings.DEFAULT_FROM_EMAIL and f"{settings.BASE_URL}/admin/workdays/moves/" in sent.body


def test_mail_about_later_days_only_is_calm(owner, work_outbox):
    factories.deadline(date(2026, 12, 9), owner)
    enter(WITH_A_DAY_OFF)
    work_outbox()
    assert mail.outbox[0].subject == "期限改期：1 项延后"


def test_mail_is_chinese_whatever_language_the_administrator_reads(owner, work_outbox):
    factories.deadline(EARLIER, owner)
    with translation.override("en"):
        enter()
    work_outbox()
    assert mail.outbox[0].subject.startswith("期限提前")


def test_mail_names_100_moves_and_counts_the_others(owner, work_outbox):
    for number in range(103):
        factories.deadline(EARLIER, owner, label=f"事项{number}")
    enter()
    work_outbox()
    assert mail.outbox[0].body.count("【提前】") == 100 and "另有 3 项没有列出" in mail.outbox[0].body


@pytest.mark.parametrize(
    "fields", [None, {"email": ""}, {"email": "gone@chengjiang.example", "is_active": False}], ids=["none", "no mail", "closed"]
)
def test_moves_of_an_owner_who_cannot_be_reached_go_to_the_heads(fields, head, work_outbox):
    factories.deadline(EARLIER, factories.person("承办部门", **fields) if fields else None)
    done = enter()
    work_outbox()
    assert [sent.to for sent in mail.outbox] == [[head.email]]
    assert "没有承办人，或者承办人没有可用的邮箱" in mail.outbox[0].body and done.told.untold == 0


def test_moves_that_nobody_can_be_told_of_are_counted():
    factories.deadline(EARLIER)
    assert enter().told.untold == 1


def test_nobody_is_mailed_when_nothing_moves(owner, work_outbox):
    factories.deadline(date(2026, 3, 2), owner)
    enter()
    work_outbox()
    assert mail.outbox == [] and not MoveAlert.objects.exists()


def desk(client) -> str:
    return client.get(reverse("wagtailadmin_home")).content.decode()


def test_alert_names_matter_days_and_reason_until_it_is_seen(client, owner):
    deadline = factories.deadline(EARLIER, owner, label="提前的事项")
    factories.deadline(date(2026, 12, 9), owner, label="延后的事项")
    enter(WITH_A_DAY_OFF)
    client.force_login(owner)
    page = desk(client)
    assert f"{term_words.day(deadline.due_on)} → <strong>{term_words.day(deadline.due_on - timedelta(days=1))}</strong>" in page
    assert 0 < page.index("提前的事项") < page.index("延后的事项") and page.count("录入《关于2027年部分节假日安排的通知》") == 2
    client.post(reverse("move_alerts"), {"alert": MoveAlert.objects.get(earlier=True).pk})
    assert "提前的事项" not in desk(client) and "延后的事项" in desk(client)
    listed = client.get(reverse("move_alerts"))
    client.post(reverse("move_alerts"), {"last": listed.context["last"]})
    assert "延后的事项" not in desk(client)


def test_alert_goes_along_with_a_hand_over_and_stays_with_who_has_seen_it(client, owner, head):
    factories.deadline(EARLIER, owner, label="提前的事项")
    seen = factories.deadline(EARLIER, owner, label="看过的事项")
    enter()
    move_alerts.see(MoveAlert.objects.filter(move__deadline=seen), timezone.now())
    other = factories.person("承办部门", email="other@chengjiang.example")
    lifecycle.hand_over(owner, other, head, "调离")
    assert list(MoveAlert.objects.order_by("pk").values_list("move__deadline__subject_label", "user")) == [
        ("提前的事项", other.pk),
        ("看过的事项", owner.pk),
    ]


def test_alert_of_another_person_is_neither_shown_nor_marked_as_seen(client, owner, head):
    factories.deadline(EARLIER, owner, label="提前的事项")
    enter()
    client.post(reverse("move_alerts"), {"alert": MoveAlert.objects.get(user=owner).pk})
    assert "提前的事项" not in desk(client) and MoveAlert.objects.unseen().count() == 1


# -- the screens -------------------------------------------------------------------------------------------------------


def test_screen_shows_what_changes_and_then_enters_it(client, head):
    factories.deadline(EARLIER, label="提前的事项")
    shown = client.post(reverse("calendar_enter"), form())
    assert "提前的事项" in shown.content.decode() and "1 项提前" in shown.content.decode()
    done = client.post(reverse("calendar_enter"), form(digest=shown.context["foreseen"].digest), follow=True)
    assert "《关于2027年部分节假日安排的通知》已录入" in done.content.decode()
    assert CalendarNotice.objects.filter(code="CN-2027", entered_by=head).exists()


def test_screen_shows_anew_what_changed_since(client, head):
    shown = client.post(reverse("calendar_enter"), form())
    enter("2026-12-30 off", About(2026, "CN", KNOWN_ON, covers_year=False, title=CHANGE))
    again = client.post(reverse("calendar_enter"), form(digest=shown.context["foreseen"].digest))
    assert "请重新核对后确认" in again.content.decode()
    assert again.context["foreseen"].digest != shown.context["foreseen"].digest
    assert not CalendarNotice.objects.filter(year=2027).exists()


def test_screen_keeps_what_was_pasted_and_says_every_reason(client, head):
    answer = client.post(reverse("calendar_enter"), form("一、元旦：1月1日（周四）放假，共2天。")).content.decode()
    assert "日期与星期不符" in answer and "写明共2天" in answer and "1月1日（周四）放假，共2天" in answer


def test_way_back_from_the_preview_keeps_what_was_typed(client, head):
    shown = client.post(reverse("calendar_enter"), form(number="国办发明电〔2026〕9号"))
    back = client.post(
        reverse("calendar_enter"), form(number="国办发明电〔2026〕9号", digest=shown.context["foreseen"].digest, correct="1")
    )
    page = back.content.decode()
    assert "国办发明电〔2026〕9号" in page and "春节：2月5日" in page and "查看变动" in page
    assert not CalendarNotice.objects.filter(year=2027).exists()


def test_preview_folds_the_days_that_stay_and_lists_what_becomes_certain(client, head):
    factories.deadline(FIRM, label="转为确定的事项")
    page = client.post(reverse("calendar_enter"), form()).content.decode()
    before, folded = page.split("通知写明、是否上班不变的 ", 1)
    assert "2027年1月31日（星期日）" in before and "2027年1月1日（星期五）" in folded
    assert "转为确定的事项" in before.split("由暂定变为确定的</summary>", 1)[1]
    assert "转为确定的事项" in client.get(reverse("calendar_provisional")).content.decode()


def test_what_was_not_understood_must_be_checked_before_it_is_entered(client, head):
    text = EXAMPLE_2027 + "\n八、其他：除夕放假。"
    shown = client.post(reverse("calendar_enter"), form(text))
    sent = form(text, digest=shown.context["foreseen"].digest)
    assert "除夕放假" in shown.content.decode()
    assert "并勾选" in client.post(reverse("calendar_enter"), sent).content.decode()
    assert not CalendarNotice.objects.filter(year=2027).exists()
    client.post(reverse("calendar_enter"), {**sent, "checked": "on"})
    assert CalendarNotice.objects.filter(year=2027).exists()


def test_list_names_every_notice(client, head):
    assert client.get(reverse("calendar_notices")).content.decode().count("关于调整2019年劳动节假期安排的通知") == 1


def test_notice_shows_its_days_and_what_it_moved(client, head):
    factories.deadline(EARLIER)
    page = client.get(reverse("calendar_notice", args=[enter().notice.pk])).content.decode()
    assert "2027年1月31日（星期日）" in page and "1 项，其中 1 项提前" in page


def test_screens_ask_the_same_number_of_queries_for_1_and_for_30_moves(client, head, django_assert_max_num_queries):
    factories.deadline(EARLIER)
    client.post(reverse("calendar_enter"), form())
    with django_assert_max_num_queries(40) as one:
        client.post(reverse("calendar_enter"), form())
    for number in range(30):
        factories.deadline(EARLIER, label=f"事项{number}")
    with django_assert_max_num_queries(40) as thirty:
        client.post(reverse("calendar_enter"), form())
    assert len(thirty) == len(one)


# -- the settings ------------------------------------------------------------------------------------------------------


def settings_form(**fields) -> dict:
    held = ClockSettings.load()
    usual = {"jurisdiction": held.jurisdiction, "reading": held.reading, "warn_working_days": "43", "office_opens": "09:00"}
    rows = {"local_terms-TOTAL_FORMS": "0", "local_terms-INITIAL_FORMS": "0"}
    return {**usual, "office_closes": "17:00", **rows, **fields}


def save_settings(client, **fields):
    address = reverse("wagtailsettings:edit", args=["cms", "clocksettings", ClockSettings.objects.get_or_create()[0].pk])
    return client.post(address, settings_form(**fields), follow=True)


def local_term(term: str, number: int) -> dict:
    row = {"term": term, "number": number, "basis": "本地规定", "id": "", "ORDER": "1", "DELETE": ""}
    return {f"local_terms-0-{name}": value for name, value in row.items()} | {"local_terms-TOTAL_FORMS": "1"}


def test_changed_local_term_moves_open_deadlines_and_is_on_record(client, head, owner, work_outbox):
    deadline = factories.deadline(date(2026, 3, 2), owner, term="INTERPRETATION_3WD")
    was = deadline.due_on
    save_settings(client, **local_term("INTERPRETATION_3WD", 2))
    deadline.refresh_from_db()
    work_outbox()
    assert deadline.due_on == was - timedelta(days=1)
    assert DeadlineMove.objects.get().reason == "期限设置变更"
    assert AuditRecord.objects.get(action="calendar.settings").details["moved"] == 1
    assert mail.outbox[0].subject.startswith("期限提前：1 项")


def test_local_term_leaves_a_deadline_with_a_number_of_its_own_alone(client, head):
    factories.deadline(date(2026, 3, 2), term="INTERPRETATION_3WD", number=1, basis="另有规定")
    save_settings(client, **local_term("INTERPRETATION_3WD", 2))
    assert Deadline.objects.get().due_on == date(2026, 3, 3) and not DeadlineMove.objects.exists()


def test_settings_that_change_no_practice_move_nothing(client, head):
    factories.deadline(date(2026, 3, 2))
    save_settings(client, warn_working_days="50")
    assert ClockSettings.load().warn_working_days == 50
    assert not AuditRecord.objects.filter(action="calendar.settings").exists() and not DeadlineMove.objects.exists()


def test_open_deadlines_follow_the_authority_to_its_jurisdiction(client, head):
    deadline = factories.deadline(date(2018, 11, 4))
    save_settings(client, jurisdiction="CN-SH")
    was, deadline = deadline.due_on, Deadline.objects.get()
    assert (deadline.jurisdiction, was, deadline.due_on) == ("CN-SH", date(2018, 11, 30), date(2018, 12, 3))


@pytest.mark.parametrize("jurisdiction", ["CN-XX", "US"])
def test_jurisdiction_without_a_calendar_is_refused_with_a_sentence(client, head, jurisdiction):
    page = save_settings(client, jurisdiction=jurisdiction).content.decode()
    assert ClockSettings.load().jurisdiction == "CN"
    assert f"没有“{jurisdiction}”的工作日安排" in page or "法域写作 CN" in page
