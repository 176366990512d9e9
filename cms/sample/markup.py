"""The sample's texts: files that a person reads as they are, front matter above, a light markup below. Pure.

A line is a paragraph. ``# `` and ``## `` are headings, ``1. `` and ``- `` lists, ``| a | b |`` the rows of a table (its first
row is the head), ``@ `` the addressee, ``>> `` the signature at the right; 第几条 at the beginning of a line is set in bold.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from pathlib import Path

ARTICLE = re.compile(r"(第[一二三四五六七八九十百]+条(?:之[一二三四五六七八九十]+)?)(?=　)")
KINDS = [
    ("h3", re.compile(r"## (.*)")),
    ("h2", re.compile(r"# (.*)")),
    ("ol", re.compile(r"\d+\. (.*)")),
    ("ul", re.compile(r"- (.*)")),
    ("table", re.compile(r"\| (.*) \|")),
    ("to", re.compile(r"@ (.*)")),
    ("sign", re.compile(r">> (.*)")),
]


@dataclass(frozen=True)
class Entry:
    """One file: its name without the ending, the fields of its front matter, its text in parts."""

    name: str
    fields: dict[str, str]
    text: str
    more: dict[str, str] = field(default_factory=dict)
    attachments: tuple[tuple[str, str], ...] = ()

    def __getitem__(self, key: str) -> str:
        return self.fields.get(key, "")

    def several(self, key: str) -> list[str]:
        return [part.strip() for part in self[key].split("；") if part.strip()]


def read(path: Path) -> Entry:
    """Read one file; ``attachment`` (file | title) may stand several times, ``--- name ---`` begins a further part."""
    _, head, text = path.read_text(encoding="utf-8").split("---\n", 2)
    fields, attachments = {}, []
    for line in head.strip().splitlines():
        key, _, value = line.partition(":")
        if key in ("attachment", "form_file"):
            name, _, title = value.partition("|")
            attachments.append((name.strip(), title.strip()))
        else:
            fields[key.strip()] = value.strip()
    text, *parts = re.split(r"^--- (\w+) ---\n", text, flags=re.M)
    more = dict(zip(parts[::2], (part.strip() for part in parts[1::2]), strict=True))
    return Entry(path.stem, fields, text.strip(), more, tuple(attachments))


def read_all(folder: Path) -> list[Entry]:
    return [read(path) for path in sorted(folder.glob("*.md"))]


def parts(text: str) -> Iterable[tuple[str, list[str]]]:
    """Runs of lines of one kind: ("h2", [...]), ("ol", [...]), ("p", [...]) and so on."""
    for kind, lines in groupby(map(_kind, filter(None, text.splitlines())), key=lambda pair: pair[0]):
        yield kind, [content for _, content in lines]


def _kind(line: str) -> tuple[str, str]:
    for kind, pattern in KINDS:
        if found := pattern.fullmatch(line):
            return kind, found[1]
    return "p", line


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.split(" | ")]


def html(text: str) -> str:
    """The markup of a whole text, within the sanitizer's allow-list."""
    return "\n".join(_html(kind, lines) for kind, lines in parts(text))


def _html(kind: str, lines: list[str]) -> str:
    lines = [escape(line, quote=False) for line in lines]
    if kind in ("ol", "ul"):
        return f"<{kind}>" + "".join(f"<li>{line}</li>" for line in lines) + f"</{kind}>"
    if kind == "table":
        return _table(lines)
    if kind == "sign":
        return '<p align="right">' + "<br/>".join(lines) + "</p>"
    tag = "p" if kind == "to" else kind
    lines = [ARTICLE.sub(r"<strong>\1</strong>", line) for line in lines]
    return "\n".join(f"<{tag}>{line}</{tag}>" for line in lines)


def _table(rows: list[str]) -> str:
    head, *body = (cells(row) for row in rows)
    top = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    below = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in body)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{below}</tbody></table>"


def stream(text: str) -> list[dict]:
    """The same text as the blocks of a page's body."""
    blocks = []
    for kind, lines in parts(text):
        if kind in ("h2", "h3"):
            blocks += [{"type": "heading", "value": line} for line in lines]
        elif kind == "table":
            blocks.append({"type": "table", "value": _grid(lines)})
        else:
            blocks.append({"type": "paragraph", "value": _html(kind, lines)})
    return blocks


def _grid(rows: list[str]) -> dict:
    return {"data": [cells(row) for row in rows], "first_row_is_table_header": True, "first_col_is_header": False}
