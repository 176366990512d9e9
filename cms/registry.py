"""Where the ground floor learns what stands above it: each app fills these in its ``apps.py``; cms imports nobody."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Registry:
    """Named things in the order in which they were registered; a name can be taken once."""

    purpose: str
    entries: dict[str, object] = field(default_factory=dict)

    def register(self, name: str, entry: object) -> None:
        if self.entries.get(name, entry) is not entry:
            raise ValueError(f"{self.purpose}: {name} is registered already")
        self.entries[name] = entry

    def get(self, name: str) -> object | None:
        return self.entries.get(name)

    def __iter__(self):
        return iter(self.entries.items())


@dataclass(frozen=True)
class OwnedWork:
    """A kind of work that lies in one person's hands: ``open(user)`` lists it, ``give(item, to)`` hands one over."""

    name: str
    open: Callable
    give: Callable


@dataclass(frozen=True)
class DeadlineSubject:
    """How a kind of thing with deadlines is spoken of: where staff see it, and who answers for it when no owner is named."""

    url: Callable  # (subject) -> address of its staff screen
    owners: Callable  # (subject) -> the people who are told about it besides the deadline's owner
    unit: Callable | None = None  # (subject) -> number of the unit whose heads answer for it when no owner is named


# name -> callable(write) that loads an app's part of the sample authority; safe to repeat
sample_content = Registry("sample content")
# name -> callable(address) giving lines that `make run` prints: the accounts, what to look at first
welcome = Registry("words of welcome")
# what a column shows (ColumnPage.shows) -> callable(column, params) giving {"items": queryset of its visible items, newest
# first, "rows": template of their rows, "show": what makes rows of those on a page, ...} for its page
listings = Registry("column listings")
# name -> callable(request) giving the context of a block on the home page ("place": task, main, aside or below; "template") or None
home_blocks = Registry("home page blocks")
# name -> callable(unit) giving the context of a block on the page of a unit, with "template" in it
unit_blocks = Registry("blocks of a unit's page")
# name -> (dotted path of a callable(now) that may run twice, its period in seconds)
periodic = Registry("periodic jobs")
# "desk" -> callable(model, text) giving the primary keys that a staff listing shows for a search, best first
staff_search = Registry("staff search")
# "catalogue" -> callable(filters) giving facet counts for the public catalogue
facets = Registry("catalogue facets")
# "search" -> callable(text) giving (address, title, note) of public documents that may answer an application, best first
public_answers = Registry("public answers to applications")
# name -> Django sitemap class
sitemaps = Registry("sitemaps")
# name -> OwnedWork: what a leaver hands over (cms/accounts/lifecycle.py)
owned_work = Registry("owned work")
# name -> callable(document) -> bool: may the public fetch this uploaded file?
public_files = Registry("public files")
# name of a statutory term -> cms.terms.Term: each app's deadlines.TERMS
terms = Registry("statutory terms")
# label of a model -> DeadlineSubject: how its deadlines are spoken of (cms/clock.py)
deadline_subjects = Registry("things with deadlines")
# name -> callable(reference) giving what applies an article of the library ("ogi/33"): a list of (label, address)
article_uses = Registry("uses of articles")
# code of a rule of the site census -> cms.census.Rule: each app fills in what it can check
census_rules = Registry("rules of the census")
# what a column shows (ColumnPage.shows) -> callable(columns, on) giving {pk: cms.census.Updates} of what was public by that day
column_updates = Registry("updates of columns")
# name -> callable(on) giving the last day, up to that one, on which something new stood on the home page, or None
home_updates = Registry("updates of the home page")
# name -> (model, callable() giving cms.links.register.Holder of each public thing of it that has links)
link_holders = Registry("holders of links")
# name in the address -> cms.api.resources.Resource: what the API gives away
api = Registry("resources of the API")
# name, also in the address of its CSV -> callable(year) giving a cms.charts.Chart for the statistics page
charts = Registry("charts")
# code of an act in the audit record -> what it is called
audit_actions = Registry("names of audited acts")


def staff_search_ids(model: type, text: str) -> list | None:
    """Primary keys found by the search app for a staff listing, or None when no search is installed."""
    search: Callable | None = staff_search.get("desk")
    return None if search is None else search(model, text)


def register_rules(stated: list) -> None:
    """An app's rules of the site census, each under its code."""
    for rule in stated:
        census_rules.register(rule.code, rule)


def register_terms(stated: list) -> None:
    """An app's table of statutory terms, each under its name."""
    for term in stated:
        terms.register(term.name, term)
