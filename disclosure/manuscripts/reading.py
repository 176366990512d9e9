"""A file of whatever format as a ``Paper``: the text, and in sentences what could not be read and what its readers do not see."""

from datetime import date

from django.utils.translation import gettext as _

from cms import hidden_content
from cms.hidden_content import BROKEN
from cms.hidden_content.reading import TooMuch
from cms.models import Finding
from disclosure.manuscripts import converter, pdf, word
from disclosure.manuscripts.paper import Paper, plain

SHOWN = 10  # things found in the file that are told one by one
READS = {"docx": word.read, "pdf": pdf.read}


def read(content: bytes, form: str, today: date) -> Paper:
    """``form`` is a key of ``cms.uploads.FORMATS``. Never raises for what is in the file: the notes say it."""
    try:
        if form == "txt":
            paper = Paper([plain(line) for line in hidden_content.decoded(content).splitlines()])
        elif form in READS:
            paper = READS[form](content)
        else:
            paper = word.read(converter.to_docx(content, form))
            paper.notes.append(_("正文由 %(form)s 文件转换而来，请对照原件核对。") % {"form": form.upper()})
    except (converter.NotConverted, TooMuch) as why:
        return Paper(notes=[str(why)])
    except BROKEN:
        return Paper(notes=[_("文件已损坏或结构不正常，系统读不出正文。请重新保存后再上传，或者手工录入。")])
    if not paper.has_text and not paper.notes:
        paper.notes.append(_("文件里没有读到文字，请手工录入。"))
    paper.notes += unseen(content, today) if form in READS else []
    return paper


def unseen(content: bytes, today: date) -> list[str]:
    """Personal numbers and hidden content; what they are must be settled before the file is public (docs/personal-data.md)."""
    found = [one for one in hidden_content.look(content, today) if one.kind != "unread"]
    told = [
        _("%(kind)s，%(place)s：%(excerpt)s") % {"kind": Finding.Kind(one.kind).label, "place": one.place, "excerpt": one.excerpt}
        for one in found[:SHOWN]
    ]
    if more := len(found) - len(told):
        told.append(_("另有 %(count)d 处没有逐一列出。") % {"count": more})
    return told
