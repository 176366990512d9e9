"""What the columns of a file of rows are called, and what they are called here."""

import json
from pathlib import Path

from django.utils.translation import gettext as _

from cms.punctuation import listed

IGNORED = "-"


class UnknownColumn(Exception):
    """A column that means nothing to us; the sentence lists those that do."""


class Headings:
    """The fields that a kind of file may have: our name -> other names that stand for it, the usual one first."""

    def __init__(self, fields: dict[str, tuple[str, ...]]):
        self.fields = fields
        self._ours = {alias.lower(): field for field, aliases in fields.items() for alias in (field, *aliases)}

    def read_map(self, text: str) -> dict[str, str]:
        """The map of ``--columns``: a JSON object or ``theirs=ours`` pairs, in a file or given directly; ``theirs=-`` leaves one out."""
        if not text:
            return {}
        path = Path(text)
        if len(text) < 500 and path.is_file():
            text = path.read_text(encoding="utf-8-sig")
        pairs = _json_pairs(text) if text.lstrip().startswith("{") else _pairs(text)
        return {theirs.strip(): self._field(ours.strip()) for theirs, ours in pairs.items()}

    def resolve(self, names: list[str], chosen: dict[str, str]) -> dict[str, str]:
        """Our name for each of the file's columns. Raises ``UnknownColumn`` naming every column that is none of ours."""
        found = {name: chosen.get(name) or self._ours.get(name.strip().lower(), "") for name in names}
        if strange := [name for name, ours in found.items() if not ours]:
            raise UnknownColumn(self.unknown(strange))
        taken: dict[str, str] = {}
        for name, ours in found.items():
            if ours != IGNORED and taken.setdefault(ours, name) != name:
                told = {"one": taken[ours], "two": name, "ours": ours}
                raise UnknownColumn(_("“%(one)s”和“%(two)s”两列都是 %(ours)s，请用 --columns 指明用哪一列。") % told)
        return found

    def rename(self, values: dict, chosen: dict[str, str]) -> dict:
        """The values of a row under our names."""
        return {ours: values[theirs] for theirs, ours in self.resolve(list(values), chosen).items() if ours != IGNORED}

    def unknown(self, names: list[str]) -> str:
        known = listed(f"{field}（{aliases[0]}）" if aliases else field for field, aliases in self.fields.items())
        told = {"names": listed(name or _("（空列名）") for name in names), "known": known}
        sentence = _(
            "不认识的列：%(names)s。可用的列：%(known)s。其他列名请用 --columns 对照（来源列名=本系统列名，不要的写 来源列名=-）。"
        )
        return sentence % told

    def _field(self, name: str) -> str:
        if name in ("", IGNORED):
            return IGNORED
        if name.lower() not in self._ours:
            raise UnknownColumn(self.unknown([name]))
        return self._ours[name.lower()]


def _json_pairs(text: str) -> dict[str, str]:
    try:
        pairs = json.loads(text)
        return {str(theirs): str(ours) for theirs, ours in pairs.items()}
    except (ValueError, AttributeError) as error:
        raise UnknownColumn(_("列名对照不是有效的 JSON：%(error)s") % {"error": error}) from None


def _pairs(text: str) -> dict[str, str]:
    lines = [line for line in text.replace(",", "\n").splitlines() if line.strip() and not line.startswith("#")]
    if wrong := [line for line in lines if "=" not in line]:
        raise UnknownColumn(_("列名对照应写作“来源列名=本系统列名”，这一行不是：%(line)s") % {"line": wrong[0]})
    return dict(line.split("=", 1) for line in lines)
