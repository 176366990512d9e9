"""What the desk shows of duty: my tasks, and what the census warns of."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import calendars, registry
from cms.admin import assignments, census
from cms.models import Deadline
from disclosure import cleanups
from disclosure.admin.desk import ROWS, DeskPanel


class MyAssignments(DeskPanel):
    order = 15

    @property
    def heading(self):
        return _("我的督办事项")

    @property
    def empty(self):
        return _("没有待办的督办事项。")

    def rows(self, request):
        return assignments.mine(request.user, timezone.localdate(), ROWS)

    def more(self):
        return _("全部督办事项"), reverse("assignments")


class CensusWarnings(DeskPanel):
    order = 55

    def __init__(self):
        self.heading, self.found = census.warnings(ROWS)

    @property
    def empty(self):
        return _("最近一次普查没有发现问题。")

    def rows(self, request):
        return self.found

    def more(self):
        return _("查看普查结果"), reverse("census")


class BeforeExpiry(DeskPanel):
    """规范性文件有效期将满: the steps of the evaluation that run out first."""

    order = 45

    @property
    def heading(self):
        return _("有效期将满的规范性文件")

    @property
    def empty(self):
        return _("一年内没有有效期届满的规范性文件。")

    def rows(self, request):
        today, calendar = timezone.localdate(), calendars.calendar()
        rows = []
        for deadline in Deadline.objects.filter(term__in=cleanups.STEPS).open().soonest()[:ROWS]:
            note, tone = assignments.how_long(deadline.due_on, today, calendar)
            url = reverse("wagtailsnippets_disclosure_policydocument:edit", args=[deadline.object_id])
            kind = registry.terms.get(deadline.term).title
            rows.append({"title": deadline.subject_label, "kind": kind, "url": url, "note": note, "tone": tone})
        return rows

    def more(self):
        return _("规范性文件清理"), reverse("desk_cleanups")


def expiring(request) -> list[BeforeExpiry]:
    """For those who conduct or decide cleanups."""
    return [BeforeExpiry()] if request.user.has_perm("disclosure.view_cleanup") else []
