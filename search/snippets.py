"""Where a document matched: a stretch of its text with the words marked. The output is safe HTML; <mark> is the only tag."""

import re
from collections import Counter
from html import escape

from search.analysis import fold

LENGTH = 120  # characters of a snippet
FAR = 60_000  # characters that are looked at; beyond that nobody reads
MANY = 120  # places that are weighed
OPENS, CLOSES = "\x01", "\x02"


def pattern(words: list[str]) -> re.Pattern | None:
    """What to mark; longer words first, so that a word is not broken by one inside it."""
    parts = sorted({word for word in words if word.strip()}, key=len, reverse=True)
    return re.compile("|".join(map(_place, parts)), re.IGNORECASE) if parts else None


def _place(word: str) -> str:
    """A number is marked only where it stands by itself: the 3 of 3号 is not the 3 of 2031."""
    return rf"(?<!\d){word}(?!\d)" if re.fullmatch(r"\d+", word) else re.escape(word)


def places(text: str, marks: re.Pattern) -> list[tuple[int, int]]:
    """Where the words stand; in traditional or full-width writing too, where nothing stands as it was asked."""
    found = [match.span() for _, match in zip(range(MANY), marks.finditer(text), strict=False)]
    return found or [match.span() for _, match in zip(range(MANY), marks.finditer(fold(text)), strict=False)]


def marked(text: str, marks: re.Pattern | None) -> str:
    """The whole text with its words marked."""
    return _html(text, places(text, marks) if marks else [], 0, len(text))


def snippet(text: str, marks: re.Pattern | None, length: int = LENGTH) -> str:
    """The stretch with the most different words, the earliest of equals; the beginning where none stands in the text."""
    text = text[:FAR]
    found = places(text, marks) if marks else []
    if not found:
        return _html(text, [], 0, min(length, len(text)))
    start = _begin(text, max(found[0][0] - length // 6, 0)) if len(found) == 1 else _best(text, found, length)
    return _html(text, found, start, min(start + length, len(text)))


def _best(text: str, found: list[tuple[int, int]], length: int) -> int:
    """Slide over the places and take where most different words fall into one stretch."""
    said = [text[a:b] for a, b in found]
    inside: Counter = Counter()
    best, score, last = found[0][0], 0.0, 0
    for first, (start, _) in enumerate(found):
        while last < len(found) and found[last][1] <= start + length - length // 6:
            inside[said[last]] += 1
            last += 1
        if (value := len(inside) + (last - first) / 100) > score:
            best, score = start, value
        inside[said[first]] -= 1
        if inside[said[first]] <= 0:
            del inside[said[first]]
        last = max(last, first + 1)
    return _begin(text, max(best - length // 6, 0))


def _begin(text: str, start: int) -> int:
    """The beginning of the sentence, where one begins just before."""
    sentence = max((text.rfind(sign, max(start - 15, 0), start + 10) for sign in "。；！？\n"), default=-1)
    return sentence + 1 if sentence >= 0 else start


def _html(text: str, found: list[tuple[int, int]], start: int, end: int) -> str:
    """Escaped once as a whole: the marks stand in as signs that no text has."""
    parts, at = ["…"] if start > 0 else [], start
    for a, b in found:
        if at <= a and b <= end:
            parts += [_bare(text[at:a]), OPENS, _bare(text[a:b]), CLOSES]
            at = b
        elif a >= end:
            break
    parts += [_bare(text[at:end]), "…" if end < len(text) else ""]
    return escape(" ".join("".join(parts).split())).replace(OPENS, "<mark>").replace(CLOSES, "</mark>")


def _bare(text: str) -> str:
    return text.replace(OPENS, "").replace(CLOSES, "")
