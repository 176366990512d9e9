"""Answering 找错 on the page of its task: who answers for the page writes, who supervises releases."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail import hooks

from cms import found_errors
from cms.admin.answering import AnswerForm
from cms.admin.assignments import may_complete
from cms.assignments import SUPERVISE
from cms.gate import Refused
from cms.models import FoundError


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(FoundError.objects.select_related("assignment"), pk=pk)
    supervises = request.user.has_perm(SUPERVISE)
    action, form, now = request.POST.get("action"), AnswerForm(request.POST), timezone.now()
    try:
        if not form.is_valid():
            raise found_errors.AnswerRefused(*[sentence for errors in form.errors.values() for sentence in errors])
        data = form.cleaned_data
        if action == "answer" and may_complete(found.assignment, request.user):
            found_errors.answer(found, data["question"], data["answer"], request.user, now)
            messages.success(request, _("答复已保存，由督办人员公开。"))
        elif action == "release" and supervises:
            found_errors.answer(found, data["question"], data["answer"], request.user, now)
            found_errors.release(found, request.user, now)
            messages.success(request, _("答复已公开。"))
        elif action == "take_back" and supervises:
            found_errors.take_back(found, data["reason"], request.user)
            messages.success(request, _("答复已撤回，不再公开。"))
        else:
            messages.error(request, _("您不能对这条留言这样做。"))
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    return redirect("assignment", pk=found.assignment_id)


def register() -> None:
    hooks.register("register_admin_urls", lambda: [path("found-errors/<int:pk>/", answer, name="found_error_answer")])
