"""The parts of the edit forms: what several kinds of catalogue items share, and panels that show what is computed."""

from django.forms import Media
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel

from cms import review_case, term_words
from cms.admin import review as review_page
from cms.admin.clock import ClockPanel
from cms.admin.document_editor import DocumentEditor
from disclosure import timeliness
from disclosure.admin.listing import with_schedule
from disclosure.admin.states import publication_state, validity_state
from disclosure.admin.writing import write_interpretation_url
from disclosure.models import DisclosureAttribute, Interpretation


def attachments() -> InlinePanel:
    return InlinePanel("attachments", [FieldPanel("document"), FieldPanel("title")], heading=_("附件"), label=_("附件"))


def body() -> FieldPanel:
    return FieldPanel("body", widget=DocumentEditor)


def catalogue_fields(*first) -> list:
    """公文信息: where an item stands in the catalogue."""
    return [
        *first,
        FieldPanel("publisher"),
        FieldRowPanel([FieldPanel("written_on"), FieldPanel("published_on")]),
        FieldPanel("column"),
        FieldPanel("theme"),
        FieldPanel("keywords"),
        FieldPanel("source_url"),
    ]


def openness() -> list:
    """公开属性."""
    return [
        MultiFieldPanel([FieldPanel("attribute"), FieldPanel("attribute_reason")], heading=_("公开属性")),
        MultiFieldPanel([FieldPanel("for_enterprises"), FieldPanel("for_citizens")], heading=_("面向谁")),
    ]


def publication_term() -> list:
    """公开的期限 (Article 26): the clock, and a shorter term where another law gives one."""
    shorter = [FieldPanel("publish_within"), FieldPanel("publish_within_law")]
    return [ClockPanel(empty=why_no_clock, heading=_("公开的期限")), MultiFieldPanel(shorter, heading=_("法律、法规另有规定的"))]


def why_no_clock(policy) -> str:
    if policy.attribute != DisclosureAttribute.ACTIVE:
        return gettext("不主动公开的，没有公开的期限。")
    if policy.written_on is None:
        return gettext("填写成文日期后开始计算。")
    if policy.legacy:
        return gettext("从旧目录导入、早已公开的，不计算。")
    error = timeliness.why_not_counted(policy)
    return term_words.refusal(error) if error else gettext("保存后开始计算。")


class ShownPanel(Panel):
    """Shows something about the stored item between the fields."""

    template = ""

    class BoundPanel(Panel.BoundPanel):
        @property
        def template_name(self):
            return self.panel.template

        def is_shown(self):
            return bool(self.instance.pk) and super().is_shown()


class AlreadyUsedPanel(Panel):
    """Where the script beside the form says that a title or a number is taken."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/panels/already_used.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            return {**context, "url": reverse("desk_used"), "kind": self.instance._meta.model_name}

        @property
        def media(self):
            return Media(js=["gongkai/already-used.js"])


class ReviewPanel(ShownPanel):
    """Where the review stands and what this person may do; done on the review page, since a form stands in no form."""

    template = "desk/panels/review.html"

    class BoundPanel(ShownPanel.BoundPanel):
        def get_context_data(self, parent_context=None):
            item = type(self.instance).objects.get(pk=self.instance.pk)
            return {
                **super().get_context_data(parent_context),
                "case": review_case.case(item),
                "moves": review_case.moves(item, self.request.user),
                "url": review_page.address(item),
            }


class ValidityPanel(ShownPanel):
    """时效 as it is computed today, and what later documents did to this one."""

    template = "desk/panels/validity.html"

    class BoundPanel(ShownPanel.BoundPanel):
        def get_context_data(self, parent_context=None):
            policy = type(self.instance).objects.get(pk=self.instance.pk)
            acts = list(policy.suffered.select_related("actor").order_by("effective_on"))
            return {
                **super().get_context_data(parent_context),
                "state": validity_state(policy, timezone.localdate()),
                "acts": [(act, reverse("wagtailsnippets_disclosure_policydocument:edit", args=[act.actor_id])) for act in acts],
            }


class InterpretationsPanel(ShownPanel):
    """The interpretations of a policy with their state, and the way to write one."""

    template = "desk/panels/interpretations.html"

    class BoundPanel(ShownPanel.BoundPanel):
        def get_context_data(self, parent_context=None):
            items = Interpretation.objects.filter(policies=self.instance.pk).order_by("-published_on", "-pk").defer("body")
            rows = [
                (item, publication_state(item), reverse("wagtailsnippets_disclosure_interpretation:edit", args=[item.pk]))
                for item in with_schedule(items)
            ]
            may_write = self.request.user.has_perm("disclosure.add_interpretation")
            return {
                **super().get_context_data(parent_context),
                "rows": rows,
                "write_url": write_interpretation_url(self.instance) if may_write else "",
            }
