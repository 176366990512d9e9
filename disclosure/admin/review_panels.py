"""What the desk shows of reviews beside the steps themselves: what other bodies were asked."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.models import Deadline
from disclosure.admin import source
from disclosure.admin.desk import ROWS, DeskPanel, row
from disclosure.admin.desk_words import due
from disclosure.asking import TERMS


class AskedOthers(DeskPanel):
    """What other bodies have not answered yet (Articles 11 and 17), the soonest first; silence stands here, it is no consent."""

    order = 36

    @property
    def heading(self):
        return _("等其他机关答复的")

    @property
    def empty(self):
        return _("没有等其他机关答复的内容。")

    def rows(self, request):
        today = timezone.localdate()
        running = Deadline.objects.open().filter(term__in=set(TERMS.values())).soonest().prefetch_related("subject__policy")[:ROWS]
        shown = [(one, one.subject) for one in running if one.subject]
        return [
            {**row(asked.policy, request.user, *due(one.due_on, today)), "kind": asked.body, "url": source.address(asked.policy)}
            for one, asked in shown
        ]
