"""What a row of the standard catalogue opens: one click from the promise to the content, or the reason why not yet."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings
from django.db.models import Model
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms import registry, showing
from cms.links.addresses import outside
from cms.models import ColumnPage, Link
from disclosure import filters
from disclosure.models import DatedItem, Interpretation, PolicyDocument, StandardRow

State = StandardRow.State
RECORDS: dict[str, type[Model]] = {"policy": PolicyDocument, "interpretation": Interpretation, "dated_item": DatedItem}
OWN = "standard_"  # begins the names of the catalogue's own views
MOST_HOPS = 5  # redirects of the older site that are followed
PAGES = "wagtail_serve"


@dataclass(frozen=True)
class Resolution:
    """What stands behind a row on a day; ``address`` only where it may be opened."""

    state: str
    address: str = ""


class NoTarget(Exception):
    """A row cannot point there; the sentence says why."""


def resolve_row(row: StandardRow, today: date) -> Resolution:
    """What the row opens today; asked at the click too, so that nobody is sent to what was taken down a minute ago."""
    if row.page_id:
        return _of_page(row.page.specific)
    if row.query:
        return _of_query(row.query, today)
    if row.address:
        return _of_address(row.address, today)
    return Resolution(State.NOTHING if row.active else State.ON_REQUEST)


def _of_page(page: Page) -> Resolution:
    if not page.live or getattr(page, "taken_down_at", None) or page.get_view_restrictions().exists():
        return Resolution(State.UNPUBLISHED)
    if isinstance(page, ColumnPage) and not _has_content(page):
        return Resolution(State.EMPTY)
    return Resolution(State.OPEN, showing.address(page.url_path))


def _has_content(column: ColumnPage) -> bool:
    listing = registry.listings.get(column.shows)
    return (listing(column, {})["items"] if listing else column.get_children().live()).exists()


def _of_query(query: str, today: date) -> Resolution:
    try:
        found = filters.narrow(PolicyDocument.objects.visible(), chosen_in(query), today)
    except filters.NoSuchFilter:  # a theme or a column that was there when the row was written
        return Resolution(State.NOTHING)
    return Resolution(State.OPEN, f"/policies/?{query}") if found.exists() else Resolution(State.EMPTY)


def _of_outside(address: str) -> Resolution:
    """Open as long as the check of links (cms/links) does not find it dead."""
    if Link.objects.dead().filter(address=outside(address)).exists():
        return Resolution(State.DEAD)
    return Resolution(State.OPEN, address)


def _of_address(address: str, today: date) -> Resolution:
    if not address.startswith("/"):
        return _of_outside(address)
    try:
        path = followed(address)
    except NoTarget:
        return Resolution(State.NOTHING)
    if not path.startswith("/"):
        return _of_outside(path)
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return Resolution(State.NOTHING)
    if match.url_name in RECORDS:
        shown = RECORDS[match.url_name].objects.visible().filter(pk=match.kwargs["pk"]).exists()
        return Resolution(State.OPEN, path) if shown else Resolution(State.UNPUBLISHED)
    if match.url_name != PAGES:
        return Resolution(State.OPEN, path)
    page = page_at(path)
    return _of_page(page.specific) if page else Resolution(State.NOTHING)


def followed(address: str) -> str:
    """Where an address of ours leads over the redirects of the older site. Raises ``NoTarget`` for a circle."""
    seen = set()
    for _hop in range(MOST_HOPS):
        if is_own(address) or address in seen:
            raise NoTarget(_("链接“%(address)s”绕了一圈又回到标准目录，请直接写最后的地址。") % {"address": address[:80]})
        seen.add(address)
        found = Redirect.objects.filter(old_path=Redirect.normalise_path(address)).select_related("redirect_page").first()
        if found is None:
            return address
        address = showing.address(found.redirect_page.url_path) if found.redirect_page else found.redirect_link
        if not address.startswith("/"):
            return address
    raise NoTarget(_("链接“%(address)s”跳转次数太多，请直接写最后的地址。") % {"address": address[:80]})


def is_own(address: str) -> bool:
    """Whether the address is one of the standard catalogue itself."""
    try:
        return (resolve(urlsplit(address).path).url_name or "").startswith(OWN)
    except Resolver404:
        return False


def page_at(path: str) -> Page | None:
    """The page with this address, public or not."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    return site and Page.objects.filter(url_path=f"{site.root_page.url_path}{unquote(urlsplit(path).path).strip('/')}/").first()


def chosen_in(query: str) -> dict[str, str]:
    return filters.chosen_in(QueryDict(query))


# -- as a link is written in the workbook and in the form ----------------------------------------------------------


def read(link: str, today: date) -> dict:
    """The fields of a row for a link as people write it: an address of ours, a query on the library, or a whole address.

    Raises ``NoTarget``.
    """
    empty = {"page_id": None, "query": "", "address": ""}
    link = _inside(link.strip())
    if not link:
        return empty
    if len(link) > 1000 or any(sign.isspace() or sign == "\\" for sign in link) or link.startswith("//"):
        raise NoTarget(_("链接“%(address)s”不是有效的网址。") % {"address": link[:80]})
    if not link.startswith("/"):
        parts = urlsplit(link)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise NoTarget(_("链接“%(address)s”应以 / 开头，或者是 http(s) 网址。") % {"address": link[:80]})
        return empty | {"address": link}
    followed(link)
    parts = urlsplit(link)
    if parts.path == "/policies/" and parts.query:
        return empty | {"query": read_query(parts.query, today)}
    page = page_at(link) if not parts.query and not parts.fragment else None
    return empty | ({"page_id": page.pk} if page else {"address": link})


def read_query(query: str, today: date) -> str:
    """The query, when the library can answer it. Raises ``NoTarget``."""
    query = query.lstrip("?")
    chosen = chosen_in(query)
    strange = [name for name, _value in parse_qsl(query, keep_blank_values=True) if name not in chosen]
    if strange or not chosen:
        raise NoTarget(_("目录查询“%(query)s”不是政策文件库的筛选条件。") % {"query": query[:80]})
    try:
        filters.narrow(PolicyDocument.objects.none(), chosen, today)
    except filters.NoSuchFilter as refused:
        raise NoTarget(str(refused)) from None
    return query


def _inside(link: str) -> str:
    """An address of this site without its host."""
    base = settings.BASE_URL.rstrip("/")
    return link[len(base) :] or "/" if link == base or link.startswith(f"{base}/") else link


def written(row: StandardRow) -> str:
    """As a link is written in the workbook; the row's page is fetched with it."""
    if row.page_id:
        return showing.address(row.page.url_path)
    return f"/policies/?{row.query}" if row.query else row.address
