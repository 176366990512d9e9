"""The fields a row may have, under the names that older systems give them."""

import json
from pathlib import Path

from django.utils.translation import gettext as _

# our name -> other names that stand for it in files
FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("来源编号", "编号", "source_id", "文档编号"),
    "title": ("标题", "名称", "文件名称", "信息名称"),
    "doc_number": ("发文字号", "文号", "document_number"),
    "related_doc_number": ("相关文号",),
    "index_number": ("索引号", "索引", "信息索引号"),
    "issuing_body": ("发文机关", "制发机关", "发文单位", "发布单位", "issuer"),
    "publisher": ("发布机构", "公开机构", "公开责任部门"),
    "date": ("成文日期", "发文日期", "生成日期", "written_on"),
    "publish_date": ("公开日期", "发布日期", "发布时间", "published_on"),
    "valid_from": ("施行日期", "生效日期", "实施日期", "in_force_on"),
    "valid_to": ("有效期至", "失效日期", "expires_on"),
    "validity": ("时效", "时效性", "效力状态", "有效性"),
    "expired": ("是否失效",),
    "theme": ("主题", "主题分类", "主题类别"),
    "column": ("栏目", "所属栏目"),
    "genre": ("体裁", "文种", "体裁分类"),
    "level": ("效力级别",),
    "keywords": ("关键词", "主题词"),
    "summary": ("内容概述", "摘要", "概述"),
    "content": ("正文", "内容", "信息内容", "body"),
    "url": ("网址", "链接", "来源网址", "原文链接"),
    "attachments": ("附件",),
    "category": (),
    "region": (),
    "subtitle": ("副标题",),
    "issuing_info": ("制发信息",),
}
_NAMES = {alias.lower(): field for field, aliases in FIELDS.items() for alias in (field, *aliases)}
IGNORED = "-"


class UnknownColumn(Exception):
    """A column that means nothing to us; the sentence lists those that do."""


def read_map(text: str) -> dict[str, str]:
    """The map of ``--columns``: a JSON object or ``theirs=ours`` pairs, in a file or given directly; ``theirs=-`` leaves one out."""
    if not text:
        return {}
    path = Path(text)
    if len(text) < 500 and path.is_file():
        text = path.read_text(encoding="utf-8-sig")
    if text.lstrip().startswith("{"):
        try:
            pairs = json.loads(text)
        except ValueError as error:
            raise UnknownColumn(_("列名对照不是有效的 JSON：%(error)s") % {"error": error}) from None
    else:
        lines = [line for line in text.replace(",", "\n").splitlines() if line.strip() and not line.startswith("#")]
        if wrong := [line for line in lines if "=" not in line]:
            raise UnknownColumn(_("列名对照应写作“来源列名=本系统列名”，这一行不是：%(line)s") % {"line": wrong[0]})
        pairs = dict(line.split("=", 1) for line in lines)
    return {str(theirs).strip(): _field(str(ours)) for theirs, ours in pairs.items()}


def _field(name: str) -> str:
    name = name.strip()
    if name in ("", IGNORED):
        return IGNORED
    if name.lower() not in _NAMES:
        raise UnknownColumn(unknown([name]))
    return _NAMES[name.lower()]


def resolve(names: list[str], chosen: dict[str, str]) -> dict[str, str]:
    """Our name for each of the file's columns. Raises ``UnknownColumn`` naming every column that is none of ours."""
    found = {name: chosen.get(name) or _NAMES.get(name.strip().lower(), "") for name in names}
    if strange := [name for name, ours in found.items() if not ours]:
        raise UnknownColumn(unknown(strange))
    taken: dict[str, str] = {}
    for name, ours in found.items():
        if ours != IGNORED and taken.setdefault(ours, name) != name:
            raise UnknownColumn(
                _("“%(one)s”和“%(two)s”两列都是 %(ours)s，请用 --columns 指明用哪一列。") % {"one": taken[ours], "two": name, "ours": ours}
            )
    return found


def unknown(names: list[str]) -> str:
    known = "、".join(f"{field}（{aliases[0]}）" if aliases else field for field, aliases in FIELDS.items())
    return _("不认识的列：%(names)s。可用的列：%(known)s。其他列名请用 --columns 对照（来源列名=本系统列名，不要的列写 来源列名=-）。") % {
        "names": "、".join(name or _("（空列名）") for name in names),
        "known": known,
    }
