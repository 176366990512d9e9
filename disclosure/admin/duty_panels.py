"""What the desk shows of duty: my tasks, and what the census warns of."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.admin import assignments, census
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
