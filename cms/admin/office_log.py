"""工作台账 on staff screens: training and guidance, what leaders heard, the yearly score sheets, whom windows received."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.models import LeaderHearing, Reception, ScoreSheet, Training


class TrainingViewSet(SnippetViewSet):
    model = Training
    icon = "group"
    menu_label = _("培训和指导")
    list_display = ["subject", "on", Column("kind", label=_("类型"), accessor="get_kind_display"), Column("people", label=_("人数"))]
    list_filter = {"on": ["gte", "lte"], "kind": ["exact"]}
    search_fields = ["subject"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("kind"), FieldPanel("on")]),
            FieldPanel("subject"),
            FieldPanel("rules"),
            FieldPanel("lecturers"),
            FieldPanel("materials"),
            InlinePanel("attendance", [FieldPanel("unit"), FieldPanel("people")], heading=_("各单位参加人数"), label=_("单位")),
        ]
    )


class HearingViewSet(SnippetViewSet):
    model = LeaderHearing
    icon = "user"
    menu_label = _("负责人听取汇报")
    list_display = ["on", "leader", "reported_by"]


class ScoreViewSet(SnippetViewSet):
    model = ScoreSheet
    icon = "clipboard-list"
    menu_label = _("年度考核")
    list_display = ["unit", "year", Column("points", label=_("得分")), Column("whole", label=_("满分"))]
    list_filter = ["year"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("year"), FieldPanel("unit")]),
            InlinePanel("lines", heading=_("考核内容和佐证"), label=_("考核内容")),
            FieldPanel("remark"),
        ]
    )


class ReceptionViewSet(SnippetViewSet):
    model = Reception
    icon = "site"
    menu_label = _("窗口和查阅点接待")
    list_display = ["on", "place", "visitors", "asked"]
    list_filter = {"on": ["gte", "lte"], "place": ["exact"]}


class OfficeGroup(SnippetViewSetGroup):
    menu_label = _("工作台账")
    menu_icon = "clipboard-list"
    menu_order = 112
    items = (TrainingViewSet, HearingViewSet, ScoreViewSet, ReceptionViewSet)


def register() -> None:
    register_snippet(OfficeGroup)
