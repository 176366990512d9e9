"""答复类型: in what ways an application may end, each with its article, its row in the annual report and its remedy. Pure.

The rows are those of table 3 in 国办公开办函〔2021〕30号; an application ends in exactly one outcome, and is counted in exactly one
row by it. Several outcomes may share a row (information that does not exist and information that another body holds).
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from disclosure.exemptions import EXEMPTIONS


class Row(StrEnum):
    """A row of "本年度办理结果" in table 3, under the key that the report's JSON gives it."""

    GRANTED = "granted"
    PARTIAL = "partial"
    REFUSED_1 = "refused_1"
    REFUSED_2 = "refused_2"
    REFUSED_3 = "refused_3"
    REFUSED_4 = "refused_4"
    REFUSED_5 = "refused_5"
    REFUSED_6 = "refused_6"
    REFUSED_7 = "refused_7"
    REFUSED_8 = "refused_8"
    UNABLE_1 = "unable_1"
    UNABLE_2 = "unable_2"
    UNABLE_3 = "unable_3"
    UNPROCESSED_1 = "unprocessed_1"
    UNPROCESSED_2 = "unprocessed_2"
    UNPROCESSED_3 = "unprocessed_3"
    UNPROCESSED_4 = "unprocessed_4"
    UNPROCESSED_5 = "unprocessed_5"
    OTHER_1 = "other_1"
    OTHER_2 = "other_2"
    OTHER_3 = "other_3"


class Remedy(StrEnum):
    """What a reply must say about the ways against it."""

    RECONSIDERATION_FIRST = "reconsideration_first"  # refusals under Articles 14 to 16 (行政复议法第二十三条)
    EITHER = "either"  # reconsideration within sixty days, or court within six months
    NONE = "none"  # nothing was decided against the applicant


class Bears(StrEnum):
    """What a reply of this kind must carry besides its article, its reason and its remedy."""

    GROUND = "ground"  # one of Articles 14 to 16 (disclosure/exemptions.py)
    PLACE = "place"  # where and how what is public is found
    PAPERS = "papers"  # what is given out, or by what way, through what channel and when
    BODY = "body"  # name and contact of the right body, if they are known
    EARLIER = "earlier"  # the earlier reply on the same information
    CHANNEL = "channel"  # the channel that is right for it


@dataclass(frozen=True)
class Outcome:
    code: str
    name: str
    row: Row | None  # None: the ground decides (`row_of`)
    articles: tuple[str, ...]  # in cms/regulations; of a refusal those of its ground come first
    remedy: Remedy
    bears: tuple[Bears, ...] = ()
    optional: tuple[Bears, ...] = ()
    needs_reason: bool = True  # a sentence of the officer's own, besides the article


def _one(code: str, name: str, row: Row | None, articles: str, remedy: Remedy = Remedy.EITHER, **more) -> Outcome:
    return Outcome(code, name, row, tuple(articles.split()), remedy, **more)


OUTCOMES = {
    outcome.code: outcome
    for outcome in (
        _one("already_public", _("已经主动公开，告知获取方式"), Row.GRANTED, "ogi/36-1-1", bears=(Bears.PLACE,), needs_reason=False),
        _one("granted", _("予以公开"), Row.GRANTED, "ogi/36-1-2", bears=(Bears.PAPERS,), needs_reason=False),
        _one("partial", _("部分公开"), Row.PARTIAL, "ogi/37", Remedy.RECONSIDERATION_FIRST, bears=(Bears.PAPERS, Bears.GROUND)),
        _one("refused", _("不予公开"), None, "ogi/36-1-3", Remedy.RECONSIDERATION_FIRST, bears=(Bears.GROUND,)),
        _one("special_access", _("属于行政查询事项，按照专门规定办理"), Row.REFUSED_8, "ogi/36-1-7", bears=(Bears.CHANNEL,)),
        _one("not_found", _("经检索没有所申请的信息"), Row.UNABLE_1, "ogi/36-1-4"),
        _one("not_ours", _("不属于本机关负责公开"), Row.UNABLE_1, "ogi/36-1-5", optional=(Bears.BODY,)),
        _one("needs_making", _("没有现成信息，需要另行制作"), Row.UNABLE_2, "ogi/38"),
        _one("still_unclear", _("补正后申请内容仍不明确"), Row.UNABLE_3, "ogi/30"),
        _one("petition", _("信访、举报、投诉类申请"), Row.UNPROCESSED_1, "ogi/39-1", bears=(Bears.CHANNEL,)),
        _one("repeated", _("重复申请"), Row.UNPROCESSED_2, "ogi/36-1-6", bears=(Bears.EARLIER,)),
        _one("publication", _("要求提供公开出版物"), Row.UNPROCESSED_3, "ogi/39-2", bears=(Bears.PLACE,)),
        _one("excessive", _("无正当理由大量反复申请"), Row.UNPROCESSED_4, "ogi/35"),
        # practice: the report has a row for it and the Regulations have no article; its reason must carry it
        _one("reissue", _("要求行政机关确认或者重新出具已获取信息"), Row.UNPROCESSED_5, ""),
        _one("not_corrected", _("无正当理由逾期不补正，不再处理"), Row.OTHER_1, "ogi/30", needs_reason=False),
        _one("not_paid", _("逾期未缴纳信息处理费，不再处理"), Row.OTHER_2, "ogi/42 fees/6", needs_reason=False),
        _one("withdrawn", _("申请人撤回申请"), Row.OTHER_3, "", Remedy.NONE, needs_reason=False),
        _one("ended", _("申请人死亡、终止等其他情形"), Row.OTHER_3, "", Remedy.NONE),
    )
}

# the row of a refusal, by its ground
ROWS_OF_GROUNDS = {
    "E14a": Row.REFUSED_1,
    "E14b": Row.REFUSED_2,
    "E14c": Row.REFUSED_3,
    "E15": Row.REFUSED_4,
    "E16a": Row.REFUSED_5,
    "E16b": Row.REFUSED_6,
    "E16c": Row.REFUSED_7,
}


class GroundMissing(ValueError):
    """A refusal without one of the grounds of Articles 14 to 16."""


def row_of(code: str, ground: str = "") -> Row:
    """The one row of table 3 in which an application with this outcome is counted.

    Several grounds for one refusal count once, under the first. Raises KeyError for an outcome that does not exist, and
    GroundMissing for a refusal without a ground.
    """
    row = OUTCOMES[code].row
    if row is not None:
        return row
    if ground not in ROWS_OF_GROUNDS:
        raise GroundMissing(_("不予公开必须写明《政府信息公开条例》第十四条至第十六条中的依据。"))
    return ROWS_OF_GROUNDS[ground]


def articles_of(code: str, grounds: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The articles that a reply rests on: those of its grounds, then those of the kind of reply."""
    return tuple(dict.fromkeys([*(EXEMPTIONS[ground].article for ground in grounds), *OUTCOMES[code].articles]))
