"""Signing in, the second factor, sessions, and the life of an account (issue 2, section 2)."""

import re
import time
from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP

from cms.accounts import lifecycle, locking, second_factor, sessions
from cms.models import AuditRecord, User
from tests import factories
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"


@pytest.fixture(autouse=True)
def site(db):
    factories.home()


def sign_in(client, user, password=PASSWORD, **extra):
    return client.post(LOGIN, {"username": user.username, "password": password, "next": "/admin/"}, **extra)


def code(device, ahead: int = 0) -> str:
    """The code that the person's telephone shows, or would show so many steps later."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + ahead * device.step
    return f"{totp.token():06d}"


def with_authenticator(user):
    device = second_factor.begin(user)
    codes = second_factor.confirm(device, code(device))
    return device, codes


def acts(user=None) -> list[str]:
    rows = AuditRecord.objects.about(user) if user else AuditRecord.objects.order_by("-pk")
    return [row.action for row in rows]


# ---- signing in -------------------------------------------------------------------------------------------------------


def test_login_takes_the_right_password_to_the_desk(client):
    assert sign_in(client, factories.person("编辑")).url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_login_page_is_ours_in_chinese(client):
    page = client.get(LOGIN).content.decode()
    assert "工作人员登录" in page and "Wagtail" not in re.sub(r"<(script|noscript).*?</\1>|<[^>]*>", "", page, flags=re.S)


def test_login_with_a_wrong_password_says_one_sentence_for_all_cases(client):
    known = sign_in(client, factories.person("编辑"), "wrong").content.decode()
    unknown = client.post(LOGIN, {"username": "nobody", "password": "wrong"}).content.decode()
    assert "用户名或密码不正确" in known and "用户名或密码不正确" in unknown


def fail(client, user, times, **extra):
    return [sign_in(client, user, "wrong", **extra) for _number in range(times)][-1]


def test_login_is_locked_after_failures_with_a_sentence(client):
    user = factories.person("编辑")
    assert fail(client, user, 4).status_code == 200
    locked = fail(client, user, 1)
    assert locked.status_code == 429
    assert "登录失败次数过多，账户已锁定。请 15 分钟后再试" in locked.content.decode()


def test_login_stays_locked_for_the_right_password_too(client):
    user = factories.person("编辑")
    fail(client, user, 5)
    assert sign_in(client, user).status_code == 429
    assert client.get("/admin/").status_code == 302


def test_login_lock_is_recorded_once(client):
    user = factories.person("编辑")
    fail(client, user, 8)
    assert acts(user) == ["account.locked"]


def test_login_lock_holds_for_one_name_from_one_address(client):
    user, other = factories.person("编辑"), factories.person("编辑")
    fail(client, user, 5)
    assert sign_in(client, other).status_code == 302
    client.logout()
    assert sign_in(client, user, REMOTE_ADDR="10.9.8.7").status_code == 302


def test_login_lock_ends_after_the_cooling_time(client, settings):
    user = factories.person("编辑")
    fail(client, user, 5)
    settings.AXES_COOLOFF_TIME = timedelta(0)
    assert sign_in(client, user).status_code == 302


def test_login_failures_are_forgotten_after_success(client):
    user = factories.person("编辑")
    fail(client, user, 4)
    sign_in(client, user)
    client.logout()
    assert fail(client, user, 4).status_code == 200


def test_login_lock_is_lifted_by_an_administrator(client):
    user, by = factories.person("编辑"), factories.administrator()
    fail(client, user, 5)
    assert locking.is_locked(user, timezone.now())
    locking.unlock(user, by)
    assert not locking.is_locked(user, timezone.now())
    assert sign_in(client, user).status_code == 302
    assert acts(user)[0] == "account.unlock"


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [(0, "6.6.6.6", "10.0.0.1"), (1, "6.6.6.6, 8.8.8.8", "8.8.8.8"), (2, "8.8.8.8, 10.0.0.9", "8.8.8.8"), (2, "8.8.8.8", "10.0.0.1")],
    ids=["no-proxy", "one-proxy", "two-proxies", "fewer-hops"],
)
def test_address_is_what_our_proxies_vouch_for(rf, settings, proxies, header, address):
    settings.TRUSTED_PROXIES = proxies
    assert locking.client_address(rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=header)) == address


@pytest.mark.parametrize(
    "password", ["short-1", "12345678901234", "password1234", "wangxiaoming99"], ids=["short", "digits", "common", "name"]
)
def test_password_that_is_easy_to_guess_is_refused(password):
    user = User(username="wangxiaoming99", display_name="王晓明")
    with pytest.raises(ValidationError):
        validate_password(password, user)


# ---- second factor ----------------------------------------------------------------------------------------------------


def test_second_factor_is_set_up_with_a_qr_code_and_a_first_code(client):
    user = factories.person("编辑")
    client.force_login(user)
    page = client.get(reverse("account_enrol")).content.decode()
    device = user.totpdevice_set.get()
    assert "<svg" in page and "data:" not in page.split("<svg")[1].split("</svg>")[0]
    assert second_factor.key_in_words(device) in page
    done = client.post(reverse("account_enrol"), {"code": code(device)}).content.decode()
    assert len(re.findall(r"<li><code>\w{8}</code>", done)) == second_factor.RECOVERY_CODES
    assert client.get("/admin/").status_code == 200
    assert acts(user) == ["account.second-factor"]


def test_second_factor_is_not_taken_into_use_by_a_wrong_code(client):
    user = factories.person("编辑")
    client.force_login(user)
    client.get(reverse("account_enrol"))
    assert "验证码不正确" in client.post(reverse("account_enrol"), {"code": "000000"}).content.decode()
    assert second_factor.device_of(user) is None


def test_second_factor_is_asked_for_before_any_staff_page(client):
    user = factories.person("编辑")
    device, _codes = with_authenticator(user)
    sign_in(client, user)
    asked = client.get("/admin/reports/")
    assert asked.url == "/admin/accounts/verify/?next=%2Fadmin%2Freports%2F"
    assert "请输入手机验证器上的 6 位验证码" in client.get(asked.url).content.decode()
    assert client.post("/admin/accounts/verify/", {"code": code(device, 1), "next": "/admin/reports/"}).url == "/admin/reports/"
    assert client.get("/admin/").status_code == 200


def test_second_factor_is_asked_for_in_background_requests_too(client):
    user = factories.person("编辑")
    with_authenticator(user)
    client.force_login(user)
    assert client.get("/admin/", headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403


@pytest.mark.parametrize("wrong", ["000000", "zzzzzzzz", "", "一二三"], ids=["digits", "letters", "empty", "words"])
def test_second_factor_refuses_a_wrong_code(client, wrong):
    user = factories.person("编辑")
    with_authenticator(user)
    client.force_login(user)
    assert client.post("/admin/accounts/verify/", {"code": wrong}).status_code == 200
    assert client.get("/admin/").status_code == 302


def test_second_factor_takes_each_code_once(client):
    user = factories.person("编辑")
    device, _codes = with_authenticator(user)
    used = code(device, 1)
    second_factor.verify(user, used)
    with pytest.raises(second_factor.CodeRefused):
        second_factor.verify(user, used)


def test_second_factor_slows_down_who_guesses():
    user = factories.person("编辑")
    device, _codes = with_authenticator(user)
    for _number in range(3):
        with pytest.raises(second_factor.CodeRefused):
            second_factor.verify(user, "000000")
    with pytest.raises(second_factor.CodeRefused, match="为防止猜测，请在"):
        second_factor.verify(user, code(device, 1))


def test_recovery_code_signs_in_once(client):
    user = factories.person("编辑")
    _device, codes = with_authenticator(user)
    client.force_login(user)
    assert client.post("/admin/accounts/verify/", {"code": codes[0].upper()}).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert acts(user)[0] == "account.recovery-code"
    with pytest.raises(second_factor.CodeRefused):
        second_factor.verify(user, codes[0])


def test_recovery_codes_are_renewed_and_the_old_ones_void(client):
    user = factories.person("编辑")
    device, old = with_authenticator(user)
    client.force_login(user)
    client.post("/admin/accounts/verify/", {"code": code(device, 1)})
    page = client.post(reverse("account_recovery_codes")).content.decode()
    assert old[0] not in page and len(re.findall(r"<li><code>", page)) == second_factor.RECOVERY_CODES


def test_role_that_must_have_a_second_factor_sets_it_up_first(client, settings):
    settings.SECOND_FACTOR_ROLES = ["site_administrator"]
    editor, administrator = factories.person("编辑"), factories.person("站点管理员")
    client.force_login(editor)
    assert client.get("/admin/").status_code == 200
    client.force_login(administrator)
    assert client.get("/admin/").url == "/admin/accounts/second-factor/?next=%2Fadmin%2F"
    assert "您的角色须用两步验证登录" in client.get("/admin/accounts/second-factor/").content.decode()


def test_role_that_must_have_a_second_factor_cannot_turn_it_off(client, settings):
    settings.SECOND_FACTOR_ROLES = ["site_administrator"]
    user = factories.person("站点管理员")
    device, _codes = with_authenticator(user)
    client.force_login(user)
    client.post("/admin/accounts/verify/", {"code": code(device, 1)})
    client.post(reverse("account_second_factor_off"))
    assert second_factor.device_of(user) is not None


def test_second_factor_of_somebody_else_does_not_count(client):
    user, other = factories.person("编辑"), factories.person("编辑")
    with_authenticator(user)
    device, _codes = with_authenticator(other)
    client.force_login(user)
    assert client.post("/admin/accounts/verify/", {"code": code(device, 1)}).status_code == 200


def test_second_factor_cannot_be_replaced_before_it_is_shown(client):
    user = factories.person("编辑")
    with_authenticator(user)
    client.force_login(user)
    assert client.get(reverse("account_enrol")).url.startswith("/admin/accounts/verify/")


def test_after_the_second_factor_nobody_is_led_to_another_site(client):
    user = factories.person("编辑")
    device, _codes = with_authenticator(user)
    client.force_login(user)
    answer = client.post("/admin/accounts/verify/", {"code": code(device, 1), "next": "https://evil.example/"})
    assert answer.url == "/admin/"


# ---- sessions ---------------------------------------------------------------------------------------------------------


def later(client, **seconds):
    session = client.session
    for name, ago in seconds.items():
        session[name] = int(timezone.now().timestamp()) - ago
    session.save()


@pytest.mark.parametrize(
    ("name", "ago", "status"),
    [("seen", 1700, 200), ("seen", 1900, 302), ("since", 43300, 302)],
    ids=["busy", "idle", "a-day"],
)
def test_session_ends_after_idle_time_and_after_a_days_work(client, name, ago, status):
    client.force_login(factories.person("编辑"))
    client.get("/admin/")
    later(client, **{name: ago})
    assert client.get("/admin/").status_code == status


def test_session_that_ended_says_why(client):
    client.force_login(factories.person("编辑"))
    client.get("/admin/")
    later(client, seen=4000)
    assert "为安全起见已退出" in client.get("/admin/", follow=True).content.decode()


def test_session_is_not_kept_alive_by_what_a_page_asks_by_itself(client):
    client.force_login(factories.person("编辑"))
    client.get("/admin/")
    later(client, seen=600)
    before = client.session["seen"]
    client.get("/admin/editing-sessions/1/")
    assert client.session["seen"] == before
    client.get("/admin/")
    assert client.session["seen"] > before


def test_session_cookie_is_out_of_reach_of_scripts(client):
    sign_in(client, factories.person("编辑"))
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_public_page_makes_no_session(client):
    assert "sessionid" not in client.get("/").cookies
    assert not Session.objects.exists()


# ---- the life of an account -------------------------------------------------------------------------------------------


def invited(by=None, **fields):
    user = User.objects.create(username="xinren", display_name="新同事", **fields)
    user.set_unusable_password()
    user.save()
    return user, lifecycle.invite(user, by or factories.administrator())


def test_invitation_is_mailed_with_a_link_and_recorded(work_outbox):
    user, link = invited(email="xinren@example.gov.cn")
    work_outbox()
    assert mail.outbox[-1].to == ["xinren@example.gov.cn"]
    assert link in mail.outbox[-1].body and "72 小时内" in mail.outbox[-1].body
    assert acts(user) == ["account.invite"]


def path_of(link):
    return "/" + link.split("/", 3)[3]


def accept(client, link, password="brass-lantern-77"):
    form = client.get(path_of(link), follow=True)
    if not form.redirect_chain:
        return form
    return client.post(form.redirect_chain[-1][0], {"new_password1": password, "new_password2": password})


def test_invitation_lets_the_person_choose_a_password_once(client):
    user, link = invited()
    user.groups.set(factories.person("编辑").groups.all())
    assert accept(client, link).url == LOGIN
    assert sign_in(client, user, "brass-lantern-77").status_code == 302
    assert "链接已经用过或已过期" in accept(client, link).content.decode()
    assert acts(user)[0] == "account.accept"


def test_invitation_refuses_a_weak_password(client):
    user, link = invited()
    accept(client, link, "12345678")
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_invitation_expires(client, settings):
    _user, link = invited()
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "链接已经用过或已过期" in accept(client, link).content.decode()


def test_invitation_forged_is_refused(client):
    assert "链接已经用过或已过期" in client.get("/account/invitation/MQ/abc-def/").content.decode()


def test_no_link_is_sent_to_whoever_asks_for_a_password(client):
    assert client.get("/admin/password_reset/").status_code == 404
    assert "password_reset" not in client.get("/admin/login/").content.decode()


def test_person_created_on_the_screen_gets_an_invitation_and_no_password(client):
    client.force_login(factories.administrator())
    data = {"username": "xinren", "display_name": "新同事", "email": "xinren@example.gov.cn"}
    page = client.post(reverse("wagtailusers_users:add"), data, follow=True).content.decode()
    user = User.objects.get(username="xinren")
    assert not user.has_usable_password() and user.is_active
    assert "/account/invitation/" in page
    assert acts(user) == ["account.invite", "account.roles"]


def draft_of(user):
    policy = factories.draft_policy()
    policy.save_revision(user=user)
    return policy


def test_work_of_a_person_is_what_is_locked_drafted_and_owned():
    user = factories.person("编辑")
    policy = draft_of(user)
    type(policy).objects.filter(pk=policy.pk).update(locked=True, locked_by=user)
    factories.article(owner=user, live=False)
    assert [(work.name, len(work.items)) for work in lifecycle.work_of(user)] == [
        ("锁定的内容", 1),
        ("未发布的草稿", 1),
        ("未公开的网页", 1),
        ("未办结的期限", 1),
    ]


def test_work_is_handed_over_and_the_new_hand_told(work_outbox):
    user, to = factories.person("编辑"), factories.person("编辑", email="jieshou@example.gov.cn")
    policy = draft_of(user)
    type(policy).objects.filter(pk=policy.pk).update(locked=True, locked_by=user)
    assert lifecycle.hand_over(user, to, factories.administrator(), "调离") == 2
    assert lifecycle.work_of(user) == []
    assert [work.name for work in lifecycle.work_of(to)] == ["锁定的内容", "未发布的草稿", "未办结的期限"]
    work_outbox()
    assert policy.title in mail.outbox[-1].body
    assert acts(user) == ["account.hand-over"]


def test_work_is_not_handed_to_oneself_nor_to_a_closed_account():
    user, gone = factories.person("编辑"), factories.person("编辑", is_active=False)
    for to in (user, gone):
        with pytest.raises(lifecycle.AccountRefused, match="另一位在用的人员"):
            lifecycle.hand_over(user, to, factories.administrator(), "调离")


def test_account_is_closed_with_its_sessions_and_second_factor(client):
    user, by = factories.person("编辑"), factories.administrator()
    client.force_login(user)
    with_authenticator(user)
    lifecycle.close(user, by, "调离")
    user.refresh_from_db()
    assert (user.is_active, user.has_usable_password(), second_factor.device_of(user)) == (False, False, None)
    assert not Session.objects.exists()
    assert client.get("/admin/").status_code == 302
    assert acts(user)[:2] == ["account.close", "account.second-factor-off"]
    assert AuditRecord.objects.about(user).first().reason == "调离"


@pytest.mark.parametrize("reason", ["", "  "], ids=["empty", "blank"])
def test_account_is_not_closed_without_a_reason(reason):
    with pytest.raises(lifecycle.AccountRefused, match="原因"):
        lifecycle.close(factories.person("编辑"), factories.administrator(), reason)


def test_account_is_not_closed_while_work_lies_in_its_hands():
    user = factories.person("编辑")
    draft_of(user)
    with pytest.raises(lifecycle.AccountRefused, match="未发布的草稿 1 项"):
        lifecycle.close(user, factories.administrator(), "调离")
    assert User.objects.get(pk=user.pk).is_active


def test_account_is_not_closed_by_itself_nor_the_last_administrators():
    last, by = factories.administrator(), factories.person("站点管理员")
    with pytest.raises(lifecycle.AccountRefused, match="自己的账户"):
        lifecycle.close(last, last, "误")
    with pytest.raises(lifecycle.AccountRefused, match="最后一个超级管理员"):
        lifecycle.close(last, by, "误")


def test_account_closed_is_reopened_by_an_invitation(client):
    user, by = factories.person("编辑"), factories.administrator()
    lifecycle.close(user, by, "借调")
    with pytest.raises(lifecycle.AccountRefused, match="已停用"):
        lifecycle.invite(user, by)
    assert accept(client, lifecycle.reopen(user, by, "借调期满")).url == LOGIN
    assert sign_in(client, user, "brass-lantern-77").status_code == 302


def test_sessions_of_one_person_only_are_ended(client):
    user, other = factories.person("编辑"), factories.person("编辑")
    client.force_login(other)
    assert sessions.end_all(user) == 0
    assert sessions.end_all(other) == 1


# ---- screens ----------------------------------------------------------------------------------------------------------


def post(client, user, **data):
    return client.post(reverse("account_manage", args=[user.pk]), data, follow=True).content.decode()


def test_screen_of_an_account_invites_hands_over_closes_and_reopens(client):
    user, to = factories.person("编辑"), factories.person("编辑")
    policy = draft_of(user)
    client.force_login(factories.person("站点管理员"))
    assert "/account/invitation/" in post(client, user, verb="invite")
    assert policy.title in client.get(reverse("account_manage", args=[user.pk])).content.decode()
    assert "请先移交" in post(client, user, verb="close", **{"close-reason": "调离"})
    assert "已移交 1 项" in post(client, user, verb="hand_over", **{"hand_over-to": to.pk, "hand_over-reason": "调离"})
    assert "账户已停用" in post(client, user, verb="close", **{"close-reason": "调离"})
    assert "/account/invitation/" in post(client, user, verb="reopen", **{"close-reason": "借调期满"})


def test_screen_of_an_account_lifts_a_lock_and_resets_the_second_factor(client):
    user = factories.person("编辑")
    fail(client, user, 5)
    with_authenticator(user)
    client.force_login(factories.person("站点管理员"))
    assert "登录已锁定" in client.get(reverse("account_manage", args=[user.pk])).content.decode()
    assert "已解除锁定" in post(client, user, verb="unlock")
    assert "两步验证已重置" in post(client, user, verb="remove_second_factor")
    assert second_factor.device_of(user) is None


@pytest.mark.parametrize("role", ["编辑", "审核", "审计"])
def test_screen_of_an_account_is_closed_to_who_does_not_manage_people(client, role):
    user = factories.person("编辑")
    client.force_login(factories.person(role))
    client.post(reverse("account_manage", args=[user.pk]), {"verb": "close", "close-reason": "x"})
    assert User.objects.get(pk=user.pk).is_active


def test_screen_of_a_superuser_is_for_superusers(client):
    boss = factories.administrator()
    client.force_login(factories.person("站点管理员"))
    client.post(reverse("account_manage", args=[boss.pk]), {"verb": "invite"})
    assert acts(boss) == []


def test_account_is_not_deleted_or_closed_from_wagtails_lists(client):
    user = factories.person("编辑")
    client.force_login(factories.administrator())
    client.post(reverse("wagtailusers_users:delete", args=[user.pk]))
    client.post(f"/admin/bulk/cms/user/set_active_state/?id={user.pk}", {"mark_as_active": ""})
    client.post(f"/admin/bulk/cms/user/delete/?id={user.pk}")
    assert User.objects.get(pk=user.pk).is_active


def test_own_account_is_saved_without_a_first_and_a_last_name(client):
    person = factories.person("编辑", display_name="编辑甲", email="old@example.com")
    client.force_login(person)
    form = {"name_email-display_name": "别人", "name_email-email": "new@example.com", "locale-preferred_language": "zh-hans"}
    usual = {"locale-current_time_zone": "Asia/Shanghai", "theme-theme": "system", "theme-contrast": "system", "theme-density": "default"}
    answer = client.post(reverse("wagtailadmin_account"), {**form, **usual})
    person.refresh_from_db()
    assert (answer.status_code, person.email, person.display_name) == (302, "new@example.com", "编辑甲")


def test_list_of_people_leads_to_each_account(client):
    user = factories.person("编辑")
    client.force_login(factories.administrator())
    assert reverse("account_manage", args=[user.pk]) in client.get(reverse("wagtailusers_users:index")).content.decode()
