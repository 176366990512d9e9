"""The text of a file as blocks, each with its bare text and its markup. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from cms import sanitize
from disclosure.imports.body import level

DEEPEST = 4  # h4: official documents have no more levels


@dataclass
class Block:
    """A paragraph, a heading, an entry of a list or a table; ``text`` has the number that stands before it."""

    text: str
    inner: str  # markup of what is in it; of a table the whole
    kind: str = "p"  # p, h2 to h4, ul, ol, table
    align: str = ""
    number: int = 0  # of an entry of a numbered list


@dataclass
class Paper:
    """What was read, and in sentences what was not."""

    blocks: list[Block] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """One a block; an empty paragraph is an empty line, since it separates a title from what follows."""
        return [block.text.strip() for block in self.blocks]

    @property
    def has_text(self) -> bool:
        return any(self.lines)


def plain(text: str) -> Block:
    """A paragraph of bare text."""
    return Block(text, escape(text, quote=False))


def html(blocks: Iterable[Block]) -> str:
    """Clean markup; no level of heading is left out, and where the file marks no headings its wording does."""
    kept = [block for block in blocks if block.text.strip()]
    if not any(block.kind.startswith("h") for block in kept):
        for block in kept:
            block.kind = level(block.text.strip()) if block.kind == "p" else block.kind
    _close_ranks(kept)
    return sanitize.clean("".join(_markup(kept)))


def _close_ranks(blocks: list[Block]) -> None:
    above = 1
    for block in blocks:
        if block.kind.startswith("h"):
            above = min(int(block.kind[1]), above + 1, DEEPEST)
            block.kind = f"h{above}"


def _markup(blocks: list[Block]) -> Iterator[str]:
    for kind, group in groupby(blocks, lambda block: block.kind):
        if kind == "ul":
            yield f"<ul>{''.join(f'<li>{block.inner}</li>' for block in group)}</ul>"
        elif kind == "ol":
            yield from _numbered(list(group))
        else:
            yield from (_one(block) for block in group)


def _numbered(blocks: list[Block]) -> Iterator[str]:
    """A list is cut where its numbers do not run on, so that each entry keeps the number it has in the file."""
    runs: list[list[Block]] = []
    for block in blocks:
        if runs and runs[-1][-1].number + 1 == block.number:
            runs[-1].append(block)
        else:
            runs.append([block])
    for run in runs:
        start = f' start="{run[0].number}"' if run[0].number != 1 else ""
        yield f"<ol{start}>{''.join(f'<li>{block.inner}</li>' for block in run)}</ol>"


def _one(block: Block) -> str:
    if block.kind == "table":
        return block.inner
    align = f' align="{block.align}"' if block.align and block.kind == "p" else ""
    return f"<{block.kind}{align}>{block.inner}</{block.kind}>"
