"""依申请公开, for citizens: the form, one thing a page, and the receipt. Nothing of it is kept by any cache; a draft stays in the
session, sealed."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from cms import metatags, personal_data, sealed
from cms.accounts.locking import client_address
from cms.gate import Refused
from disclosure import already_public
from disclosure.application_forms import HowForm, KindForm, LookForm, SendForm, WhatForm, WhoForm, asked_of
from disclosure.applications import query_codes, receiving
from disclosure.applications.papers import Given
from disclosure.applications.receiving import Who
from disclosure.models import Applicant, Application, Paper

CRUMB = "依申请公开"
DRAFT, RECEIPT, OPENED = "application_draft", "application_receipt", "applications"  # in the session; the first two sealed
SEND = "send"
STEPS = {
    "kind": (KindForm, gettext_lazy("谁申请")),
    "who": (WhoForm, gettext_lazy("申请人的身份和联系方式")),
    "joint-2": (WhoForm, gettext_lazy("第二个申请人的身份和联系方式")),
    "joint-3": (WhoForm, gettext_lazy("第三个申请人的身份和联系方式")),
    "joint-4": (WhoForm, gettext_lazy("第四个申请人的身份和联系方式")),
    "joint-5": (WhoForm, gettext_lazy("第五个申请人的身份和联系方式")),
    "representative": (WhoForm, gettext_lazy("代理人的身份和联系方式")),
    "what": (WhatForm, gettext_lazy("要什么信息")),
    "how": (HowForm, gettext_lazy("希望怎样提供")),
}
PEOPLE = [name for name, (form, _title) in STEPS.items() if form is WhoForm]
RADIOS = {"applicant_kind", "represented", "joint", "identity_kind", "form", "delivery", "mail_wanted"}


@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """What is needed, how long it takes, what happens next; and the way to an application that is under way."""
    form = LookForm(_sent(request))
    refused: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            found = query_codes.find(form.cleaned_data["number"], form.cleaned_data["code"], client_address(request), timezone.now())
        except Refused as error:
            refused = error.sentences
        else:
            opened(request, found.number)
            return redirect("application", number=found.number)
    context = {"form": form, "refused": refused, "draft": bool(_draft(request)), **_around(CRUMB, first=True)}
    return render(request, "disclosure/application_start.html", context, status=403 if refused else 400 if form.is_bound else 200)


@never_cache
def step(request: HttpRequest, name: str) -> HttpResponse:
    """One page of the form; what was filled in on the others is kept, and comes back when somebody does."""
    draft = _draft(request)
    names = _steps(draft)
    if name not in names or any(earlier not in draft for earlier in names[: names.index(name)]):
        return redirect("application_step", name=next(one for one in names if one not in draft or one == names[-1]))
    made, title = STEPS[name]
    form = made(_sent(request), initial=draft.get(name))
    refused: list[str] = []
    if request.method == "POST" and form.is_valid():
        draft[name] = form.cleaned_data
        if not (refused := _refusals(name, draft)):
            _keep(request, draft)
            return redirect(_next(name, draft))
    number, total = names.index(name) + 1, len(names) + 1
    context = {
        "form": form,
        "refused": refused,
        "title": title,
        "number": number,
        "total": total,
        "radios": RADIOS,
        "offering": made is WhatForm,
    }
    context["back"] = reverse("application_step", args=[names[number - 2]]) if number > 1 else reverse("applications")
    return render(request, "disclosure/application_step.html", context | _around(title), status=400 if form.is_bound else 200)


@never_cache
def send(request: HttpRequest) -> HttpResponse:
    """Everything once more, with its files; what is sent is stored before it is acknowledged."""
    draft = _draft(request)
    if missing := next((name for name in _steps(draft) if name not in draft), None):
        return redirect("application_step", name=missing)
    represented = bool(draft["kind"]["represented"])
    form = SendForm(_sent(request), request.FILES or None, represented=represented)
    refused: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            receipt = receiving.file_online(_people(draft), asked_of(*_parts(draft)), _files(form), client_address(request), timezone.now())
        except Refused as error:
            refused = error.sentences
        else:
            del request.session[DRAFT]
            request.session[RECEIPT] = sealed.seal({"number": receipt.number, "code": receipt.code})
            opened(request, receipt.number)
            return redirect("application_receipt")
    steps = [{"name": name, "title": STEPS[name][1], "facts": _facts(name, draft[name])} for name in _steps(draft)]
    context = {"form": form, "refused": refused, "steps": steps, "number": len(steps) + 1, **_around(_("核对并提交"))}
    what = draft["what"]
    context["offers"] = already_public.offers(what["title"], what["document_number"])
    context["alike"] = receiving.alike(request.session.get(OPENED, []), what["title"])
    return render(request, "disclosure/application_send.html", context, status=400 if form.is_bound else 200)


@never_cache
def receipt(request: HttpRequest) -> HttpResponse:
    """Number and code, told to whoever filed, in this session only."""
    told = sealed.opened(request.session.get(RECEIPT, ""))
    if not told:
        return redirect("applications")
    application = Application.objects.filter(number=told["number"]).first()
    context = {"code": told["code"], "application": application, **_around(_("回执"))}
    return render(request, "disclosure/application_receipt.html", context)


def opened(request: HttpRequest, number: str) -> None:
    """This session may see the status page of the application from now on."""
    request.session[OPENED] = [*request.session.get(OPENED, []), number][-20:]


def may_see(request: HttpRequest, number: str) -> bool:
    return number in request.session.get(OPENED, [])


# -- inside ------------------------------------------------------------------------------------------------------------


def _around(title: str, first: bool = False) -> dict:
    tags = metatags.column_tags(_("申请政府信息公开"), "依申请公开")
    crumbs = [] if first else [{"url": reverse("applications"), "title": CRUMB}]
    return {"tags": tags, "crumbs": crumbs, "crumb_title": title}


def _sent(request: HttpRequest):
    return request.POST if request.method == "POST" else None


def _draft(request: HttpRequest) -> dict[str, dict]:
    try:
        return json.loads(sealed.opened(request.session.get(DRAFT, "")).get("draft", "{}"))
    except sealed.Unreadable:
        return {}


def _keep(request: HttpRequest, draft: dict) -> None:
    request.session[DRAFT] = sealed.seal({"draft": json.dumps(draft, ensure_ascii=False)})


def _steps(draft: dict) -> list[str]:
    """Which pages there are, by who applies."""
    kind = draft.get("kind", {})
    joint = {f"joint-{number}" for number in range(2, int(kind.get("joint") or 1) + 1)}
    people = {"who", *joint, *(["representative"] if kind.get("represented") else [])}
    return [name for name in STEPS if name not in PEOPLE or name in people]


def _next(name: str, draft: dict) -> str:
    names = _steps(draft)
    place = names.index(name) + 1
    return reverse("application_step", args=[names[place]]) if place < len(names) else reverse("application_send")


def _refusals(name: str, draft: dict) -> list[str]:
    """What the form alone does not see: an identity number that cannot be."""
    if name not in PEOPLE:
        return []
    try:
        receiving.require_person(_who(draft[name], Applicant.Part.APPLICANT), timezone.localdate())
    except Refused as error:
        return error.sentences
    return []


def _who(filled: dict, part: str) -> Who:
    return Who(part=part, **filled)


def _people(draft: dict) -> list[Who]:
    parts = {"representative": Applicant.Part.REPRESENTATIVE}
    return [_who(draft[name], parts.get(name, Applicant.Part.APPLICANT)) for name in _steps(draft) if name in PEOPLE]


def _parts(draft: dict) -> tuple[dict, dict, dict]:
    return draft["kind"], draft["what"], draft["how"]


def _files(form: SendForm) -> list[Given]:
    kinds = {"identity_proof": Paper.Kind.IDENTITY, "attorney": Paper.Kind.ATTORNEY, "supplement": Paper.Kind.SUPPLEMENT}
    return [Given(form.cleaned_data[name], kind) for name, kind in kinds.items() if form.cleaned_data.get(name)]


def _facts(name: str, filled: dict) -> list[dict]:
    """What was filled in, in words; an identity number only as far as its owner knows it again."""
    form = STEPS[name][0](initial=filled)
    found = []
    for field in form:
        value = filled.get(field.name)
        if field.name == "identity_number":
            value = personal_data.mask_one(value, personal_data.Kind.IDENTITY)
        else:
            value = dict(getattr(field.field, "choices", [])).get(value, value)
        found.append({"label": field.label, "value": str(value or "")})
    return found
