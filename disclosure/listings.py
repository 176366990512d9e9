"""Rows of lists with everything they show, in a fixed number of queries; and what a column of each kind lists."""

from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from cms import registry
from cms.models import ColumnPage
from disclosure.models import DatedItem, Interpretation, PolicyAct, PolicyDocument, PolicyIssuer

# What a row shows or computes from; fetching a whole item takes several times as long.
ROW = ("title", "published_on", "document_number", "in_force_on", "expires_on", "declared_validity", "interpretation_due_on")
CARD = ("title", "published_on", "form", "round")


def rows_of_policies(found: QuerySet) -> QuerySet:
    """With issuers, what was done to them, and the interpretations that stand side by side."""
    issuers = PolicyIssuer.objects.select_related("unit").only("policy", "lead", "sort_order", "unit__name", "unit__short_name")
    acts = PolicyAct.objects.select_related("actor").only("subject", "kind", "effective_on", "sort_order", "actor__live")
    return found.only(*ROW).prefetch_related(
        Prefetch("issuers", issuers),
        Prefetch("suffered", acts),
        Prefetch("interpretations", shown_interpretations(), to_attr="shown_interpretations"),
    )


def shown_interpretations() -> QuerySet:
    return Interpretation.objects.visible().newest_first().only(*CARD)


def rows_of_interpretations(found: QuerySet) -> QuerySet:
    visible = PolicyDocument.objects.visible().only("title", "document_number")
    return found.only(*CARD).prefetch_related(Prefetch("policies", visible, to_attr="shown_policies"))


POLICY_ROW = "components/policy_row.html"


def policies(column: ColumnPage, params) -> dict:
    found = PolicyDocument.objects.visible().filter(column=column).newest_first()
    return {"items": rows_of_policies(found), "row": POLICY_ROW, "today": timezone.localdate()}


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
        "items": rows_of_policies(found.newest_first()),
        "row": POLICY_ROW,
        "today": today,
        "validity_switch": True,
        "everything": everything,
    }


def interpretations(column: ColumnPage, params) -> dict:
    found = Interpretation.objects.visible().newest_first()
    return {"items": rows_of_interpretations(found), "row": "components/interpretation_row.html"}


def dated(column: ColumnPage, params) -> dict:
    found = DatedItem.objects.visible().newest_first().defer("body")
    found = found.filter(kind=column.dated_kind) if column.dated_kind else found.filter(column=column)
    return {"items": found, "row": "components/dated_row.html"}


def register() -> None:
    for shows, listing in {
        ColumnPage.Shows.POLICIES: policies,
        ColumnPage.Shows.NORMATIVE: normative,
        ColumnPage.Shows.PLANS: plans,
        ColumnPage.Shows.INTERPRETATIONS: interpretations,
        ColumnPage.Shows.DATED: dated,
    }.items():
        registry.listings.register(shows.value, listing)
