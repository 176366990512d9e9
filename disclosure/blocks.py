"""The one block that the catalogue adds to the closed set (``cms/blocks.py``): a statement with the documents behind it."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.blocks import TEXT_FEATURES, BodyBlock
from cms.fields import CleanRichTextBlock
from cms.models import Place

PARTS = {
    "steps": _("怎么办"),
    "who": _("谁可以办"),
    "bring": _("要带什么"),
    "cost": _("要不要钱，要多久"),
    "policies": _("依据哪些文件"),
    "interpretations": _("解读"),
    "questions": _("常见问题"),
    "places": _("到哪里办"),
}


def places() -> list[tuple[str, str]]:
    return [(str(pk), f"{name}（{district}）") for pk, name, district in Place.objects.visible().values_list("pk", "name", "district")]


class StatementBlock(blocks.StructBlock):
    """What a citizen is told, in plain words, and what it rests on."""

    kind = blocks.ChoiceBlock(label=_("说的是什么"), choices=list(PARTS.items()))
    title = blocks.CharBlock(label=_("标题"), required=False, max_length=100, help_text=_("留空则用上面的名称。"))
    text = CleanRichTextBlock(label=_("内容"), features=TEXT_FEATURES, required=False, help_text=_("用大白话写，一步一行。"))
    policies = blocks.ListBlock(SnippetChooserBlock("disclosure.PolicyDocument", label=_("政策文件")), label=_("依据的文件"), default=[])
    interpretations = blocks.ListBlock(SnippetChooserBlock("disclosure.Interpretation", label=_("解读")), label=_("有关的解读"), default=[])
    places = blocks.MultipleChoiceBlock(label=_("机构与服务点"), choices=places, required=False)
    checked_on = blocks.DateBlock(label=_("核对日期"), help_text=_("最近一次对照依据的文件核对这段内容的日期。"))

    class Meta:
        label = _("内容和依据")
        icon = "clipboard-list"


class SceneBlock(BodyBlock):
    """The body of a scene: statements first, and whatever any page may have."""

    statement = StatementBlock()
