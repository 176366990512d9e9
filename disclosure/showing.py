"""What a citizen reads about an item: its state in words, its facts, where it stands. Works on what views have fetched."""

from datetime import date, datetime, time
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import frame
from cms.punctuation import listed
from disclosure.models import PolicyAct, PolicyDocument, Validity

_SIGNS = {
    Validity.VALID: ("good", "check"),
    Validity.AMENDED: ("good", "check"),
    Validity.NOT_YET: ("soon", "clock"),
    Validity.EXPIRED: ("past", "past"),
    Validity.REPEALED: ("past", "past"),
}


class State(NamedTuple):
    """A state as words, tone and sign, as ``components/state.html`` takes them."""

    label: str
    tone: str
    icon: str


def validity_state(policy: PolicyDocument, today: date) -> State:
    return state(policy.validity_on(today))


def state(validity: str) -> State:
    """A validity in the visitor's words."""
    return State(str(Validity(validity).label), *_SIGNS[Validity(validity)])


def fact(label: str, value, url: str = "", zh: bool = False) -> dict:
    return {"label": label, "value": value or "", "url": url, "zh": zh}


def catalogue_link(**filters) -> str:
    return reverse("policies") + "?" + "&".join(f"{name}={value}" for name, value in filters.items())


def policy_facts(policy: PolicyDocument) -> list[dict]:
    """文件信息, in the order of the State Council's library."""
    issuers = list(policy.issuers.all())
    several = len(issuers) > 1
    facts = [
        fact(_("索引号"), policy.index_number),
        fact(_("主题分类"), theme_label(policy), policy.theme_id and catalogue_link(theme=policy.theme_id), zh=True),
    ]
    for issuer in sorted(issuers, key=lambda issuer: not issuer.lead):
        label = _("牵头机关") if issuer.lead and several else _("制发机关")
        facts.append(fact(label, issuer.unit.name, catalogue_link(unit=issuer.unit_id), zh=True))
    facts += [
        fact(_("发文字号"), policy.document_number, zh=True),
        fact(_("体裁"), policy.get_genre_display()),
        fact(_("成文日期"), policy.written_on),
        fact(_("公开日期"), policy.published_on),
        fact(_("施行日期"), policy.in_force_on),
        fact(_("有效期至"), policy.expires_on),
        fact(_("公开属性"), policy.get_attribute_display()),
        fact(_("发布机构"), policy.publisher.name if policy.publisher else "", zh=True),
        fact(_("面向"), listed(policy.audience)),
        fact(_("关键词"), policy.keywords, zh=True),
    ]
    return facts


def theme_label(item) -> str:
    if not item.theme_id:
        return ""
    parent = item.theme.parent
    return f"{parent.name} / {item.theme.name}" if parent else item.theme.name


def cleaned(policy: PolicyDocument) -> str:
    """What the last published cleanup came to, in words; "" where there was none."""
    if not policy.cleanup_id:
        return ""
    return _("%(year)d年清理：%(outcome)s") % {"year": policy.cleanup.year, "outcome": policy.get_cleanup_outcome_display()}


class Relation(NamedTuple):
    """One line of the document's history: what it did to another, or another to it."""

    words: str
    document: PolicyDocument
    effective_on: date
    note: str
    ends_this: bool = False


def relations(policy: PolicyDocument) -> list[Relation]:
    """What it suffered first, then what it does; only documents that the public may see."""
    suffers = {"amends": _("已被修改"), "repeals": _("已被废止"), "replaces": _("已被替代")}
    does = {"amends": _("修改"), "repeals": _("废止"), "replaces": _("替代")}
    found = [
        Relation(suffers[act.kind], act.actor, act.effective_on, act.note, act.kind in PolicyAct.ENDING)
        for act in (policy.suffered.all() if policy.pk else ())  # a draft that is previewed before it is stored
        if is_visible(act.actor)
    ]
    found += [Relation(does[act.kind], act.subject, act.effective_on, act.note) for act in policy.acts.all() if is_visible(act.subject)]
    return found


def published_moment(item) -> datetime | None:
    """The hour of release where it happened on the day of publication; imported items only know the day."""
    if item.published_on is None:
        return item.released_at
    if item.released_at and timezone.localdate(item.released_at) == item.published_on:
        return item.released_at
    return timezone.make_aware(datetime.combine(item.published_on, time.min))


def is_visible(item) -> bool:
    """The rule of ``visible()`` on a row that has been fetched."""
    return item.live and item.taken_down_at is None and item.attribute == "active"


def column_crumbs(request: HttpRequest, item, fallback: dict) -> list[dict]:
    """From the home page down to the item's column."""
    if not item.column_id:
        return [fallback]
    return [{"title": place.title, "url": place.url} for place in frame.above(request, item.column.path, inclusive=True)]
