"""Rows of lists with everything they show, in a fixed number of queries; and what a column of each kind lists."""

from datetime import date
from functools import lru_cache, partial
from typing import NamedTuple

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.text import Truncator

from cms import registry
from cms.addresses import numbered
from cms.models import ColumnPage
from disclosure import showing
from disclosure.models import DatedItem, Interpretation, PolicyAct, PolicyDocument, PolicyIssuer, form_label
from disclosure.validity import Act, validity

CARD = ("title", "published_on", "form", "round")
SIDE_BY_SIDE = 3  # interpretations on the row of a policy
SHORT = 24  # characters of an interpretation's title there


class Beside(NamedTuple):
    """An interpretation on the row of its policy."""

    url: str
    form: str
    title: str


class PolicyRow(NamedTuple):
    """What a list shows of a policy, as ``components/policy_rows.html`` takes it."""

    url: str
    title: str
    published_on: date | None
    document_number: str
    state: showing.State
    issuer: str
    interpretations: list[Beside]
    interpretation_due_on: date | None


def rows_of_policies(found: QuerySet, today: date) -> list[PolicyRow]:
    """Those found, in three queries for bare values: a list of whole items with all that hangs on them takes thrice as long."""
    in_the_lead = PolicyIssuer.objects.filter(policy=OuterRef("pk")).order_by("-lead", "sort_order", "pk")
    label = Coalesce(NullIf("unit__short_name", Value("")), "unit__name")  # as Department.label
    names = ("pk", "title", "published_on", "document_number", "in_force_on", "expires_on", "declared_validity")
    found = found.annotate(issuer=Subquery(in_the_lead.values(says=label)[:1]))
    policies = list(found.values_list(*names, "issuer", "interpretation_due_on"))
    acts, beside = _acts_on([pk for pk, *_ in policies]), _beside([pk for pk, *_ in policies])
    state = lru_cache(showing.state)  # in the language of this visitor
    return [
        PolicyRow(
            numbered("policy", pk),
            title,
            published_on,
            number,
            state(validity(today, in_force_on, expires_on, acts.get(pk, ()), declared)),
            issuer or "",
            beside.get(pk, [])[:SIDE_BY_SIDE],
            due_on,
        )
        for pk, title, published_on, number, in_force_on, expires_on, declared, issuer, due_on in policies
    ]


def _acts_on(policies: list[int]) -> dict[int, list[Act]]:
    """What public documents did to each of them."""
    acts: dict[int, list[Act]] = {}
    suffered = PolicyAct.objects.filter(subject__in=policies, actor__live=True)
    for pk, kind, effective_on in suffered.values_list("subject", "kind", "effective_on"):
        acts.setdefault(pk, []).append(Act(kind in PolicyAct.ENDING, effective_on))
    return acts


def _beside(policies: list[int]) -> dict[int, list[Beside]]:
    """The public interpretations of each of them, the newest first."""
    beside: dict[int, list[Beside]] = {}
    explained = Interpretation.objects.visible().filter(policies__in=policies).newest_first()
    for policy, pk, form, title in explained.values_list("policies", "pk", "form", "title"):
        title = title if len(title) <= SHORT else Truncator(title).chars(SHORT)
        beside.setdefault(policy, []).append(Beside(numbered("interpretation", pk), form_label(form), title))
    return beside


def shown_interpretations() -> QuerySet:
    return Interpretation.objects.visible().newest_first().only(*CARD)


def rows_of_interpretations(found: QuerySet) -> QuerySet:
    visible = PolicyDocument.objects.visible().only("title", "document_number")
    return found.only(*CARD).prefetch_related(Prefetch("policies", visible, to_attr="shown_policies"))


def policies(column: ColumnPage, params) -> dict:
    found = PolicyDocument.objects.visible().filter(column=column).newest_first()
    return {"items": found.defer("body"), **_as_policies(timezone.localdate())}


def _as_policies(today: date) -> dict:
    return {"show": partial(rows_of_policies, today=today), "rows": "components/policy_rows.html"}


def normative(column: ColumnPage, params) -> dict:
    """The central list wherever it stands in the tree: all normative documents, those in force unless asked."""
    return central(PolicyDocument.objects.normative(), params, timezone.localdate())


def plans(column: ColumnPage, params) -> dict:
    return central(PolicyDocument.objects.plans(), params, timezone.localdate())


def central(found: QuerySet, params, today: date) -> dict:
    """Normative documents or plans: those in force on the day ``today``, all of them when the address asks for it."""
    everything = params.get("all") == "1"
    found = found.visible() if everything else found.visible().in_force(today)
    return {
        "items": found.newest_first().defer("body"),
        **_as_policies(today),
        "validity_switch": True,
        "everything": everything,
    }


def interpretations(column: ColumnPage, params) -> dict:
    found = Interpretation.objects.visible().newest_first()
    return {"items": rows_of_interpretations(found), "rows": "components/interpretation_rows.html"}


def dated(column: ColumnPage, params) -> dict:
    found = DatedItem.objects.visible().newest_first().defer("body")
    found = found.filter(kind=column.dated_kind) if column.dated_kind else found.filter(column=column)
    return {"items": found, "rows": "components/dated_rows.html"}


def register() -> None:
    for shows, listing in {
        ColumnPage.Shows.POLICIES: policies,
        ColumnPage.Shows.NORMATIVE: normative,
        ColumnPage.Shows.PLANS: plans,
        ColumnPage.Shows.INTERPRETATIONS: interpretations,
        ColumnPage.Shows.DATED: dated,
    }.items():
        registry.listings.register(shows.value, listing)
