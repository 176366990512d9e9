"""The closed set of StreamField blocks: twelve at most, so that every page can be composed and every block is known."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.fields import CleanRichTextBlock

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link", "superscript", "subscript"]


class ParagraphBlock(CleanRichTextBlock):
    """Text whose links say when they leave government, and when they are dead."""

    class Meta:
        template = "blocks/paragraph.html"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("图片"))
    alt = blocks.CharBlock(label=_("替代文字"), help_text=_("读屏软件读出的文字：图上说了什么。"))
    caption = blocks.CharBlock(label=_("说明"), required=False)

    class Meta:
        label = _("图片")
        icon = "image"
        template = "blocks/picture.html"


class VideoBlock(blocks.StructBlock):
    file = DocumentChooserBlock(label=_("视频文件"))
    poster = ImageChooserBlock(label=_("封面"), required=False)
    transcript = blocks.TextBlock(label=_("文字稿"))

    class Meta:
        label = _("视频")
        icon = "media"
        template = "blocks/video.html"


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("问"))
    answer = CleanRichTextBlock(label=_("答"), features=TEXT_FEATURES)

    class Meta:
        label = _("问答")
        icon = "help"
        template = "blocks/question.html"


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("标题"), required=False)
    text = CleanRichTextBlock(label=_("内容"), features=TEXT_FEATURES)

    class Meta:
        label = _("提示")
        icon = "info-circle"
        template = "blocks/callout.html"


class BodyBlock(blocks.StreamBlock):
    """What the body of any page is composed of."""

    heading = blocks.CharBlock(label=_("小标题"), icon="title", template="blocks/heading.html")
    paragraph = ParagraphBlock(label=_("正文"), icon="pilcrow", features=TEXT_FEATURES)
    picture = PictureBlock()
    table = TableBlock(label=_("表格"), template="blocks/table.html")
    steps = blocks.ListBlock(blocks.TextBlock(label=_("步骤")), label=_("步骤"), icon="list-ol", template="blocks/steps.html")
    question = QuestionBlock()
    callout = CalloutBlock()
    files = blocks.ListBlock(DocumentChooserBlock(label=_("文件")), label=_("附件"), icon="doc-full", template="blocks/files.html")
    video = VideoBlock()
