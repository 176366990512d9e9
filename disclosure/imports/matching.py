"""What a row's words mean here: units, themes and columns that exist already, the same document, interpreted policies."""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from wagtail.models import Site

from cms import sanitize
from cms.models import ColumnPage, Department, HomePage
from disclosure.imports.rows import INTERPRETATION, Entry
from disclosure.models import Genre, PolicyDocument, Theme
from disclosure.numbers import number_key, parse
from disclosure.titles import interpreted_keys, plain_key

# -- units --------------------------------------------------------------------------------------------------------

# What several parts of government call differently; the full name first.
_SAME_UNIT = [
    ("人力资源和社会保障", "人力资源社会保障", "人社"),
    ("科学技术部", "科技部"),
    ("国家发展和改革委员会", "国家发展改革委", "发展改革委", "国家发改委"),
    ("国家卫生健康委员会", "国家卫生健康委", "国家卫健委", "卫生健康委"),
    ("国家市场监督管理总局", "市场监管总局"),
    ("国家医疗保障局", "国家医保局"),
    ("全国人民代表大会常务委员会", "全国人大常委会"),
    ("国家林业和草原局", "林草局"),
]


def unit_key(name: str) -> str:
    """Equal for the ways of writing one body's name."""
    key = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name)).removeprefix("中华人民共和国")
    for full, *others in _SAME_UNIT:
        for other in others:
            if key.endswith(("部", "厅", "局", "办公厅", "办公室")) and other in key and full not in key:
                key = key.replace(other, full, 1) if other != "人社" or re.search("人社[部厅局]", key) else key
            elif key == other:
                key = full
    return key.replace("和", "").replace("人民代表大会常务委员会", "人大常委会").replace("委员会", "委")


class Units:
    """Finds a unit by any way of writing its name, or makes one as an outside body."""

    def __init__(self, dry_run: bool):
        self.dry_run = dry_run
        self.made: list[str] = []
        self.known: dict[str, Department] = {}
        for unit in Department.objects.order_by("-pk"):
            self.known.update({unit_key(name): unit for name in (unit.short_name, unit.name) if name})

    def get(self, name: str) -> Department | None:
        if not name:
            return None
        key = unit_key(name)
        if key not in self.known:
            self.made.append(name)
            unit = Department(name=name[:200], kind=Department.Kind.OUTSIDE, order=1000)
            if not self.dry_run:
                unit = Department.objects.get_or_create(name=unit.name, defaults={"kind": unit.kind, "order": unit.order})[0]
            self.known[key] = unit
        return self.known[key]


# -- themes -------------------------------------------------------------------------------------------------------

OTHER_THEME = "其他"
# Names from other sites' classifications -> ours (law.md 7).
_THEMES_ELSEWHERE = {
    "组织机构": "国务院组织机构",
    "住房": "城乡建设（含住房）",
    "住房保障": "城乡建设（含住房）",
    "就业创业": "劳动就业",
    "就业": "劳动就业",
    "医疗卫生": "卫生",
    "疫情防控": "卫生",
    "卫生健康": "卫生",
    "政务服务": "综合政务",
    "养老": "社会福利",
    "社会救助": "民政、扶贫、救灾",
    "医疗保障": "社会保障",
}


class Themes:
    """Finds a theme by ``上级/下级``, by a top class or by a second-level name that only one class has."""

    def __init__(self):
        self.tops, self.seconds, self.pairs = {}, defaultdict(list), {}
        for theme in Theme.objects.select_related("parent"):
            if theme.parent_id:
                self.seconds[theme.name].append(theme)
                self.pairs[theme.parent.name, theme.name] = theme
            else:
                self.tops[theme.name] = theme

    def get(self, text: str) -> tuple[Theme | None, str]:
        """The theme, and a remark where the word was not known."""
        if not text:
            return None, ""
        top, _sign, second = (part.strip() for part in re.sub(r"[\\＼＞>]", "/", text).partition("/"))
        if second and (found := self.pairs.get((top, second)) or self.tops.get(top)):
            return found, "" if (top, second) in self.pairs else _("主题“%(text)s”没有这个下级，归入“%(top)s”。") % {
                "text": text,
                "top": top,
            }
        name = _THEMES_ELSEWHERE.get(top, top)
        if found := self.tops.get(name):
            return found, ""
        if len(self.seconds[name]) == 1 and name != OTHER_THEME:
            return self.seconds[name][0], ""
        return self.tops.get(OTHER_THEME), _("不认识的主题“%(text)s”，归入“其他”。") % {"text": text}


# -- columns ------------------------------------------------------------------------------------------------------

HOLDING_COLUMN = "历史文件"


class Columns:
    """Finds a column by its title, or makes one under the holding column 历史文件."""

    def __init__(self, dry_run: bool):
        self.dry_run = dry_run
        self.made: list[str] = []
        self.known: dict[str, ColumnPage] = {page.title: page for page in ColumnPage.objects.order_by("-path")}

    def get(self, entry: Entry) -> ColumnPage | None:
        title = entry.column[:255]
        if title and title not in self.known:
            shows = ColumnPage.Shows.INTERPRETATIONS if entry.kind == INTERPRETATION else ColumnPage.Shows.POLICIES
            self.known[title] = self._make(title, shows)
        return self.known.get(title)

    def _make(self, title: str, shows: str) -> ColumnPage | None:
        holding = None if self.dry_run else self._holding()
        if holding or self.dry_run:
            self.made.append(title)
        if holding is None:
            return None
        return holding.add_child(instance=ColumnPage(title=title, shows=shows, column_type="政策文件"))

    def _holding(self) -> ColumnPage | None:
        if HOLDING_COLUMN not in self.known:
            site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
            home = HomePage.objects.filter(pk=site.root_page_id).first() if site else None
            if home is None:
                return None
            page = ColumnPage(title=HOLDING_COLUMN, shows=ColumnPage.Shows.CHILDREN, column_type="政策文件")
            self.known[HOLDING_COLUMN] = home.add_child(instance=page)
        return self.known[HOLDING_COLUMN]


# -- the same document --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """What has to be known of a document to tell whether another is the same. ``item`` is its row here, or what will be."""

    title: str
    title_key: str
    number_key: str
    number_is_order: bool
    days: frozenset[date]
    text: str  # digest of the bare text; "" where there is none
    law: bool
    item: object


def text_digest(html: str) -> str:
    bare = re.sub(r"[\W_]", "", sanitize.text(html))
    return hashlib.sha256(bare.encode()).hexdigest() if bare else ""


def known_from_entry(entry: Entry, item: object) -> Known:
    return Known(
        title=plain_key(entry.title),
        title_key=entry.title_key,
        number_key=entry.number_key,
        number_is_order=is_order(entry.document_number),
        days=frozenset(filter(None, (entry.written_on, entry.published_on))),
        text=text_digest(entry.html) if entry.has_text else "",
        law=entry.genre in (Genre.LAW, Genre.RULES),
        item=item,
    )


def is_order(number: str) -> bool:
    """An order (令) issues several rules at once, so its number says less than that of other documents."""
    parts = parse(number) if number else None
    return parts is not None and parts.word.endswith("令")


NEAR = 10  # days between the dates under which two sites list one document


def same(one: Known, other: Known) -> bool:
    """Whether two descriptions are of one document (docs/import.md has the rules in words)."""
    alike = one.title_key == other.title_key
    if one.number_key and other.number_key:
        if one.number_key != other.number_key:
            return False
        alike = alike or _begins(one.title_key, other.title_key)
        if not (one.number_is_order or one.law or other.law):
            return alike
        return alike and (_same_text(one, other) or bool(one.days & other.days))
    if alike and _same_text(one, other):
        return True
    whole = one.title == other.title and len(one.title) >= 12
    return whole and _near(one.days, other.days) and not (one.text and other.text)


def _begins(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= 10 and long.startswith(short)


def _same_text(one: Known, other: Known) -> bool:
    return bool(one.text) and one.text == other.text


def _near(some: frozenset[date], others: frozenset[date]) -> bool:
    return any(abs((a - b).days) <= NEAR for a in some for b in others)


class Shelf:
    """The documents that a batch might already be: by number and by what the title names."""

    def __init__(self, entries: Iterable[Entry], model: type):
        self.by_key: dict[tuple[str, str], list[Known]] = defaultdict(list)
        self.load(list(entries), model)

    def load(self, entries: list[Entry], model: type) -> None:
        numbers = {entry.number_key for entry in entries} - {""}
        titles = {entry.title_key for entry in entries} - {""}
        if model is PolicyDocument and numbers:
            self._from_database(model, number_key__in=numbers)
        if titles:
            self._from_database(model, title_key__in=titles)

    def _from_database(self, model: type, **which) -> None:
        # what stands here is told from the columns; the body is read of candidates alone
        for item in model._base_manager.filter(**which).defer("keywords", "summary"):
            number = getattr(item, "document_number", "")
            self.add(
                Known(
                    title=plain_key(item.title),
                    title_key=item.title_key,
                    number_key=getattr(item, "number_key", ""),
                    number_is_order=is_order(number),
                    days=frozenset(filter(None, (item.written_on, item.published_on))),
                    text=text_digest(item.body),
                    law=getattr(item, "genre", "") in (Genre.LAW, Genre.RULES),
                    item=item,
                )
            )

    def add(self, known: Known) -> None:
        for key in (("number", known.number_key), ("title", known.title_key)):
            if key[1] and all(other.item != known.item for other in self.by_key[key]):
                self.by_key[key].append(known)

    def without(self, item: object) -> "Shelf":
        for key, found in self.by_key.items():
            self.by_key[key] = [known for known in found if known.item != item]
        return self

    def find(self, known: Known) -> object | None:
        """The item that this description is of, or None."""
        candidates = [*self.by_key.get(("number", known.number_key), ()), *self.by_key.get(("title", known.title_key), ())]
        return next((other.item for other in candidates if same(known, other)), None)

    def holders(self, key: str) -> list:
        """The public items that have this document number."""
        items = [known.item for known in self.by_key.get(("number", key), ()) if known.number_key == key]
        return [item for item in items if item.live]


# -- interpreted policies -----------------------------------------------------------------------------------------

LATER = 400  # days by which sites list a policy later than its interpretation (they list in batches)
EARLIER = 400  # days between an interpretation and the policy which it cites by number alone


def policies_for(entries: list[Entry], staged: Shelf | None = None) -> dict[str, list[PolicyDocument]]:
    """source id of an interpretation -> the policies it explains: by the names in its title, else by the number it cites.

    ``staged`` holds what a dry run would have written.
    """
    wanted = {entry.source_id: interpreted_keys(entry.title) for entry in entries}
    keys = {key for found in wanted.values() for key in found}
    numbers = {number_key_of(entry) for entry in entries} - {""}
    light = PolicyDocument._base_manager.only("pk", "title", "live", "title_key", "number_key", "written_on", "published_on")
    by_title, by_number = defaultdict(list), defaultdict(list)
    for policy in light.filter(title_key__in=keys):
        by_title[policy.title_key].append(policy)
    for policy in light.filter(number_key__in=numbers):
        by_number[policy.number_key].append(policy)
    for kind, group in (("title", by_title), ("number", by_number)):
        for key in {*keys, *numbers} if staged else ():
            group[key] += [known.item for known in staged.by_key.get((kind, key), ())]
    found = {}
    for entry in entries:
        named = [policy for key in wanted[entry.source_id] for policy in by_title[key] if _in_time(entry, policy)]
        cited = [policy for policy in by_number[number_key_of(entry)] if _cited_by(entry, policy)] if not named else []
        found[entry.source_id] = _public_first(named or cited)
    return found


def number_key_of(entry: Entry) -> str:
    return number_key(entry.related_number or entry.document_number)


def _in_time(entry: Entry, policy: PolicyDocument) -> bool:
    """An interpretation does not explain what came long after it."""
    day, other = entry.published_on, policy.published_on or policy.written_on
    return not day or not other or (other - day).days <= LATER


def _cited_by(entry: Entry, policy: PolicyDocument) -> bool:
    """The number a legacy entry cites is often that of the document above; it counts where the titles share their matter."""
    day, other = entry.published_on, policy.published_on or policy.written_on
    near = not day or not other or abs((other - day).days) <= EARLIER
    matter = policy.title_key.removeprefix("关于")[:8]
    return near and len(matter) >= 6 and matter in plain_key(entry.title)


def _public_first(policies: list[PolicyDocument]) -> list[PolicyDocument]:
    once = list({policy.pk or id(policy): policy for policy in policies}.values())
    return [policy for policy in once if policy.live] or once
