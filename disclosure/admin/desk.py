"""The desk: what a person finds after signing in, in order of what runs out first."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision

from cms import review
from cms.admin import review as review_page
from cms.admin.clock import state
from cms.models import AuditRecord, Deadline, FastTrack
from disclosure import attribution, timeliness
from disclosure.admin import source
from disclosure.admin.desk_words import due
from disclosure.models import CatalogueItem, DatedItem, Interpretation, PolicyDocument
from disclosure.rates import diversified_rate

ROWS = 8  # lines of one panel
LOOKED_AT = 200  # a person's last revisions among which drafts are looked for
ITEMS: tuple[type[CatalogueItem], ...] = (PolicyDocument, Interpretation, DatedItem)


def address(item, user) -> str:
    """Where this person works on the item, or looks at it."""
    if isinstance(item, Page):
        return reverse("wagtailadmin_pages:edit", args=[item.pk])
    app, model = item._meta.app_label, item._meta.model_name
    view = "edit" if user.has_perm(f"{app}.change_{model}") else "inspect"
    return reverse(f"wagtailsnippets_{app}_{model}:{view}", args=[item.pk])


def row(item, user, note: str = "", tone: str = "") -> dict:
    return {"title": str(item), "kind": item._meta.verbose_name, "url": address(item, user), "note": note, "tone": tone}


def moment(at) -> str:
    return timezone.localtime(at).strftime("%m-%d %H:%M")


class Welcome(Component):
    """Name, roles and the day."""

    order = 10
    template_name = "desk/welcome.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        roles = list(user.groups.values_list("name", flat=True))
        today = timezone.localdate()
        return {"user": user, "roles": roles, "today": f"{date_format(today, 'MONTH_DAY_FORMAT')} {date_format(today, 'l')}"}


class DeskPanel(Component):
    """A short list with a head; says so when there is nothing to do."""

    template_name = "desk/panel.html"
    heading = empty = ""

    def rows(self, request) -> list[dict]:
        raise NotImplementedError

    def more(self) -> tuple[str, str] | None:
        """Words and address of the whole list."""

    def get_context_data(self, parent_context):
        rows = self.rows(parent_context["request"])
        name = type(self).__name__.lower()
        return {"heading": self.heading, "rows": rows, "empty": self.empty, "more": self.more(), "id": f"desk-{name}"}


class WaitingForMe(DeskPanel):
    order = 12

    @property
    def heading(self):
        return _("等我审核")

    @property
    def empty(self):
        return _("没有等您审核的内容。")

    def rows(self, request):
        rows = []
        for step in review.waiting_for(request.user, ROWS):
            values = {"task": step.task, "who": step.workflow_state.requested_by, "moment": moment(step.started_at)}
            note = _("%(task)s，%(who)s提交，%(moment)s 到这一步") % values
            rows.append(reviewed_row(step.workflow_state.content_object, note, "wait"))
        return rows


class ReturnedToMe(DeskPanel):
    order = 14

    @property
    def heading(self):
        return _("退回给我的")

    @property
    def empty(self):
        return _("没有退回给您的内容。")

    def rows(self, request):
        rows = []
        for returned in review.returned_to(request.user, ROWS):
            step = returned.current_task_state
            note = _("%(who)s：%(words)s") % {"who": step.finished_by, "words": step.comment}
            rows.append(reviewed_row(returned.content_object, note, "bad"))
        return rows


class FastTracked(DeskPanel):
    """What went out ahead of its review, until a colleague has reviewed it."""

    order = 16

    @property
    def heading(self):
        return _("快速通道，等待补审")

    @property
    def empty(self):
        return _("没有等待补审的内容。")

    def rows(self, request):
        rows = []
        for track in FastTrack.objects.open().select_related("by").prefetch_related("subject").order_by("at", "pk")[:ROWS]:
            if track.subject:
                note = _("%(who)s %(moment)s：%(reason)s") % {"who": track.by, "moment": moment(track.at), "reason": track.reason}
                rows.append(reviewed_row(track.subject, note, "wait"))
        return rows


def reviewed_row(item, note: str, tone: str) -> dict:
    item = item.specific if isinstance(item, Page) else item
    return {"title": str(item), "kind": item._meta.verbose_name, "url": review_page.address(item), "note": note, "tone": tone}


class ToReassess(DeskPanel):
    """What was withheld and comes up again on its day (Article 18), the soonest first."""

    order = 35

    @property
    def heading(self):
        return _("不公开信息的定期评估")

    @property
    def empty(self):
        return _("没有登记的不公开信息。")

    def rows(self, request):
        today = timezone.localdate()
        running = Deadline.objects.open().filter(term=attribution.REREVIEW).soonest().prefetch_related("subject")[:ROWS]
        return [
            {**row(one.subject, request.user, *due(one.due_on, today)), "url": source.address(one.subject)}
            for one in running
            if one.subject
        ]


class MyDrafts(DeskPanel):
    order = 20

    @property
    def heading(self):
        return _("我的草稿")

    @property
    def empty(self):
        return _("没有未完成的草稿。")

    def rows(self, request):
        latest = list(Revision.objects.filter(user=request.user).order_by("-created_at").values_list("pk", flat=True)[:LOOKED_AT])
        mine = Q(latest_revision__in=latest) & (Q(live=False) | Q(has_unpublished_changes=True))
        found = []
        for model in ITEMS:
            items = model.objects.filter(mine, taken_down_at=None).defer("body").select_related("latest_revision")
            found += items.order_by("-latest_revision")[:ROWS]
        found += Page.objects.filter(mine).select_related("latest_revision").order_by("-latest_revision")[:ROWS]
        found.sort(key=lambda item: item.latest_revision.created_at, reverse=True)
        return [row(item, request.user, moment(item.latest_revision.created_at)) for item in found[:ROWS]]


class ToPublish(DeskPanel):
    """What has to become public by a day (Article 26), by what runs out first."""

    order = 15

    @property
    def heading(self):
        return _("该公开的")

    @property
    def empty(self):
        return _("没有等待公开的文件。")

    def rows(self, request):
        today, rows = timezone.localdate(), timeliness.deadlines().open().soonest()[:ROWS]
        policies = PolicyDocument.objects.defer("body").in_bulk([deadline.object_id for deadline in rows])
        there = [(policies[deadline.object_id], deadline) for deadline in rows if deadline.object_id in policies]
        return [row(policy, request.user, *state(deadline, today)) for policy, deadline in there]


class AwaitingInterpretation(DeskPanel):
    order = 30

    @property
    def heading(self):
        return _("等待补发解读的政策")

    @property
    def empty(self):
        return _("没有欠解读的政策。")

    def rows(self, request):
        today = timezone.localdate()
        policies = PolicyDocument.objects.visible().without_interpretation().filter(interpretation_due_on__isnull=False)
        policies = policies.order_by("interpretation_due_on", "pk").defer("body")[:ROWS]
        return [row(policy, request.user, *due(policy.interpretation_due_on, today)) for policy in policies]

    def more(self):
        url = reverse("wagtailsnippets_disclosure_policydocument:list") + "?without_interpretation=true"
        return _("全部没有解读的政策"), url


class Scheduled(DeskPanel):
    order = 40

    @property
    def heading(self):
        return _("定时发布")

    @property
    def empty(self):
        return _("没有定时发布的内容。")

    def rows(self, request):
        kinds = [*(ContentType.objects.get_for_model(model) for model in ITEMS), ContentType.objects.get_for_model(Page)]
        revisions = Revision.objects.filter(approved_go_live_at__isnull=False, base_content_type__in=kinds)
        revisions = revisions.order_by("approved_go_live_at").prefetch_related("content_object")[:ROWS]
        return [row(revision.content_object, request.user, moment(revision.approved_go_live_at)) for revision in revisions]


class NotPublished(DeskPanel):
    """What the gate refused and what is not public yet."""

    order = 50

    @property
    def heading(self):
        return _("未能发布")

    @property
    def empty(self):
        return _("没有被退回的发布。")

    def rows(self, request):
        records = AuditRecord.objects.filter(action="publish.refused").order_by("-at", "-pk")[: 5 * ROWS]
        rows, seen = [], set()
        for record in records.prefetch_related("subject"):
            item = record.subject
            if item is None or item.live or (record.content_type_id, record.object_id) in seen:
                continue
            seen.add((record.content_type_id, record.object_id))
            rows.append(row(item, request.user, record.reason, "bad"))
        return rows[:ROWS]


class RecentlyPublished(DeskPanel):
    order = 60

    @property
    def heading(self):
        return _("最近公开")

    @property
    def empty(self):
        return _("还没有公开的内容。")

    def rows(self, request):
        found = []
        for model in ITEMS:
            items = model.objects.visible().filter(live_revision__isnull=False).defer("body")
            found += items.order_by("-live_revision")[:ROWS]  # an index leads there; revisions are numbered in time
        found.sort(key=lambda item: item.last_published_at, reverse=True)
        return [row(item, request.user, moment(item.last_published_at)) for item in found[:ROWS]]


class DiversifiedRate(Component):
    """政策多元化解读率 of this year, with the policies behind the two figures."""

    order = 25
    template_name = "desk/rate.html"

    def get_context_data(self, parent_context):
        rate = diversified_rate(timezone.localdate().year)
        plain = rate.interpreted.exclude(pk__in=rate.diversified.values("pk")).defer("body")[:ROWS]
        return {
            "rate": rate,
            "whole": rate.interpreted.count(),
            "part": rate.diversified.count(),
            "plain": [row(policy, parent_context["request"].user) for policy in plain],
        }


PANELS = (
    *(Welcome, WaitingForMe, ReturnedToMe, FastTracked, ToPublish, ToReassess),
    *(MyDrafts, DiversifiedRate, AwaitingInterpretation, Scheduled, NotPublished, RecentlyPublished),
)


def panels() -> list[Component]:
    return [panel() for panel in PANELS]
