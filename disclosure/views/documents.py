"""The pages of single items: policy document, interpretation, dated item; their short addresses and QR codes."""

import io

import segno
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from cms import errors, frame, metatags, reading, stamps
from cms.punctuation import listed
from disclosure import listings, showing
from disclosure.models import DatedItem, Interpretation, PolicyAct, PolicyAttachment, PolicyDocument, PolicyIssuer
from disclosure.views import annual_report

POLICIES = {"title": "政策与解读", "url": "/policies/"}
INTERPRETATIONS = {"title": "政策解读", "url": "/interpretations/"}
# What these pages show, and nothing beside it: the columns of all that is joined cost more than the text of the document.
ITEM = (
    "title", "index_number", "summary", "body", "keywords", "for_enterprises", "for_citizens", "attribute", "written_on",
    "published_on", "source_url", "legacy", "live", "released_at", "theme__name", "theme__parent__name", "publisher__name",
    "column__path", "column__title", "column__column_type", "column__summary", "column__keywords",
)  # fmt: skip
POLICY = (
    "document_number", "genre", "in_force_on", "expires_on", "declared_validity", "interpretation_waiver", "interpretation_due_on",
)  # fmt: skip
INTERPRETATION = ("form", "round", "covers", "concerns", "expert", "picture", "picture_text", "video", "transcript")
DATED = ("kind", "year", "amount", "closes_on")
ACT = ("actor", "subject", "kind", "effective_on", "note", "sort_order")
LINKED = ("title", "document_number", "live", "taken_down_at", "attribute")
SHORT = {"p": PolicyDocument, "i": Interpretation, "d": DatedItem}


def policy(request: HttpRequest, pk: int) -> HttpResponse:
    issuers = PolicyIssuer.objects.select_related("unit").only("policy", "lead", "sort_order", "unit__name")
    documents = _items(PolicyDocument, *POLICY).prefetch_related(
        Prefetch("issuers", issuers),
        Prefetch("attachments", PolicyAttachment.objects.select_related("document")),
        Prefetch("acts", _acts("subject")),
        Prefetch("suffered", _acts("actor")),
    )
    return _shown(request, documents, pk, "disclosure/policy.html", policy_context)


def _items(model, *own: str) -> QuerySet:
    """Items with what their pages show: the fields of all kinds and those of this one."""
    return model.objects.select_related("theme__parent", "publisher", "column").only(*ITEM, *own)


def _acts(other: str) -> QuerySet:
    """Acts with the document at their other end."""
    return PolicyAct.objects.select_related(other).only(*ACT, *(f"{other}__{name}" for name in LINKED))


def policy_context(request: HttpRequest, policy: PolicyDocument) -> dict:
    stamps.depends(request, f"policy:{policy.pk}")
    today = timezone.localdate()
    relations = showing.relations(policy)
    interpretations = []
    if policy.pk:
        interpretations = list(policy.interpretations.visible().newest_first().only(*listings.CARD))
    return {
        "policy": policy,
        "state": showing.validity_state(policy, today),
        "ended_by": next((relation for relation in relations if relation.ends_this), None),
        "relations": relations,
        "interpretations": interpretations,
        "interpretation_due_on": policy.interpretation_due_on if not interpretations else None,
        "facts": showing.policy_facts(policy),
        "attachments": list(policy.attachments.all()),
        **_item_context(request, policy, "p", POLICIES, "政策文件"),
    }


def interpretation(request: HttpRequest, pk: int) -> HttpResponse:
    items = _items(Interpretation, *INTERPRETATION).select_related("picture", "video")
    return _shown(request, items, pk, "disclosure/interpretation.html", interpretation_context)


def interpretation_context(request: HttpRequest, item: Interpretation) -> dict:
    stamps.depends(request, f"interpretation:{item.pk}")
    policies = item.policies.all()
    if item.live:
        policies = policies.visible().only("title", "document_number", "published_on")
    facts = [
        showing.fact(_("索引号"), item.index_number),
        showing.fact(_("解读形式"), item.get_form_display()),
        showing.fact(_("解读轮次"), item.get_round_display()),
        showing.fact(_("解读人"), item.expert, zh=True),
        showing.fact(_("发布机构"), item.publisher.name if item.publisher else "", zh=True),
        showing.fact(_("公开日期"), item.published_on),
        showing.fact(_("内容"), listed(item.covered)),
        showing.fact(_("面向"), listed(item.audience)),
    ]
    return {
        "item": item,
        "policies": list(policies),
        "concerns": [line for line in item.concerns.splitlines() if line.strip()],
        "facts": facts,
        "attachments": list(item.attachments.select_related("document") if item.live else item.attachments.all()),
        **_item_context(request, item, "i", INTERPRETATIONS, "政策解读"),
    }


def dated_item(request: HttpRequest, pk: int) -> HttpResponse:
    items = _items(DatedItem, *DATED)
    return _shown(request, items, pk, "disclosure/dated_item.html", dated_context)


def dated_context(request: HttpRequest, item: DatedItem) -> dict:
    stamps.depends(request, f"dated:{item.pk}")
    facts = [
        showing.fact(_("索引号"), item.index_number),
        showing.fact(_("类别"), item.get_kind_display()),
        showing.fact(_("年度"), item.year),
        showing.fact(_("金额（万元）"), f"{item.amount:,}" if item.amount is not None else ""),
        showing.fact(_("截止日期"), item.closes_on),
        showing.fact(_("发布机构"), item.publisher.name if item.publisher else "", zh=True),
        showing.fact(_("成文日期"), item.written_on),
        showing.fact(_("公开日期"), item.published_on),
    ]
    attachments = item.attachments.select_related("document") if item.live else item.attachments.all()
    above = {"title": "政府信息公开", "url": reverse("policies")}
    return {
        "item": item,
        "facts": facts,
        "attachments": list(attachments),
        **annual_report.shown(request, item),
        **_item_context(request, item, "d", above, "信息公开"),
    }


def _shown(request: HttpRequest, queryset, pk: int, template: str, context) -> HttpResponse:
    """The item when the public may see it; otherwise as ``_missing`` says."""
    found = queryset.visible().filter(pk=pk).first()
    if found is not None:
        stamps.depends(request, found.stamp)
        return render(request, template, context(request, found))
    return _missing(request, queryset.model, pk)


def _missing(request: HttpRequest, model, pk: int) -> HttpResponse:
    """410 for what was taken down, 404 for everything else: whether a draft exists is nobody's business."""
    if model.objects.filter(pk=pk, taken_down_at__isnull=False).exists():
        return errors.gone(request)
    raise Http404


def _item_context(request: HttpRequest, item, letter: str, above: dict, column_type: str) -> dict:
    """What the pages of all items share: text with anchors, tags, place, short address."""
    column = item.column
    source = item.publisher.name if item.publisher else ""
    if not source and isinstance(item, PolicyDocument) and item.lead_issuer:
        source = item.lead_issuer.name
    name, kind = (column.title, column.column_type) if column else (above["title"], column_type)
    address = request.build_absolute_uri(item.get_absolute_url()) if item.pk else ""
    tags = metatags.column_tags(name, kind, column.summary if column else "", column.keywords if column else "")
    tags += metatags.article_tags(
        item.title,
        showing.published_moment(item),
        source or name,
        keywords=item.keywords,
        description=item.summary[:200],
        url=address,
    )
    return {
        "reading": reading.read(item.body, request.get_host(), frame.identity(request).domain),
        "source": source,
        "tags": tags,
        "crumbs": showing.column_crumbs(request, item, above),
        "crumb_title": item.title,
        "canonical": address,
        "short": request.build_absolute_uri(f"/{letter}/{item.pk}") if item.pk else "",
        "qr": f"/{letter}/{item.pk}/qr.svg" if item.pk else "",
    }


def short_address(request: HttpRequest, letter: str, pk: int) -> HttpResponse:
    item = SHORT[letter].objects.visible().only("pk").filter(pk=pk).first()
    if item is None:
        return _missing(request, SHORT[letter], pk)
    return redirect(item.get_absolute_url(), permanent=True)


@cache_control(max_age=86400, public=True)
def qr_code(request: HttpRequest, letter: str, pk: int) -> HttpResponse:
    """The short address as a picture that a telephone reads; drawn here, nothing is asked of another host."""
    get_object_or_404(SHORT[letter].objects.visible().only("pk"), pk=pk)
    code = segno.make(request.build_absolute_uri(f"/{letter}/{pk}"), error="m", micro=False)
    picture = io.BytesIO()
    code.save(picture, kind="svg", scale=4, border=2, light="#fff", svgclass=None, lineclass=None)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")
