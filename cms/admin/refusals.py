"""What staff screens do when the gate refuses: the work stays saved as a draft, and every sentence stands on the page."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cms import audit
from cms.gate import Refused
from cms.models import ReviewTask
from cms.models.review import ReviewRefused


def tell(request: HttpRequest, item, refused: Refused) -> None:
    """Say why, and keep on record that it was tried to publish; a review step that is not this person's is only told."""
    of_review = isinstance(refused, ReviewRefused)
    if not of_review:
        messages.warning(request, _("《%(title)s》没有发布，内容已保存为草稿。") % {"title": item})
    for sentence in refused.sentences:
        messages.error(request, sentence)
    if not of_review:
        audit.record(request.user, "publish.refused", item, reason=str(refused))


class GatedPublishing:
    """For create and edit views: publishing and approving are tried whole; a refusal leads back to the edit page."""

    def save_instance(self):
        """Who passes a review step without changing a word writes no revision, and so stays a second pair of eyes."""
        if self.action == "workflow-action" and not self.form.has_changed():
            return self.object
        return super().save_instance()

    def publish_action(self) -> HttpResponse | None:
        return self._through_gate(super().publish_action)

    def workflow_action_action(self) -> HttpResponse | None:
        return self._through_gate(super().workflow_action_action)

    def _through_gate(self, act) -> HttpResponse | None:
        try:
            with transaction.atomic():
                return act()
        except Refused as refused:
            tell(self.request, self.object, refused)
            return redirect(self.get_edit_url())


class GatedWorkflowStep:
    """For the dialogue in which a review step is taken from a list or from the desk."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except ReviewRefused as refused:
            return self._refused(request, refused)

    def check_action(self) -> None:
        """Wagtail answers with a plain "no permission"; who is not to act is told why."""
        if isinstance(self.task, ReviewTask) and (why := self.task.why_not(self.object, self.request.user)):
            raise ReviewRefused(*why)
        super().check_action()

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)
        except Refused as refused:
            return self._refused(request, refused)

    def _refused(self, request: HttpRequest, refused: Refused) -> HttpResponse:
        tell(request, self.object, refused)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": self.redirect_url})
        return redirect(self.redirect_url)
