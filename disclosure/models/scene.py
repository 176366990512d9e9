"""办事场景: one thing that people do in life or work, on one page, each statement with the documents behind it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms import stamps
from cms.models import BasePage
from disclosure.blocks import SceneBlock


class ScenePage(BasePage):
    """办事场景专题. ``disclosure/scenes.py`` says which statements rest on something that has changed."""

    unit = models.ForeignKey(
        "cms.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="scenes",
        verbose_name=_("责任单位"),
        help_text=_("依据的文件有变化时，由这个单位核对；留空则由信息公开机构核对。"),
    )
    body = StreamField(SceneBlock(), verbose_name=_("内容"), blank=True)

    content_panels = Page.content_panels + [FieldPanel("summary"), FieldPanel("unit"), FieldPanel("body")]
    parent_page_types = ["cms.ColumnPage", "cms.TopicPage"]
    subpage_types: list[str] = []
    template = "disclosure/scene_page.html"
    stamp_tags = (stamps.PAGES,)

    class Meta:
        verbose_name = _("办事场景")

    def get_context(self, request, *args, **kwargs):
        from disclosure.views.scenes import scene_context  # a view composes the page; the model only names it

        return super().get_context(request, *args, **kwargs) | scene_context(self, request)
