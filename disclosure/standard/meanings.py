"""What a cell of the standard catalogue's workbook says: its text as people read it, and what that means in its column."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils.translation import gettext as _

from cms.duties import STATUTORY_ITEMS
from cms.models import Department
from disclosure import standard_targets
from disclosure.standard import channels, layout, limits, sources

ITEMS = dict(STATUTORY_ITEMS)


class Words:
    """Cells read once for all rows that say the same."""

    def __init__(self, today: date):
        self.today = today
        self.units = {name: unit.pk for unit in Department.objects.all() for name in (unit.short_name, unit.name) if name}
        self.known: dict[tuple[str, str], object] = {}

    def read(self, name: str, text: str):
        """What a cell of a column means. Raises ``Wrong``."""
        if (name, text) not in self.known:
            try:
                self.known[name, text] = self._meaning(name, text)
            except (limits.Unclear, channels.Unknown, sources.Unclear, standard_targets.NoTarget) as wrong:
                self.known[name, text] = Wrong(str(wrong))
            except Wrong as wrong:
                self.known[name, text] = wrong
        meaning = self.known[name, text]
        if isinstance(meaning, Wrong):
            raise meaning
        return meaning

    def _meaning(self, name: str, text: str):
        readers: dict[str, Callable] = {
            "time_limits": lambda: [one.stored() for one in limits.read(text)],
            "channels": lambda: channels.read(text),
            "sources": lambda: "\n".join(sources.read(text)),
            "link": lambda: standard_targets.read(text, self.today),
            "unit": lambda: self._unit(text),
            "statutory_item": lambda: self._item(text),
        }
        return readers[name]()

    def _unit(self, text: str) -> int | None:
        if text and text not in self.units:
            raise Wrong(_("没有叫做“%(name)s”的单位。") % {"name": text[:60]})
        return self.units.get(text)

    def _item(self, text: str) -> str:
        code = layout.statutory_code(text)
        if code and code not in ITEMS:
            raise Wrong(_("没有“%(text)s”这一法定公开事项，应写作 20-5 或者 21。") % {"text": text[:20]})
        return code


class Wrong(Exception):
    """A cell that does not say what its column asks for."""


def as_text(value) -> str:
    """A cell as people read it."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").strip()
