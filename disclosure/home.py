"""What the home page shows of disclosure: the ways in, the newest policies with their interpretations, the statutory
columns, the year's rate."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import frame, registry, stamps
from cms.models import ColumnPage
from cms.showing import address
from disclosure import listings
from disclosure.models import Interpretation, PlatformPage, PolicyDocument, RequestPage
from disclosure.rates import diversified_rate

NEWEST = 8
REPLY = "OGI_REPLY_20WD"
STATUTORY = 24


def find_policies(request: HttpRequest) -> dict:
    count = frame.keep(request, "count of policies", PolicyDocument.objects.visible().count, stamps.CATALOGUE)
    text = _("%(count)s 份政策文件") % {"count": f"{count:,}"}
    return {"place": "task", "title": _("查政策"), "text": text, "url": reverse("policies")}


def read_interpretations(request: HttpRequest) -> dict:
    count = frame.keep(request, "count of interpretations", Interpretation.objects.visible().count, stamps.CATALOGUE)
    text = _("%(count)s 篇图文和视频解读") % {"count": f"{count:,}"}
    return {"place": "task", "title": _("看解读"), "text": text, "url": reverse("interpretations")}


def apply_for_information(request: HttpRequest) -> dict | None:
    urls = frame.keep(request, "request page", lambda: [address(page.url_path) for page in RequestPage.objects.live()[:1]])
    if not urls:
        return None
    text = _("%(count)d 个工作日内答复") % {"count": registry.terms.get(REPLY).number}
    return {"place": "task", "title": _("申请公开"), "text": text, "url": urls[0]}


def find_places(request: HttpRequest) -> dict:
    return {"place": "task", "title": _("找机构"), "text": _("医院、接种门诊、办事窗口"), "url": reverse("places")}


def by_when(request: HttpRequest) -> dict:
    return {"place": "task", "title": _("到哪天？"), "text": _("期限计算器：答复、缴费、复议"), "url": reverse("deadlines")}


def newest_policies(request: HttpRequest) -> dict:
    newest = listings.rows_of_policies(PolicyDocument.objects.visible().newest_first()[:NEWEST], timezone.localdate())
    return {"place": "main", "template": "disclosure/home_newest.html", "policies": newest}


def statutory_columns(request: HttpRequest) -> dict | None:
    entries = frame.keep(request, "statutory columns", _statutory_entries)
    if not entries:
        return None
    return {"place": "below", "template": "disclosure/home_statutory.html", "url": entries[0]["url"], "entries": entries[1:]}


def _statutory_entries() -> list[dict]:
    """The platform, its four sub-columns and the columns of statutory items; nothing where there is no platform."""
    platform = PlatformPage.objects.live().first()
    if platform is None:
        return []
    columns = ColumnPage.objects.live().descendant_of(platform).exclude(statutory_item="").order_by("path")[:STATUTORY]
    return [{"url": address(page.url_path), "title": page.title} for page in (platform, *platform.get_children().live(), *columns)]


def interpretation_rate(request: HttpRequest) -> dict | None:
    year = timezone.localdate().year
    rate = frame.keep(request, f"rate of {year}", lambda: diversified_rate(year), stamps.CATALOGUE)
    if rate.percent is None:
        return None
    return {"place": "aside", "template": "disclosure/home_rate.html", "rate": rate}


def register() -> None:
    for block in (find_policies, read_interpretations, apply_for_information, find_places, by_when, newest_policies):
        registry.home_blocks.register(block.__name__, block)
    registry.home_blocks.register("statutory_columns", statutory_columns)
    registry.home_blocks.register("interpretation_rate", interpretation_rate)
    registry.unit_blocks.register("documents", documents_of_unit)


def documents_of_unit(unit) -> dict:
    """On the page of a unit: what it issued."""
    found = PolicyDocument.objects.visible().filter(issuers__unit=unit).newest_first()
    return {
        "template": "disclosure/unit_documents.html",
        "policies": listings.rows_of_policies(found[:NEWEST], timezone.localdate()),
        "unit": unit,
    }
