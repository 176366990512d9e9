"""What a row's words mean here: units, themes and columns, those that exist before new ones are made."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms import outbox
from cms.models import ColumnPage, Department, HomePage
from disclosure.imports.rows import INTERPRETATION, Entry
from disclosure.models import Theme

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


@lru_cache(10_000)
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
        return self.known.get(unit_key(name)) if name else None

    def make(self, names: Iterable[str]) -> None:
        """Make those of the units that nothing here is called like, in one go."""
        missing = {unit_key(name): name for name in names if name and unit_key(name) not in self.known}
        fresh = {key: Department(name=name, kind=Department.Kind.OUTSIDE, order=1000) for key, name in missing.items()}
        self.known |= fresh
        self.made += missing.values()
        if fresh and not self.dry_run:
            with transaction.atomic():
                units = Department.objects.bulk_create(fresh.values())
                outbox.add("index", {"model": Department._meta.label_lower, "pks": [unit.pk for unit in units]})


# -- themes -------------------------------------------------------------------------------------------------------

OTHER_THEME = "其他"
# Names from other sites' classifications -> ours (disclosure/classification.py).
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
