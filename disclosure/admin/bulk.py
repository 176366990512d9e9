"""Publishing many at once from a list: each passes the gate by itself; one refusal stops none of the others."""

from django.contrib import messages
from django.utils.functional import classproperty
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from cms.gate import Refused
from disclosure import publication
from disclosure.models import DatedItem, Interpretation, PolicyDocument


def publish_each(items, user) -> tuple[int, list[tuple[object, Refused]]]:
    """Publish what may be published; answers with the number done and what was refused."""
    done, refused = 0, []
    for item in items:
        try:
            publication.publish(item, user)
            done += 1
        except Refused as why:
            publication.note_refusal(item, why, user)
            refused.append((item, why))
    return done, refused


def tell(request, refused) -> None:
    for item, why in refused:
        messages.error(request, _("《%(title)s》没有发布：%(why)s") % {"title": item, "why": " ".join(why.sentences)})


class PublishPages(PublishBulkAction):
    """In the place of Wagtail's, which stops at the first refusal."""

    def get_execution_context(self):
        return {**super().get_execution_context(), "request": self.request}

    @classmethod
    def execute_action(cls, objects, include_descendants=False, user=None, request=None, **kwargs):
        chosen = [page.specific for page in objects]
        below = [child for page in chosen for child in _drafts_below(page, user)] if include_descendants else []
        done, refused = publish_each(chosen, user)
        done_below, refused_below = publish_each(below, user)
        tell(request, [*refused, *refused_below])
        return done, done_below

    def get_success_message(self, num_parent_objects, num_child_objects):
        return super().get_success_message(num_parent_objects, num_child_objects) if num_parent_objects else None


def _drafts_below(page, user):
    drafts = page.get_descendants().not_live().specific()
    return [draft for draft in drafts if user is None or draft.permissions_for_user(user).can_publish()]


class PublishItems(SnippetBulkAction):
    display_name = gettext_lazy("发布")
    action_type = "publish"
    aria_label = gettext_lazy("发布所选内容")
    template_name = "desk/bulk_publish.html"
    action_priority = 10

    @classproperty
    def models(cls):
        return [PolicyDocument, Interpretation, DatedItem]

    def check_perm(self, item):
        return self.permission_policy.user_has_permission(self.request.user, "publish")

    def get_execution_context(self):
        return {**super().get_execution_context(), "user": self.request.user}

    @classmethod
    def execute_action(cls, objects, user=None, self=None, **kwargs):
        done, refused = publish_each(objects, user)
        tell(self.request, refused)
        return done, 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        return _("已发布 %(count)d 项。") % {"count": num_parent_objects} if num_parent_objects else None
