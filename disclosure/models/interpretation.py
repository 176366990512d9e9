from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Orderable

from cms.addresses import numbered

from .catalogue import CatalogueItem, CatalogueQuerySet, newest, passed_gate, reason_given


class Form(models.TextChoices):
    """解读形式; every form but text counts as diversified."""

    TEXT = "text", _("文字解读")
    GRAPHIC = "graphic", _("图解")
    VIDEO = "video", _("视频解读")
    CARTOON = "cartoon", _("动漫解读")
    PRESS_CONFERENCE = "press_conference", _("新闻发布会")
    BRIEFING = "briefing", _("政策吹风会")
    EXPERT = "expert", _("专家访谈")
    SCENE = "scene", _("场景演示")


def form_label(form: str) -> str:
    """In words. Django's own way looks all forms up in the language each time, and lists show one on nearly every row."""
    return str(Form(form).label) if form in Form else form


class Round(models.TextChoices):
    FIRST = "first", _("首次解读")
    SECOND = "second", _("二次解读")
    FOLLOW_UP = "follow_up", _("跟踪解读")


# What an interpretation should explain (municipal rules on interpretation say so; no national list): field name -> wording.
CONTENT_CHECKLIST = {
    "background": _("制定背景"),
    "basis": _("制定依据"),
    "goals": _("目标任务"),
    "main_content": _("主要内容"),
    "scope": _("适用范围"),
    "standards": _("执行标准"),
    "key_terms": _("关键词诠释"),
    "differences": _("新旧差异"),
    "benefits": _("惠民利民举措"),
}


class InterpretationQuerySet(CatalogueQuerySet):
    def diversified(self):
        """In a form other than text (the figure behind the diversified-interpretation rate)."""
        return self.exclude(form=Form.TEXT)


class Interpretation(CatalogueItem):
    """政策解读: explains one or several policies; shown on its own page and on theirs."""

    form = models.CharField(_("解读形式"), max_length=20, choices=Form, default=Form.TEXT, db_index=True)
    round = models.CharField(_("解读轮次"), max_length=10, choices=Round, default=Round.FIRST)
    policies = ParentalManyToManyField(
        "disclosure.PolicyDocument", related_name="interpretations", verbose_name=_("所解读的政策"), blank=True
    )
    covers = models.JSONField(_("内容清单"), default=list, blank=True)
    concerns = models.TextField(_("回应的关切"), blank=True, help_text=_("每行一个公众关心的问题。"))
    expert = models.CharField(_("解读人"), max_length=200, blank=True)
    picture = models.ForeignKey("wagtailimages.Image", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("图片"))
    picture_text = models.TextField(_("图片的文字说明"), blank=True, help_text=_("读屏软件读出的文字：图上说了什么。"))
    video = models.ForeignKey("wagtaildocs.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("视频文件"))
    transcript = models.TextField(_("文字稿"), blank=True)

    objects = InterpretationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("政策解读")
        indexes = [newest("interpretation_newest")]
        constraints = [
            passed_gate("interpretation_live_passed_gate"),
            reason_given("interpretation_attribute_reason"),
        ]

    def get_absolute_url(self):
        return numbered("interpretation", self.pk)

    def get_form_display(self) -> str:
        return form_label(self.form)

    def get_preview_template(self, request, mode_name):
        return "disclosure/interpretation.html"

    def get_preview_context(self, request, mode_name):
        from disclosure.views.documents import interpretation_context  # see PolicyDocument

        return {"request": request, **interpretation_context(request, self)}

    def save_revision(self, *args, **kwargs):
        """Links of a draft are stored at once, so that its policy can see that an interpretation is ready."""
        revision = super().save_revision(*args, **kwargs)
        if not self.live and self.pk:
            self.policies.commit()
        return revision

    def waits_for(self):
        return self.policies.filter(live=False).first() if self.pk else None

    def public_stamps(self) -> set[str]:
        explained = Interpretation.policies.through.objects.filter(interpretation=self.pk)
        policies = explained.values_list("policydocument", flat=True)
        return super().public_stamps() | {f"policy:{pk}" for pk in policies}

    @property
    def covered(self) -> list[str]:
        return [wording for name, wording in CONTENT_CHECKLIST.items() if name in self.covers]


class InterpretationAttachment(Orderable):
    """附件."""

    interpretation = ParentalKey(Interpretation, related_name="attachments")
    document = models.ForeignKey("wagtaildocs.Document", models.PROTECT, related_name="interpretation_attachments", verbose_name=_("文件"))
    title = models.CharField(_("名称"), max_length=300, blank=True)
