"""The text of a piece of rich text as it is read, sign by sign with its place in the source, so that a number can be masked
there even where markup stands inside it."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

TAG = re.compile(r"<!--.*?-->|<[a-zA-Z/!][^>]*>", re.S)
INLINE = re.compile(r"</?(?:a|b|strong|i|em|u|s|span|font|sub|sup|mark|small)\b[^>]*>", re.I)
WITH_VALUES = re.compile(r"<[a-zA-Z/!][^>]*=[^>]*>")
UNUSUAL = re.compile(r"<(?:!--|[^<>]*<)")  # comments, and signs that close no tag
SPOKEN = re.compile(r"""\b(?:alt|title|href)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I)
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


def readable(source: str) -> str:
    """The same text as ``PlainText`` holds, without the places: many times as fast, for whoever only looks."""
    if "<" not in source and "&" not in source:
        return source
    if UNUSUAL.search(source):
        return PlainText.of(source).text
    spoken = [one[1] if one[1] is not None else one[2] for tag in WITH_VALUES.findall(source) for one in SPOKEN.finditer(tag)]
    text = TAG.sub("\n", INLINE.sub("", source))
    text += "".join(f"\n{one}" for one in spoken if "://" not in one)
    return ENTITY.sub(lambda entity: html.unescape(entity[0]), text) if "&" in text else text


@dataclass
class PlainText:
    """``text`` and, for each of its signs, where it begins and ends in ``source``."""

    source: str
    text: str = ""
    places: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, source: str) -> "PlainText":
        """Text that breaks at blocks, then what stands in attributes that are read out or followed (alt, title, mailto)."""
        signs: list[str] = []
        places: list[tuple[int, int]] = []

        def add(begin: int, end: int) -> None:
            at = begin
            for entity in ENTITY.finditer(source, begin, end):
                signs.append(source[at : entity.start()])
                places.extend((i, i + 1) for i in range(at, entity.start()))
                meant = html.unescape(entity[0])
                signs.append(meant)
                places.extend([entity.span()] * len(meant))
                at = entity.end()
            signs.append(source[at:end])
            places.extend((i, i + 1) for i in range(at, end))

        def break_at(begin: int) -> None:
            signs.append("\n")
            places.append((begin, begin))

        at, spoken = 0, []
        for tag in TAG.finditer(source):
            add(at, tag.start())
            if not INLINE.match(tag[0]):
                break_at(tag.start())
            spoken += [one.span(1 if one[1] is not None else 2) for one in SPOKEN.finditer(source, tag.start(), tag.end())]
            at = tag.end()
        add(at, len(source))
        for begin, end in spoken:
            if "://" not in source[begin:end]:
                break_at(begin)
                add(begin, end)
        return cls(source, "".join(signs), places)

    def replaced(self, stretches: Iterable[tuple[int, str]]) -> str:
        """The source with stretches of the text (offset, as long as what it replaces) put in place, markup kept."""
        changes = []
        for offset, new in stretches:
            for i, sign in enumerate(new, offset):
                if sign != self.text[i]:
                    changes.append((*self.places[i], sign))
        result = self.source
        for begin, end, sign in sorted(changes, reverse=True):
            result = result[:begin] + sign + result[end:]
        return result


def as_plain(text: str) -> PlainText:
    """Of text without markup: itself."""
    return PlainText.of(text) if "<" in text or "&" in text else PlainText(text, text, [(i, i + 1) for i in range(len(text))])
