"""The usual layout of the table: two head rows, groups merged over their columns; what each column is called. Pure."""

import re
import unicodedata
from dataclasses import dataclass, field

TICK = "√"
SIGNS = "√✓✔☑■●"
TICKS = frozenset(SIGNS) | {"是", "有", "1"}
CROSSES = frozenset("×✗✘□☐否无/—-－") | {"", "0"}
LEVELS = "公开层级"
# field -> (group, how we write it, what else it is called)
CORE = {
    "position": ("", "序号", ()),
    "first_item": ("公开事项", "一级事项", ()),
    "second_item": ("公开事项", "二级事项", ()),
    "content": ("", "公开内容（要素）", ("公开内容", "公开要素")),
    "sources": ("", "公开依据", ()),
    "time_limits": ("", "公开时限", ()),
    "bodies": ("", "公开主体", ()),
    "channels": ("", "公开渠道和载体", ("公开渠道", "公开渠道与载体", "公开渠道及载体")),
    "everyone": ("公开对象", "全社会", ("社会公众",)),
    "particular": ("公开对象", "特定群体", ("特定对象", "特定群众", "特定人群")),
    "active": ("公开方式", "主动", ("主动公开",)),
    "on_request": ("公开方式", "依申请", ("依申请公开",)),
}
OPTIONAL = {
    "unit": ("", "责任单位", ("部门", "责任部门", "责任处室")),
    "telephone": ("", "咨询电话", ("联系电话",)),
    "responsibility": ("", "公开责任", ()),
    "scope": ("", "公开范围", ()),
    "link": ("", "公开链接", ("链接", "网址", "链接地址")),
    "statutory_item": ("", "条例条款", ("法定公开事项",)),
    "field": ("", "领域", ("类别", "公开领域")),
}
COLUMNS = CORE | OPTIONAL


@dataclass
class Head:
    """Where each column stands (numbers from 1), where the levels stand, and the last row of the head."""

    columns: dict[str, int] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    last: int = 0

    def named(self) -> dict[int, str]:
        return {number: name for name, number in self.columns.items()}


def folded(text: str) -> str:
    """A heading without what people put between its signs."""
    return re.sub(r"[\s()]", "", unicodedata.normalize("NFKC", text))


NAMES = {folded(name): key for key, (_group, usual, others) in COLUMNS.items() for name in (usual, *others)}


def is_tick(text: str) -> bool:
    return text.strip() in TICKS


def is_cross(text: str) -> bool:
    return text.strip() in CROSSES


def statutory_code(text: str) -> str:
    """``20-5``, without what people put between its signs."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
