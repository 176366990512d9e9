"""公开渠道和载体: the vocabulary of the national table, as codes and as the column writes it with ■ and □. Pure."""

import re
import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.punctuation import listed

OTHER = "other"
# as the tables write them; the last two are not in all of them
CHANNELS = {
    "website": "政府网站",
    "gazette": "政府公报",
    "social": "两微一端",
    "briefing": "发布会/听证会",
    "broadcast": "广播电视",
    "print": "纸质媒体",
    "reading_point": "公开查阅点",
    "service_hall": "政务服务中心",
    "convenience": "便民服务站",
    "home": "入户/现场",
    "board": "社区/企事业单位/村公示栏（电子屏）",
    "push": "精准推送",
    OTHER: "其他",
}
LABELS = {
    "website": gettext_lazy("政府网站"),
    "gazette": gettext_lazy("政府公报"),
    "social": gettext_lazy("两微一端"),
    "briefing": gettext_lazy("发布会、听证会"),
    "broadcast": gettext_lazy("广播电视"),
    "print": gettext_lazy("纸质媒体"),
    "reading_point": gettext_lazy("公开查阅点"),
    "service_hall": gettext_lazy("政务服务中心"),
    "convenience": gettext_lazy("便民服务站"),
    "home": gettext_lazy("入户、现场"),
    "board": gettext_lazy("公示栏、电子屏"),
    "push": gettext_lazy("精准推送"),
    OTHER: gettext_lazy("其他"),
}
MARKED = re.compile(r"([■□☑☐√✓✔])\s*([^■□☑☐√✓✔]*)")
CHOSEN = frozenset("■☑√✓✔")


class Unknown(Exception):
    """The column names what the vocabulary does not have; the sentence is for whoever wrote it."""


def _folded(name: str) -> str:
    return re.sub(r"[\s()（）/、_:：.]|(?:__+)", "", unicodedata.normalize("NFKC", name))


CODES = {_folded(name): code for code, name in CHANNELS.items()}
CODES |= {
    "社区企事业单位村公示栏": "board",
    "公示栏": "board",
    "发布会": "briefing",
    "听证会": "briefing",
    "入户现场": "home",
    "入户": "home",
    "其它": OTHER,
    "便民服务中心": "convenience",
    "政府信息公开查阅点": "reading_point",
    "报刊": "print",
    "电子屏": "board",
}


def read(text: str) -> tuple[list[str], str]:
    """The chosen codes in the order of the vocabulary, and what stands behind 其他. Raises ``Unknown``.

    A cell without marks lists what is chosen; one with marks lists everything.
    """
    if marks := MARKED.findall(text):
        names = [name for mark, name in marks if mark in CHOSEN]
        for _mark, name in marks:
            _code(name)
    else:
        names = [name for name in re.split(r"[\n、，,；;]", text) if name.strip()]
    if not names:
        raise Unknown(_("没有勾选公开渠道和载体。"))
    found = [_code(name) for name in names]
    other = next((rest for code, rest in found if code == OTHER), "")
    chosen = {code for code, _rest in found}
    return [code for code in CHANNELS if code in chosen], other


def _code(name: str) -> tuple[str, str]:
    if code := CODES.get(_folded(name)):
        return code, ""
    other = re.match(r"\s*其[他它]\s*[:：（(]?\s*(.*?)[)）_\s]*$", name, re.S)
    if other:
        return OTHER, other[1].strip()[:100]
    known = listed(CHANNELS.values())
    raise Unknown(_("不认识的公开渠道“%(name)s”，可用的有：%(known)s。") % {"name": name.strip()[:30], "known": known})


def written(codes: list[str], other: str) -> str:
    """As the column is written: everything of the vocabulary, ■ before what is chosen."""
    lines = [f"{'■' if code in codes else '□'}{name}" for code, name in CHANNELS.items()]
    return "\n".join(lines) + (f"：{other}" if other else "")


def words(codes: list[str], other: str) -> str:
    """For a reader: what is chosen."""
    return listed(other if code == OTHER and other else LABELS[code] for code in CHANNELS if code in codes)
