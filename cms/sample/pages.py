"""The sample's pages on the ground floor: home, columns, articles, leaders, service guides."""

import json
from datetime import date, datetime
from pathlib import Path

from django.utils import timezone
from wagtail.models import Page, ReferenceIndex, Site

from cms.models import ArticlePage, ColumnPage, Department, HomePage, LeaderPage, ServiceGuidePage, User
from cms.models.pages import ServiceGuideForm
from cms.sample import markup
from cms.sample.files import document

HERE = Path(__file__).parent
LISTED = ("conditions", "materials", "process")  # one line each in a service guide
PLAIN = ("legal_basis", "place", "agency", "fees", "hours", "telephone", "summary")


def home_site(fields: dict) -> Site:
    """The default site with its home page; Wagtail's page of welcome goes."""
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    home = HomePage.objects.first()
    if home is None:
        home = HomePage(slug="gongkai", live=False, **fields)
        Page.get_first_root_node().add_child(instance=home)
        publish(home)
    if site.root_page_id != home.pk:
        welcome = site.root_page if site.root_page_id and site.root_page.specific_class is Page else None
        site.root_page, site.site_name = home, site.site_name or fields["title"]
        site.save()
        if welcome and not welcome.is_root():
            welcome.delete()
    return site


def home() -> HomePage:
    return HomePage.objects.first()


def load() -> None:
    for fields in json.loads((HERE / "columns.json").read_text(encoding="utf-8")):
        column(home(), fields)
    for entry in markup.read_all(HERE / "articles"):
        article(entry)
    for entry in markup.read_all(HERE / "guides"):
        guide(entry)


def below(parent: Page, slug: str) -> Page:
    return parent.get_children().get(slug=slug)


def place(parent: Page, model: type[Page], fields: dict, **more) -> Page:
    """The page of this slug below the parent, made and published when it is missing."""
    found = parent.get_children().filter(slug=fields["slug"]).first()
    if found:
        return found.specific
    page = model(live=False, **fields)
    for name, value in more.items():
        setattr(page, name, value)
    parent.add_child(instance=page)
    return publish(page)


def publish(page: Page) -> Page:
    """Through a first revision and the gate, as an editor's page goes."""
    people = {user.username: user for user in User.objects.filter(username__in=["editor", "reviewer"])}
    revision = page.save_revision(user=people.get("editor"))
    revision.publish(user=people.get("reviewer"), skip_permission_checks=True)
    ReferenceIndex.create_or_update_for_object(page)
    return page


def column(parent: Page, fields: dict) -> Page:
    """A column from its description: the owner by short name, ``menu`` for the main menu."""
    fields = {"menu": False, **fields}
    owner = Department.objects.ours().get(short_name=fields.pop("owner"))
    return place(parent, ColumnPage, {"show_in_menus": fields.pop("menu"), **fields}, owner_unit=owner)


def leaders(parent: Page) -> None:
    """The leaders' pages, by post: the sample names no persons."""
    for fields in json.loads((HERE / "leaders.json").read_text(encoding="utf-8")):
        place(parent, LeaderPage, fields)


def article(entry: markup.Entry) -> None:
    fields = {name: entry[name] for name in ("title", "kind", "source", "summary", "participants", "claim")}
    fields["keywords"] = "，".join(entry.several("keywords"))
    fields["points"] = "\n".join(entry.several("points"))
    fields["published_time"] = timezone.make_aware(datetime.fromisoformat(entry["time"]))
    fields["meeting_on"] = date.fromisoformat(entry["meeting_on"]) if entry["meeting_on"] else None
    place(below(home(), entry["column"]), ArticlePage, {**fields, "slug": entry.name, "body": markup.stream(entry.text)})


def guide(entry: markup.Entry) -> None:
    fields = {name: entry[name] for name in ("title", *PLAIN)}
    fields |= {name: "\n".join(entry.several(name)) for name in LISTED}
    owner = Department.objects.ours().get(short_name=entry["unit"])
    forms = [ServiceGuideForm(document=document(name, title), title=title) for name, title in entry.attachments]
    place(below(home(), "services"), ServiceGuidePage, {**fields, "slug": entry.name}, unit=owner, forms=forms)
