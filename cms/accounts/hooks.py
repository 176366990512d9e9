"""Where accounts meet Wagtail's screens; `register` is called from cms/wagtail_hooks.py."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.views.account import NameEmailSettingsPanel
from wagtail.admin.widgets import Button

from cms import audit
from cms.accounts import lifecycle, second_factor, urls
from cms.accounts.forms import OwnAccountForm
from cms.accounts.views import MAY_MANAGE

# Wagtail's bulk actions that would end an account without its work being handed over, its sessions ended, a reason.
REFUSED_IN_BULK = {"delete", "set_active_state"}


def register() -> None:
    NameEmailSettingsPanel.form_class = OwnAccountForm
    hooks.register("register_admin_urls", lambda: urls.staff)
    hooks.register("after_create_user", invite)
    hooks.register("after_edit_user", note_roles)
    hooks.register("before_delete_user", refuse_delete)
    hooks.register("before_bulk_action", refuse_bulk)
    hooks.register("register_user_listing_buttons", account_button)
    hooks.register("register_account_menu_item", second_factor_item)
    hooks.register("register_account_menu_item", absences_item)


def invite(request, user):
    """A new person gets a link, never a password that somebody else knows."""
    note_roles(request, user)
    if not user.password or not user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        link = lifecycle.invite(user, request.user)
        messages.info(request, _("邀请链接（只能用一次，可当面交给本人）：%(link)s") % {"link": link})


def note_roles(request, user):
    audit.record(request.user, "account.roles", user, roles=sorted(user.groups.values_list("name", flat=True)))


def refuse_delete(request, user):
    messages.error(request, _("账户不删除，只停用：做过的事要留在名下。"))
    return redirect("account_manage", user.pk)


def refuse_bulk(request, action_type, objects, action):
    if action_type == "assign_role":  # would give a person roles of his own choice, and leave no record
        messages.error(request, _("角色不能成批授予，请在每个人的页面上修改。"))
        return redirect("wagtailusers_users:index")
    if action_type in REFUSED_IN_BULK and any(one._meta.label == "cms.User" for one in objects):
        messages.error(request, _("账户不能成批停用或删除，请逐个移交工作后停用。"))
        return redirect("wagtailusers_users:index")


def account_button(user, request_user):
    if request_user.has_perm(MAY_MANAGE) and (request_user.is_superuser or not user.is_superuser):
        yield Button(_("邀请、移交、停用"), url=reverse("account_manage", args=[user.pk]), icon_name="user", priority=40)


def second_factor_item(request):
    on = second_factor.device_of(request.user) is not None
    return {
        "url": reverse("account_enrol"),
        "label": _("更换验证器") if on else _("启用两步验证"),
        "help_text": _("登录时除密码外还要手机上的验证码。"),
    }


def absences_item(request):
    return {
        "url": reverse("account_absences"),
        "label": _("代办人"),
        "help_text": _("不在岗的日子，期限的提醒发给谁。"),
    }
