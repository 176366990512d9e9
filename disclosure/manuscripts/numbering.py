"""自动编号: the numbers that a word processor writes itself before a paragraph, as its numbering part defines them."""

import re
from dataclasses import dataclass, field

from lxml import etree

from cms.hidden_content.office import Package, attribute, child, named

HAN = "〇一二三四五六七八九"
BULLET = "bullet"


@dataclass(frozen=True)
class Level:
    form: str = "decimal"
    text: str = "%1."  # %1 is the number of the first level, and so on
    start: int = 1


@dataclass
class Numbering:
    """The lists of one document; ``next`` counts on, in the order of the document."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # by the number of the list
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package) -> "Numbering":
        made = cls()
        for name in package.matching(r"word/numbering\.xml"):
            root = package.tree(name)
            abstract = {attribute(one, "abstractNumId"): _levels(one) for one in named(root, "abstractNum")}
            for one in named(root, "num"):
                reference = child(one, "abstractNumId")
                if reference is not None:
                    made.levels[attribute(one, "numId")] = abstract.get(attribute(reference, "val"), {})
        return made

    def next(self, list_id: str, depth: int) -> tuple[Level, int, str] | None:
        """The level, the number and the words before the next paragraph of this list; None where it is no list."""
        levels = self.levels.get(list_id)
        if not levels or depth not in levels:
            return None
        counts = self.counts.setdefault(list_id, {})
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]

        def number(match: re.Match) -> str:
            at = int(match[1]) - 1
            level = levels.get(at, Level())
            return written(counts.get(at, level.start), level.form)

        return levels[depth], counts[depth], re.sub(r"%([1-9])", number, levels[depth].text)


def _levels(abstract: etree._Element) -> dict[int, Level]:
    found = {}
    for one in named(abstract, "lvl"):
        depth = attribute(one, "ilvl")
        values = {name: attribute(part, "val") for name in ("numFmt", "lvlText", "start") if (part := child(one, name)) is not None}
        start = values.get("start", "1")
        if depth.isdecimal():
            form, text = values.get("numFmt", "decimal"), values.get("lvlText", "")
            found[int(depth)] = Level(form, text, int(start) if start.isdecimal() else 1)
    return found


def written(number: int, form: str) -> str:
    """A number in one of the forms of a word processor; what is not known here is written in figures."""
    if form.startswith(("chineseCounting", "taiwaneseCounting", "japaneseCounting", "chineseLegal", "ideographLegal")):
        return han(number)
    if form in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(HAN[int(figure)] for figure in str(number))
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form == "decimalFullWidth":
        return "".join(chr(ord(figure) + 0xFEE0) for figure in str(number))
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        return roman(number).lower() if form == "lowerRoman" else roman(number)
    return "" if form == "none" else str(number)


def han(number: int) -> str:
    """1 to 9999 as Chinese counts: 十, 十二, 一百零五."""
    if not 0 < number < 10_000:
        return str(number)
    said, gap = "", False
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        figure = number // value % 10
        if figure:
            said += ("零" if gap else "") + HAN[figure] + unit
        gap = bool(said) and not figure
    return said.removeprefix("一") if 10 <= number < 20 else said


def roman(number: int) -> str:
    said = ""
    for value, sign in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split(), strict=True):
        said += sign * (number // value)
        number %= value
    return said
