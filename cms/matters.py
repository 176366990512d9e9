"""What people want a date for, in their words: each question, the term that answers it, and what it asks besides the start.

The terms themselves stand in each app's ``deadlines.py``; whichever of them no citizen's question names is offered to
officers under its own title, so that none can be forgotten.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms import registry
from cms.terms import Event, Term

CONSULTATION = (Event.CONSULT_SENT, Event.OPINION_RECEIVED)


@dataclass(frozen=True)
class Matter:
    name: str  # in the address: ?matter=reply
    question: str
    term_name: str
    asks: tuple[Event, ...] = ()
    remedies: tuple[str, ...] = ()  # terms that begin when its day passes and nothing was done

    @property
    def term(self) -> Term:
        return registry.terms.entries[self.term_name]

    @property
    def consults(self) -> bool:
        return Event.CONSULT_SENT in self.asks


@dataclass(frozen=True)
class Group:
    title: str
    matters: tuple[Matter, ...]
    fees: bool = False  # the calculator of fees belongs here too


CITIZENS = (
    Group(
        _("申请公开，等答复"),
        (
            Matter(
                "reply",
                _("我申请公开政府信息，最迟哪天答复我？"),
                "OGI_REPLY_20WD",
                (Event.EXTENSION_WD, Event.CORRECTED, *CONSULTATION, Event.FEE_PAID),
            ),
            Matter(
                "extended",
                _("机关告诉我要延期，最迟哪天答复我？"),
                "OGI_REPLY_EXTENDED",
                (Event.EXTENSION_WD, Event.CORRECTED, *CONSULTATION),
            ),
            Matter("consulting", _("机关在征求别人的意见，最迟哪天答复我？"), "OGI_REPLY_SUSPENDED", (*CONSULTATION, Event.EXTENSION_WD)),
            Matter("asked", _("机关来征求我的意见，我最迟哪天回复？"), "OGI_THIRD_PARTY_15WD"),
        ),
    ),
    Group(
        _("被要求补正"),
        (
            Matter("correction-notice", _("申请写得不清楚，机关最迟哪天告诉我补正？"), "OGI_CORRECTION_NOTICE_7WD"),
            Matter(
                "corrected",
                _("我已经补正，最迟哪天答复我？"),
                "OGI_REPLY_AFTER_CORRECTION",
                (Event.FIRST_RECEIVED, Event.EXTENSION_WD, *CONSULTATION),
            ),
        ),
    ),
    Group(
        _("要缴费"),
        (
            Matter("pay", _("我收到了收费通知，最迟哪天缴费？"), "FEE_PAY_20WD"),
            Matter("paid", _("我已经缴费，最迟哪天答复我？"), "OGI_REPLY_AFTER_FEE", (Event.EXTENSION_WD, *CONSULTATION)),
        ),
        fees=True,
    ),
    Group(
        _("对答复不服，或者没有答复"),
        (
            Matter(
                "unanswered",
                _("我申请公开政府信息，一直没有答复，怎么办？"),
                "OGI_REPLY_20WD",
                (Event.EXTENSION_WD, Event.CORRECTED, *CONSULTATION, Event.FEE_PAID),
                remedies=("RECONSIDERATION_60D", "LITIGATION_6M"),
            ),
            Matter("reconsideration", _("我想申请行政复议，最迟哪天？"), "RECONSIDERATION_60D"),
            Matter("suit-after-reconsideration", _("我对复议决定不服，最迟哪天起诉？"), "LITIGATION_AFTER_RECONSIDERATION_15D"),
            Matter("suit", _("我想直接向法院起诉，最迟哪天？"), "LITIGATION_6M"),
        ),
    ),
    Group(
        _("写信咨询"),
        (
            Matter("letter", _("我在网上咨询，最迟哪天答复我？"), "CONSULT_REPLY_5WD"),
            Matter("simple-letter", _("我问的是简单常见的问题，最迟哪天答复我？"), "CONSULT_SIMPLE_1WD"),
        ),
    ),
    Group(
        _("信访"),
        (
            Matter("petition", _("我提出了信访，最迟哪天告诉我是否受理？"), "PETITION_ACCEPT_15D"),
            Matter("petition-handled", _("信访已经受理，最迟哪天办结？"), "PETITION_HANDLE_60D"),
            Matter("petition-extended", _("信访办理延期了，最迟哪天办结？"), "PETITION_HANDLE_EXTENDED_90D", (Event.EXTENSION_DAYS,)),
            Matter("petition-review-request", _("我对信访处理意见不服，最迟哪天请求复查？"), "PETITION_REVIEW_REQUEST_30D"),
            Matter("petition-review", _("我请求了复查，最迟哪天有复查意见？"), "PETITION_REVIEW_30D"),
            Matter("petition-recheck-request", _("我对复查意见不服，最迟哪天请求复核？"), "PETITION_RECHECK_REQUEST_30D"),
            Matter("petition-recheck", _("我请求了复核，最迟哪天有复核意见？"), "PETITION_RECHECK_30D"),
        ),
    ),
    Group(
        _("对征求意见的草案提意见"),
        (
            Matter("comments", _("一个草案征求意见，至少要开放到哪天？"), "COMMENT_MIN_30D"),
            Matter("hearing", _("我要参加听证会，材料最迟哪天送到？"), "HEARING_MATERIALS_7D_BEFORE"),
            Matter("adoption", _("决策公布了，最迟哪天说明采纳了哪些意见？"), "DECISION_FEEDBACK_10WD"),
        ),
    ),
    Group(
        _("应当公开的信息"),
        (
            Matter("published", _("应当主动公开的信息，最迟哪天公开？"), "OGI_PUBLISH_20WD"),
            Matter("interpretation", _("政策文件公布了，最迟哪天有解读？"), "INTERPRETATION_3WD"),
        ),
    ),
)
ASKED_BY_CITIZENS = {matter.term_name for group in CITIZENS for matter in group.matters}


def officers() -> Group:
    """The terms that no citizen asks about, each under its own title."""
    rest = [(name, term) for name, term in registry.terms if name not in ASKED_BY_CITIZENS]
    return Group(_("机关工作人员常用"), tuple(_own(name, term) for name, term in rest))


def _own(name: str, term: Term) -> Matter:
    return Matter(name, term.title, name, term.needs + term.takes)


def matter(name: str) -> Matter | None:
    """By its own name, or by that of its term, which is then asked about in full."""
    for group in CITIZENS:
        for one in group.matters:
            if one.name == name:
                return one
    term = registry.terms.get(name)
    return _own(name, term) if term else None


def resting_on(reference: str) -> list[tuple[str, str]]:
    """The terms that rest on an article of the library, each with its place in the calculator (`registry.article_uses`)."""
    return [(str(term.title), f"{reverse('deadlines')}?matter={name}") for name, term in registry.terms if reference in term.sources]
