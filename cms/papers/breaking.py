"""Where a line of Chinese ends: between any two characters, but no line begins with a closing sign or ends with an opening
one, and numbers and Latin words stay whole (GB/T 15834). Pure."""

import re

BREADTH_OF_ASCII = 0.5  # of a Chinese character
NOT_FIRST = frozenset("，。、；：？！）》”’…—％%)],.;:?!」』】〕")
NOT_LAST = frozenset("（《“‘([「『【〔")
PIECES = re.compile(r"[A-Za-z0-9./:@_%-]+|.", re.S)


def broken(text: str, room: float) -> list[str]:
    """The lines of a text; ``room`` is the breadth of a line in Chinese characters. A text without a sign has one line."""
    lines: list[str] = []
    for part in text.split("\n"):
        lines += _filled(_pieces(part, room), room)
    return lines


def _pieces(text: str, room: float) -> list[str]:
    """What may not be parted; a word longer than the line is parted all the same."""
    joined: list[str] = []
    for piece in PIECES.findall(text):
        if joined and (piece in NOT_FIRST or joined[-1][-1] in NOT_LAST) and breadth(joined[-1] + piece) <= room:
            joined[-1] += piece
        elif breadth(piece) > room:
            joined += list(piece)
        else:
            joined.append(piece)
    return joined


def _filled(pieces: list[str], room: float) -> list[str]:
    lines, line = [], ""
    for piece in pieces:
        if line and breadth(line + piece) > room:
            lines.append(line)
            line = ""
        line += piece
    return [*lines, line]


def breadth(text: str) -> float:
    """In characters of full width."""
    return sum(BREADTH_OF_ASCII if sign < "\x7f" else 1.0 for sign in text)
