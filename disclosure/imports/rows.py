"""A row to an Entry: what the source says, understood once. Pure: no queries, no clock."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from cms.punctuation import set_apart
from disclosure.imports import body
from disclosure.imports.issuers import issuers
from disclosure.models import Form, Genre, Validity
from disclosure.numbers import number_key
from disclosure.titles import core, title_key

RULES = "1"  # raise it when rows are understood differently, so that the next import renews what earlier ones wrote

POLICY, INTERPRETATION = "policy", "interpretation"


class RowRefused(Exception):
    """A row that cannot be understood; every reason at once."""

    def __init__(self, sentences: list[str]):
        self.sentences = sentences
        super().__init__(set_apart(sentences))


@dataclass
class Entry:
    """A document as its source describes it."""

    source_id: str
    kind: str
    title: str
    document_number: str = ""
    related_number: str = ""
    index_number: str = ""
    issuers: list[str] = field(default_factory=list)
    publisher: str = ""
    written_on: date | None = None
    published_on: date | None = None
    in_force_on: date | None = None
    expires_on: date | None = None
    declared_validity: str = ""
    theme: str = ""
    column: str = ""
    genre: str = Genre.OTHER
    normative: bool = False
    plan: bool = False
    trial: bool = False
    form: str = Form.TEXT
    keywords: str = ""
    summary: str = ""
    html: str = ""
    url: str = ""
    has_text: bool = False
    line: int = 0
    digest: str = ""
    number_key: str = ""
    title_key: str = ""
    notes: list[str] = field(default_factory=list)


def understand(values: dict, line: int = 0) -> Entry:
    """The entry of a row whose columns have our names (``columns.FIELDS``). Raises ``RowRefused``."""
    said = {name: _text(value) for name, value in values.items() if name != "attachments"}
    problems: list[str] = []
    days = {name: _day(said.get(name, ""), name, problems) for name in ("date", "publish_date", "valid_from", "valid_to")}
    title = " ".join(said.get("title", "").split())
    if not title:
        problems.append(_("没有标题。"))
    url = _address(said.get("url", ""), problems)
    number = source_id(values)
    for name, limit in (("id", 200), ("doc_number", 100), ("index_number", 100)):
        if len(said.get(name, "")) > limit:
            problems.append(
                _("%(name)s 有 %(length)d 个字，最多 %(limit)d 个。") % {"name": name, "length": len(said[name]), "limit": limit}
            )
    if days["valid_from"] and days["valid_to"] and days["valid_to"] < days["valid_from"]:
        problems.append(_("有效期截止日不能早于施行日期。"))
    if problems:
        raise RowRefused(problems)
    entry = Entry(
        source_id=number,
        kind=_kind(said, title),
        title=title,
        document_number=_number(said.get("doc_number", "")),
        related_number=_number(said.get("related_doc_number", "")),
        index_number=said.get("index_number", ""),
        issuers=issuers(said, title),
        publisher=said.get("publisher", "")[:200],
        written_on=days["date"],
        published_on=days["publish_date"] or days["date"],
        in_force_on=days["valid_from"],
        expires_on=days["valid_to"],
        declared_validity=_validity(said),
        theme=said.get("theme", ""),
        column=said.get("column", ""),
        genre=_genre(said, title),
        normative="规范性文件" in said.get("column", "") and "汇总" not in said.get("column", ""),
        plan=_is_plan(said, title),
        trial=bool(re.search(r"[（(](?:试行|暂行)|暂行", title)),
        form=_form(title),
        keywords=_list(values.get("keywords"))[:300],
        summary=(said.get("summary", "") or _adopted(said))[:1000],
        url=url,
        line=line,
    )
    entry.number_key, entry.title_key = number_key(entry.document_number)[:100], title_key(title)
    _fill_body(entry, said.get("content", ""), values.get("attachments"))
    return entry


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no database takes them


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else ""
    return _UNSTORABLE.sub("", str(value)).strip()


def _list(value) -> str:
    return _text(" ".join(map(str, value)) if isinstance(value, list) else value)


def source_id(values: dict) -> str:
    """The source's own number; where it numbers nothing, one that the same row has again."""
    if stated := _text(values.get("id")):
        return stated
    known = "|".join(" ".join(_text(values.get(name)).split()) for name in ("title", "doc_number", "date", "url"))
    return "row-" + hashlib.sha256(known.encode()).hexdigest()[:20]


# -- single values ------------------------------------------------------------------------------------------------

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ]\d{1,2}:\d{2}.*)?|(\d{4})(\d{2})(\d{2})")
_DAY_NAMES = {"date": _("成文日期"), "publish_date": _("公开日期"), "valid_from": _("施行日期"), "valid_to": _("有效期至")}


def _day(text: str, name: str, problems: list[str]) -> date | None:
    if not text:
        return None
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text))
    try:
        parts = [int(part) for part in found.groups() if part] if found else []
        day = date(*parts)
        if 1900 <= day.year <= 2100:
            return day
    except (TypeError, ValueError):
        pass
    problems.append(_("%(name)s“%(text)s”不是有效的日期，应写作 2026-03-02。") % {"name": _DAY_NAMES[name], "text": text[:40]})
    return None


def _address(text: str, problems: list[str]) -> str:
    if not text:
        return ""
    parts = urlsplit(text) if "\\" not in text else None
    if len(text) > 1000 or parts is None or parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"[\s<>\"]", text):
        problems.append(_("网址“%(text)s”无效，应以 http:// 或者 https:// 开头，不超过 1000 个字。") % {"text": text[:60]})
        return ""
    return text


def _number(text: str) -> str:
    return "".join(text.split()).replace("﹝", "〔").replace("﹞", "〕")


def _validity(said: dict) -> str:
    text = said.get("validity", "")
    if said.get("expired") in ("1", "true", "True", "是"):
        return Validity.EXPIRED
    for sign, validity in (
        ("尚未", ""),
        ("废止", Validity.REPEALED),
        ("失效", Validity.EXPIRED),
        ("修", Validity.AMENDED),
        ("有效", Validity.VALID),
    ):
        if sign in text:
            return validity
    return ""


_EXPLAINS = re.compile(r"解读|图解|一图.{0,3}懂|起草说明|答记者问")
_ISSUED = re.compile(r"的(?:通知|函|意见|决定|通告|公告|批复)$|(?:办法|规定|细则|条例|方案)$")


def _kind(said: dict, title: str) -> str:
    if said.get("level"):
        return POLICY
    if said.get("column") in ("政策解读", "解读", "解读材料") or said.get("genre") == "解读":
        return INTERPRETATION
    return INTERPRETATION if _EXPLAINS.search(title) and not _ISSUED.search(title) else POLICY


_FORMS = [
    (Form.PRESS_CONFERENCE, "新闻发布会"),
    (Form.BRIEFING, "吹风会"),
    (Form.VIDEO, "视频|直播|访谈录像"),
    (Form.CARTOON, "动漫|漫画|动画"),
    (Form.GRAPHIC, "图解|一图|图文|长图|H5"),
    (Form.EXPERT, "专家|教授|院士"),
]


def _form(title: str) -> str:
    return next((form for form, signs in _FORMS if re.search(signs, title)), Form.TEXT)


_BY_LEVEL = {"部门规章": Genre.RULES, "地方政府规章": Genre.RULES, "案例": Genre.OTHER, "其他": Genre.OTHER}
_BY_TITLE = re.compile("决定|决议|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要")


def _genre(said: dict, title: str) -> str:
    if level := said.get("level"):
        return _BY_LEVEL.get(level, Genre.LAW)
    if said.get("genre") in Genre.values:
        return said["genre"]
    if "规章" in said.get("column", "") and "法律" not in said.get("column", ""):
        return Genre.RULES
    if "法规" in said.get("column", "") or re.search(r"(?:(?<!办)法|条例)(?:[（(].{1,12}[)）])?$", title):
        return Genre.LAW
    ends = re.sub(r"[（(][^（()）]*[)）]$", "", title)[-4:]
    found = _BY_TITLE.findall(ends) or _BY_TITLE.findall(core(title)[-4:])
    return found[-1] if found else Genre.OTHER


def _is_plan(said: dict, title: str) -> bool:
    column = said.get("column", "")
    return column.endswith(("规划", "计划")) or bool(re.search(r"(?:规划|规划纲要|行动计划)(?:[（(].{1,12}[)）])?$", core(title)))


# -- bodies ---------------------------------------------------------------------------------------------------------


def _adopted(said: dict) -> str:
    return said.get("issuing_info", "") if said.get("level") else ""


_SIGNED = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日\s*$")


def _fill_body(entry: Entry, content: str, attached) -> None:
    entry.html = body.to_html(content, entry.title, entry.document_number) if content else ""
    entry.has_text = bool(entry.html)
    if not entry.has_text:
        entry.notes.append(_("没有正文，作为目录条目收录。"))
    if linked := attachments(attached):
        entry.html = body.with_links(entry.html, linked)
    if entry.published_on is None and (signed := _SIGNED.search(content)):
        try:
            entry.written_on = entry.published_on = date(*map(int, signed.groups()))
        except ValueError:
            pass
    if entry.published_on is None:
        entry.notes.append(_("来源没有日期。"))
    if not entry.issuers and entry.kind == POLICY:
        entry.notes.append(_("来源没有载明制发机关。"))


def attachments(value) -> list[tuple[str, str]]:
    """(name, address) of each attachment; a list of addresses or of objects, or addresses separated by blanks."""
    if isinstance(value, str):
        value = re.split(r"[\s;；|]+", value)
    found = []
    for one in value or []:
        name, url = (one.get("name") or one.get("title") or "", one.get("url", "")) if isinstance(one, dict) else ("", str(one))
        if urlsplit(url.strip()).scheme in ("http", "https"):
            last = unquote(urlsplit(url).path.rsplit("/", 1)[-1])
            name = unescape(name or last)[:200]
            if not re.search(r"[\u4e00-\u9fff]", name):  # a file name that says nothing to a reader
                name = f"附件{len(found) + 1}（{name or urlsplit(url).hostname}）"
            found.append((name, url.strip()))
    return found
