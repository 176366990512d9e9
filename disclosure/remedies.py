"""救济途径: what a reply must say about the ways against it, by how the application ended. Pure.

Refusals under Articles 14 to 16 go to reconsideration first, and the reply must say so (行政复议法第二十三条); everything else may
be taken to court directly (法释〔2025〕8号). The organ is the government at the same level alone (行政复议法第二十四条); whoever
serves a decision over the Internet names the Internet channel for reconsideration too (第二十二条). The numbers are those of the
terms in `disclosure/deadlines.py`.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.regulations.numbering import numeral
from disclosure.deadlines import TERMS
from disclosure.outcomes import OUTCOMES, Remedy


@dataclass(frozen=True)
class Organs:
    """Where an applicant turns: names as they stand in a letter. ``online`` is the address for reconsideration over the Internet."""

    reconsideration: str
    court: str
    online: str = ""


class OrgansMissing(ValueError):
    """No letter may leave the organ or the court open."""


_NUMBERS = {term.name: numeral(term.number) for term in TERMS}
RECONSIDERATION = _NUMBERS["RECONSIDERATION_60D"]
AFTERWARDS = _NUMBERS["LITIGATION_AFTER_RECONSIDERATION_15D"]
DIRECTLY = _NUMBERS["LITIGATION_6M"]


def paragraph(code: str, organs: Organs) -> str:
    """The remedy paragraph of a reply with this outcome; empty where nothing was decided against the applicant.

    Raises KeyError for an outcome that does not exist, OrgansMissing where the organ or the court is not stated.
    """
    remedy = OUTCOMES[code].remedy
    if remedy is Remedy.NONE:
        return ""
    named = _named(organs)
    if remedy is Remedy.EITHER:
        return _either(named)
    what = _("如对本答复中不予公开的部分不服") if code == "partial" else _("如对本答复不服")
    return _(
        "%(what)s，应当依照《中华人民共和国行政复议法》第二十三条第一款第四项的规定，自收到本答复之日起%(reconsideration)s日内，"
        "先向%(organ)s申请行政复议%(online)s；对行政复议决定不服的，可以自收到行政复议决定书之日起%(afterwards)s日内，"
        "向%(court)s提起行政诉讼。"
    ) % {"what": what, **named}


def when_overdue(organs: Organs) -> str:
    """What the status page says when no reply came in time (行政复议法第十一条; 法释〔2025〕8号第二条)."""
    named = _named(organs)
    return (
        _(
            "答复期限已过而没有收到答复的，可以向%(organ)s申请行政复议%(online)s，也可以直接向%(court)s提起行政诉讼；"
            "还可以向政府信息公开工作主管部门投诉、举报。"
        )
        % named
    )


def _either(named: dict[str, str]) -> str:
    return (
        _(
            "如对本答复不服，可以自收到本答复之日起%(reconsideration)s日内，向%(organ)s申请行政复议%(online)s，"
            "也可以自收到本答复之日起%(directly)s个月内，直接向%(court)s提起行政诉讼。"
        )
        % named
    )


def _named(organs: Organs) -> dict[str, str]:
    if not organs.reconsideration.strip() or not organs.court.strip():
        raise OrgansMissing(_("还没有填写行政复议机关和有管辖权的人民法院，答复书不能缺少救济途径。"))
    online = _("（网上申请：%(address)s）") % {"address": organs.online} if organs.online else ""
    return {
        "organ": organs.reconsideration,
        "court": organs.court,
        "online": online,
        "reconsideration": RECONSIDERATION,
        "afterwards": AFTERWARDS,
        "directly": DIRECTLY,
    }
