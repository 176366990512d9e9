"""文书的种类: which letters go out with an application, what each template may name, and what a finished letter must carry. Pure.

A template is a text with named places, `{信息名称}`; nothing else in it is replaced. Whether a letter may be signed is judged by
its finished text: what the table demands must stand in it, whoever rewrote the template.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.application_clock import Kind
from disclosure.outcomes import OUTCOMES, Remedy


class LetterKind(StrEnum):
    RECEIPT = "receipt"
    CORRECTION = "correction"
    EXTENSION = "extension"
    THIRD_PARTY = "third_party"
    AGENCY = "agency"
    FEE = "fee"
    REPLY = "reply"


class Need(StrEnum):
    """What a letter is void without."""

    ARTICLE = "article"
    REASON = "reason"
    REMEDY = "remedy"
    DATE = "date"


ARTICLE, REASON, REMEDY, ALL_DUE, RECEIVED = "依据", "理由", "救济", "期限", "收到日期"
COMMON = ("申请人", "回执编号", "信息名称", RECEIVED, "本机关", "联系方式", ARTICLE)


@dataclass(frozen=True)
class LetterForm:
    """``sign`` is the word of the kind within its number; ``needs`` says in which place of the template the need is met."""

    name: str
    sign: str
    needs: Mapping[Need, str]
    places: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """Everything that a template of this kind may name."""
        return tuple(dict.fromkeys([*COMMON, *self.needs.values(), *self.places]))


_TERMED = {Need.ARTICLE: ARTICLE, Need.DATE: ALL_DUE}
FORMS = {
    LetterKind.RECEIPT: LetterForm(gettext_lazy("登记回执"), "登", _TERMED, ("形式", "途径")),
    LetterKind.CORRECTION: LetterForm(gettext_lazy("补正告知书"), "补", {**_TERMED, Need.REASON: REASON}),
    LetterKind.EXTENSION: LetterForm(gettext_lazy("延期告知书"), "延", {**_TERMED, Need.REASON: REASON}, ("工作日数",)),
    LetterKind.THIRD_PARTY: LetterForm(gettext_lazy("征求第三方意见书"), "询", _TERMED, ("对方",)),
    LetterKind.AGENCY: LetterForm(gettext_lazy("征求行政机关意见函"), "函", _TERMED, ("对方",)),
    LetterKind.FEE: LetterForm(
        gettext_lazy("收费通知书"),
        "费",
        {**_TERMED, Need.REASON: REASON, Need.REMEDY: REMEDY},
        ("金额", "计收方式"),
    ),
    LetterKind.REPLY: LetterForm(
        gettext_lazy("答复书"),
        "答",
        {Need.ARTICLE: ARTICLE, Need.DATE: RECEIVED, Need.REASON: REASON, Need.REMEDY: REMEDY},
        ("内容", "不予公开的依据", "附件"),
    ),
}
TO_OTHERS = frozenset({LetterKind.THIRD_PARTY, LetterKind.AGENCY})  # the applicant does not get these
# by which event a letter becomes due; a consultation is told by whom it goes to
LETTERS = {
    Kind.RECEIVED: LetterKind.RECEIPT,
    Kind.CORRECTION_ASKED: LetterKind.CORRECTION,
    Kind.EXTENDED: LetterKind.EXTENSION,
    Kind.FEE_NOTIFIED: LetterKind.FEE,
    Kind.SIGNED: LetterKind.REPLY,
    Kind.NOT_CORRECTED: LetterKind.REPLY,
    Kind.NOT_PAID: LetterKind.REPLY,
    Kind.WITHDRAWN: LetterKind.REPLY,
}
CALLING = frozenset({*LETTERS, Kind.CONSULTED})
LACKING = {
    Need.ARTICLE: gettext_lazy("文书中没有写明所依据的条款（%(place)s），不能签发。"),
    Need.REASON: gettext_lazy("文书中没有写明理由（%(place)s），不能签发。"),
    Need.REMEDY: gettext_lazy("文书中没有写明救济途径（%(place)s），不能签发。"),
    Need.DATE: gettext_lazy("文书中没有写明日期（%(place)s），不能签发。"),
}
_PLACE = re.compile(r"\{([^{}]*)\}")


def letter_of(event: Kind, data: Mapping) -> LetterKind:
    """The letter that an event calls for. Raises KeyError for one that calls for none."""
    return LetterKind(data["addressee"]) if event is Kind.CONSULTED else LETTERS[event]


def needs_of(kind: LetterKind, outcome: str = "") -> Mapping[Need, str]:
    """Nothing was decided against an applicant who withdrew: then there is no remedy to speak of."""
    needs = FORMS[kind].needs
    if kind is LetterKind.REPLY and OUTCOMES[outcome].remedy is Remedy.NONE:
        return {need: place for need, place in needs.items() if need is not Need.REMEDY}
    return needs


def faults(kind: LetterKind, body: str) -> list[str]:
    """Why this cannot be a template: places that nothing fills, braces that do not close."""
    unknown = [name for name in dict.fromkeys(_PLACE.findall(body)) if name not in FORMS[kind].named]
    told = {"names": "、".join(unknown), "known": "、".join(FORMS[kind].named)}
    sentences = [_("模板中有不认识的占位符：%(names)s。可以用的有：%(known)s。") % told] if unknown else []
    if set(_PLACE.sub("", body)) & {"{", "}"}:
        sentences.append(_("模板中的花括号没有成对。"))
    return sentences


def fill(body: str, facts: Mapping[str, str]) -> str:
    """The finished text; a line whose places are all empty is left out. What is filled in is never read as a template again."""
    lines = []
    for line in body.splitlines():
        names = _PLACE.findall(line)
        if not names or any(facts.get(name) for name in names):
            lines.append(_PLACE.sub(lambda found: facts.get(found[1], ""), line))
    return "\n".join(line for line in lines if line.strip())


def lacking(kind: LetterKind, outcome: str, text: str, facts: Mapping[str, str]) -> list[str]:
    """Why the finished text may not be signed; empty when it may."""
    sentences = []
    for need, place in needs_of(kind, outcome).items():
        value = facts.get(place, "")
        if not value or value not in text:
            sentences.append(LACKING[need] % {"place": place})
    # what the outcome bears has been asked for at drafting: a template must not lose it
    lost = [place for place in ("内容", "不予公开的依据") if facts.get(place) and facts[place] not in text]
    sentences += [_("文书中没有写明%(place)s，不能签发。") % {"place": place} for place in lost]
    return sentences
