"""Screens for signing in, the second factor, an invitation, and the end of an account."""

import django_otp
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from wagtail.admin.views.account import LoginView

from cms import audit, stand_ins
from cms.accounts import lifecycle, locking, second_factor, sessions
from cms.accounts.forms import CodeForm, HandOverForm, ReasonForm, StandInForm
from cms.gate import Refused
from cms.models import User

MAY_MANAGE = "cms.change_user"
LONGEST_KEY = 19  # digits: no key of a database is longer


def locked(request: HttpRequest, original_response=None, credentials=None) -> HttpResponse:
    """The answer to a locked-out attempt (AXES_LOCKOUT_CALLABLE): the sign-in page with a sentence, status 429."""
    username = ((credentials or {}).get("username") or request.POST.get("username", ""))[:150]
    locking.note(username, locking.client_address(request), timezone.now())
    view = LoginView()
    view.setup(request)
    form = view.get_form_class()(request, initial={"username": username})
    context = view.get_context_data(form=form, locked=locking.sentence())
    return render(request, view.template_name, context, status=429)


# ---- second factor ----------------------------------------------------------------------------------------------------


@sensitive_post_parameters("code")
def verify(request: HttpRequest) -> HttpResponse:
    """The second step of signing in."""
    if sessions.complete(request.user):
        return redirect(_next(request))
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            device = second_factor.verify(request.user, form.cleaned_data["code"])
        except second_factor.CodeRefused as refused:
            form.add_error("code", refused.sentences)
        else:
            request.session.cycle_key()
            django_otp.login(request, device)
            return redirect(_next(request))
    return render(request, "accounts/verify.html", {"form": form, "next": _next(request)})


@sensitive_post_parameters("code")
def enrol(request: HttpRequest) -> HttpResponse:
    """Set up the authenticator app: scan, type the first code, keep the recovery codes."""
    if second_factor.device_of(request.user) and not sessions.complete(request.user):
        return redirect(f"{reverse('account_verify')}?next={reverse('account_enrol')}")
    device, form = second_factor.begin(request.user), CodeForm(request.POST or None)
    if form.is_valid():
        try:
            codes = second_factor.confirm(device, form.cleaned_data["code"])
        except second_factor.CodeRefused as refused:
            form.add_error("code", refused.sentences)
        else:
            request.session.cycle_key()
            django_otp.login(request, device)
            return render(request, "accounts/recovery_codes.html", {"codes": codes, "next": _next(request)})
    context = {
        "form": form,
        "device": device,
        "qr_code": second_factor.qr_code(device),
        "key": second_factor.key_in_words(device),
        "required": second_factor.required_for(request.user),
        "next": _next(request),
    }
    return render(request, "accounts/enrol.html", context)


@require_POST
def new_recovery_codes(request: HttpRequest) -> HttpResponse:
    if second_factor.device_of(request.user) is None:
        return redirect("account_enrol")
    codes = second_factor.renew_recovery_codes(request.user)
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "next": reverse("wagtailadmin_account")})


@require_POST
def turn_off(request: HttpRequest) -> HttpResponse:
    """One's own second factor, where no role obliges to it."""
    if second_factor.required_for(request.user):
        raise PermissionDenied
    second_factor.remove(request.user, request.user)
    messages.success(request, _("两步验证已关闭。"))
    return redirect("wagtailadmin_account")


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse("wagtailadmin_home")


# ---- invitation -------------------------------------------------------------------------------------------------------


class InvitationView(auth_views.PasswordResetConfirmView):
    """A one-time link: the person chooses a password. Serves a lost password as well."""

    template_name = "accounts/invitation.html"
    success_url = reverse_lazy("wagtailadmin_login")

    def form_valid(self, form):
        response = super().form_valid(form)
        sessions.end_all(self.user)
        audit.record(self.user, "account.accept", self.user)
        messages.success(self.request, _("密码已设好，请登录。"))
        return response


# ---- stand-ins --------------------------------------------------------------------------------------------------------


def absences(request: HttpRequest) -> HttpResponse:
    """One's own absences: who is told instead, and for which days."""
    form = StandInForm(request.POST if request.POST.get("verb") == "stand_in" else None, person=request.user, prefix="stand_in")
    try:
        if request.method == "POST" and _absence_verb(request, request.user, form):
            return redirect("account_absences")
    except Refused as refused:
        form.add_error(None, refused.sentences)
    context = {"page_title": _("代办人"), "absences": _absences(request.user), "form": form}
    return render(request, "accounts/absences.html", context)


def _absences(person: User) -> list:
    return list(person.absences.not_over(timezone.localdate()).select_related("stand_in"))


def _absence_verb(request: HttpRequest, person: User, form: StandInForm) -> bool:
    """Name a stand-in or end an absence; answers whether anything was done. Raises Refused."""
    ending = request.POST.get("end", "")
    if ending:
        known = ending.isascii() and ending.isdecimal() and len(ending) < LONGEST_KEY
        stand_ins.end(get_object_or_404(person.absences, pk=ending if known else None), request.user)
        messages.success(request, _("已取消代办。"))
        return True
    if not form.is_valid():
        return False
    stand_ins.name(person, by=request.user, today=timezone.localdate(), **form.cleaned_data)
    messages.success(request, _("已指定代办人，提醒会发给%(name)s。") % {"name": form.cleaned_data["stand_in"]})
    return True


# ---- other people's accounts ------------------------------------------------------------------------------------------


def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its state, what lies in its hands, and what may be done: invite, unlock, hand over, close, reopen."""
    user = _managed(request, pk)
    verb = VERBS.get(request.POST.get("verb", ""))
    forms = {
        "hand_over": HandOverForm(leaver=user, prefix="hand_over"),
        "close": ReasonForm(prefix="close"),
        "stand_in": StandInForm(person=user, prefix="stand_in"),
    }
    if request.method == "POST" and verb:
        try:
            if (done := verb(request, user, forms)) is not None:
                return done
        except Refused as refused:
            for sentence in refused.sentences:
                messages.error(request, sentence)
    context = {
        "person": user,
        "page_title": _("账户"),
        "work": lifecycle.work_of(user),
        "absences": _absences(user),
        "has_second_factor": second_factor.device_of(user) is not None,
        "is_locked": locking.is_locked(user, timezone.now()),
        "forms": forms,
    }
    return render(request, "accounts/account.html", context)


def _invite(request, user, forms):
    link = lifecycle.invite(user, request.user)
    return render(request, "accounts/invited.html", {"person": user, "link": link, "page_title": _("邀请")})


def _unlock(request, user, forms):
    locking.unlock(user, request.user)
    messages.success(request, _("已解除锁定。"))


def _remove_second_factor(request, user, forms):
    second_factor.remove(user, request.user, request.POST.get("reason", ""))
    messages.success(request, _("两步验证已重置，本人下次登录时重新设置。"))


def _hand_over(request, user, forms):
    forms["hand_over"] = form = HandOverForm(request.POST, leaver=user, prefix="hand_over")
    if form.is_valid():
        count = lifecycle.hand_over(user, form.cleaned_data["to"], request.user, form.cleaned_data["reason"])
        messages.success(request, _("已移交 %(count)d 项。") % {"count": count})
        return redirect("account_manage", user.pk)


def _stand_in(request, user, forms):
    forms["stand_in"] = form = StandInForm(request.POST, person=user, prefix="stand_in")
    if _absence_verb(request, user, form):
        return redirect("account_manage", user.pk)


def _close(request, user, forms):
    forms["close"] = form = ReasonForm(request.POST, prefix="close")
    if form.is_valid():
        lifecycle.close(user, request.user, form.cleaned_data["reason"])
        messages.success(request, _("账户已停用。"))
        return redirect("account_manage", user.pk)


def _reopen(request, user, forms):
    forms["close"] = form = ReasonForm(request.POST, prefix="close")
    if form.is_valid():
        link = lifecycle.reopen(user, request.user, form.cleaned_data["reason"])
        return render(request, "accounts/invited.html", {"person": user, "link": link, "page_title": _("邀请")})


VERBS = {
    "invite": _invite,
    "unlock": _unlock,
    "remove_second_factor": _remove_second_factor,
    "hand_over": _hand_over,
    "stand_in": _stand_in,
    "close": _close,
    "reopen": _reopen,
}


def _managed(request: HttpRequest, pk: int) -> User:
    """The account, when the visitor may manage it: superusers' accounts are for superusers."""
    user = get_object_or_404(User, pk=pk)
    if not request.user.has_perm(MAY_MANAGE) or (user.is_superuser and not request.user.is_superuser):
        raise PermissionDenied
    return user
