"""What is read out of a file: its pieces of text, which of them a reader does not see, and what could not be read."""

import time
from bisect import bisect_right
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# What may lie in a file unseen, and what it is called.
HIDDEN = {
    "comment": gettext_lazy("批注"),
    "revision": gettext_lazy("修订痕迹"),
    "hidden_text": gettext_lazy("隐藏文字"),
    "hidden_sheet": gettext_lazy("隐藏的工作表"),
    "hidden_rows": gettext_lazy("隐藏的行"),
    "hidden_columns": gettext_lazy("隐藏的列"),
    "cache": gettext_lazy("数据透视表中的原始数据"),
    "covered": gettext_lazy("遮盖下的文字"),
    "annotation": gettext_lazy("PDF 注释"),
    "metadata": gettext_lazy("文件属性中的姓名、单位"),
    "location": gettext_lazy("拍摄地点"),
    "camera": gettext_lazy("拍摄设备和作者"),
    "unread": gettext_lazy("系统读不到的内容"),
}

# What programs write where a person's or a firm's name belongs.
PROGRAMS = frozenset({
    *("openpyxl", "python-docx", "python-pptx", "reportlab", "apache poi", "wps office", "kingsoft", "microsoft office"),
    *("administrator", "admin", "user", "windows user", "microsoft office user", "用户", "微软用户", "anonymous", "unnamed"),
    *("microsoft", "microsoft corporation", "microsoft china", "微软中国"),
})  # fmt: skip

SECONDS = 20  # for one file; a person waits
MOST_PIECES = 200_000


class TooMuch(Exception):
    """The file asks for more time or room than it may have; the sentence says so."""


@dataclass
class Piece:
    """A stretch of text; ``hidden`` is a key of HIDDEN when readers do not see it. ``marks`` name places inside: (offset, place)."""

    place: str
    text: str
    hidden: str = ""
    marks: list[tuple[int, str]] = field(default_factory=list)

    def place_at(self, offset: int) -> str:
        index = bisect_right(self.marks, offset, key=lambda mark: mark[0]) - 1
        return self.marks[index][1] if index >= 0 else self.place


@dataclass
class Reading:
    """Gathers the pieces of one file, within its limits."""

    pieces: list[Piece] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # sentences
    began: float = field(default_factory=time.monotonic)

    def add(self, place: str, text: str, hidden: str = "", marks: list | None = None) -> None:
        if text.strip() and not (hidden == "metadata" and text.strip().lower() in PROGRAMS):
            self.pieces.append(Piece(place, text, hidden, marks or []))
            self.check()

    def check(self) -> None:
        if len(self.pieces) > MOST_PIECES or time.monotonic() - self.began > SECONDS:
            raise TooMuch(_("文件太大或太复杂，系统没有看完，请人工查看，或者拆成几个文件。"))
