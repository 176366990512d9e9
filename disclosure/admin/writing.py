"""“写解读”: from a policy to the form of an interpretation that already knows it; warnings while one writes."""

from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.admin.searching import find
from disclosure.models import DatedItem, Interpretation, PolicyDocument
from disclosure.numbers import number_key
from disclosure.titles import title_key


def write_interpretation_url(policy: PolicyDocument) -> str:
    return reverse("wagtailsnippets_disclosure_interpretation:add") + "?" + urlencode({"policy": policy.pk})


def interpretation_of(policy: PolicyDocument) -> Interpretation:
    """An unsaved interpretation with what it takes over from its policy."""
    return Interpretation(
        title=_("《%(title)s》政策解读") % {"title": policy.title.strip("《》")},
        theme=policy.theme,
        publisher=policy.publisher or policy.lead_issuer,
        for_enterprises=policy.for_enterprises,
        for_citizens=policy.for_citizens,
        keywords=policy.keywords,
    )


KINDS = {model._meta.model_name: model for model in (PolicyDocument, Interpretation, DatedItem)}


def already_used(model: type, pk: int | None, title: str = "", number: str = "") -> list[str]:
    """Sentences about a title or a number that another item has already; hints for whoever writes, not refusals."""
    sentences = []
    others = model.objects.exclude(pk=pk)
    named = title_key(title)
    if named and (other := others.filter(title_key=named).only("title").first()):
        sentences.append(_("已有标题相同或相近的内容：《%(title)s》，请确认不是重复录入。") % {"title": other.title})
    key = number_key(number)
    if key and model is PolicyDocument and (other := others.filter(number_key=key).only("title").first()):
        sentences.append(_("发文字号 %(number)s 已用于《%(title)s》。") % {"number": number, "title": other.title})
    return sentences


def find_policies(text: str, among: QuerySet | None = None) -> QuerySet:
    """Policies by title or by number in any writing, for pickers and choosers; the newest first."""
    policies = PolicyDocument.objects.order_by("-published_on", "-pk").defer("body") if among is None else among
    key = number_key(text)
    return find(policies, text, ["title", "document_number"], Q(number_key=key) if key else None)


def policy_label(policy: PolicyDocument) -> str:
    """A policy as it stands in a picker: title, number, and whether it is public."""
    state = "" if policy.live else _("（未公开）")
    return " ".join(part for part in (policy.title, policy.document_number, state) if part)
