"""How much two texts have in common: the share of their runs of signs that both have. Pure."""

import re

RUN = 5  # signs; runs this long are seldom common by chance
TITLE_RUN = 2
COMPARED = 6000  # signs of each text
ALIKE_TITLE, ALIKE_TEXT = 0.8, 0.6  # from these shares on two documents are worth a look


def _runs(text: str, length: int) -> frozenset[str]:
    bare = re.sub(r"[\W_]", "", text.upper())[:COMPARED]
    return frozenset(bare[at : at + length] for at in range(max(len(bare) - length + 1, 0)))


def share(one: str, other: str, length: int) -> float:
    """0 to 1; 0 where either says nothing."""
    some, others = _runs(one, length), _runs(other, length)
    return len(some & others) / len(some | others) if some and others else 0.0


def alike(title: str, text: str, other_title: str, other_text: str) -> float:
    """The share of the texts where they are alike, else that of the titles where those are, else 0."""
    found = share(text, other_text, RUN)
    if found >= ALIKE_TEXT:
        return found
    titles = share(title, other_title, TITLE_RUN)
    return titles if titles >= ALIKE_TITLE else 0.0
