"""Files of rows: JSON Lines (plain or gzip), CSV (UTF-8 or GBK) and XLSX; what cannot be read says so in a sentence."""

import codecs
import csv
import gzip
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext as _

LONGEST_LINE = 20_000_000  # characters; the longest real document has 112,000
LARGEST_UNPACKED = 500_000_000  # bytes that an XLSX may unpack to
csv.field_size_limit(LONGEST_LINE)


class UnreadableFile(Exception):
    """The file as a whole cannot be imported; the sentence says why and what would help."""


@dataclass(frozen=True)
class Row:
    """One row as the file has it; ``error`` is set instead where the line itself is broken. ``part`` says how far we are."""

    line: int
    values: dict
    part: float = 0.0
    error: str = ""


def read(path: Path) -> Iterator[Row]:
    """The rows of a file. Raises ``UnreadableFile``; when that happens in the middle, the rows before it were good."""
    if not path.is_file():
        raise UnreadableFile(_("找不到文件：%(path)s") % {"path": path})
    if path.stat().st_size == 0:
        raise UnreadableFile(_("文件是空的：%(path)s") % {"path": path.name})
    names = [suffix.lower() for suffix in path.suffixes[-2:]]
    if names[-1:] in ([".jsonl"], [".ndjson"], [".json"]) or names in ([".jsonl", ".gz"], [".json", ".gz"]):
        return _json_lines(path)
    if names[-1:] == [".csv"]:
        return _csv(path)
    if names[-1:] == [".xlsx"]:
        return _xlsx(path)
    raise UnreadableFile(_("不支持这种文件：%(name)s。请使用 .jsonl、.jsonl.gz、.csv 或者 .xlsx。") % {"name": path.name})


def _json_lines(path: Path) -> Iterator[Row]:
    size = path.stat().st_size
    with path.open("rb") as raw:
        lines = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw
        number = 0
        while line := _line(lines, path):
            number += 1
            part = raw.tell() / size
            if len(line) > LONGEST_LINE:
                raise UnreadableFile(_("第 %(line)d 行太长，超过 %(limit)d 字节。") % {"line": number, "limit": LONGEST_LINE})
            if line.strip():
                yield _json_row(line, number, part)


def _line(lines, path: Path) -> bytes:
    try:
        return lines.readline(LONGEST_LINE + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableFile(
            _("压缩文件 %(name)s 不完整或者已经损坏（%(error)s）；此前读到的行已经处理，请重新取得文件后再导入。")
            % {"name": path.name, "error": error}
        ) from None


def _json_row(line: bytes, number: int, part: float) -> Row:
    try:
        values = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError:
        return Row(number, {}, part, _("这一行不是 UTF-8 编码。"))
    except (ValueError, RecursionError) as error:
        return Row(number, {}, part, _("这一行不是有效的 JSON：%(error)s") % {"error": error})
    if not isinstance(values, dict):
        return Row(number, {}, part, _("这一行应是一个 JSON 对象。"))
    return Row(number, values, part)


# -- CSV ----------------------------------------------------------------------------------------------------------


def _csv(path: Path) -> Iterator[Row]:
    encoding = encoding_of(path)
    size = path.stat().st_size
    with path.open("rb") as raw, codecs.getreader(encoding)(raw) as text:
        rows = csv.reader(text)
        try:
            header = [name.strip() for name in next(rows, [])]
            for values in rows:
                if any(values):
                    yield _named(header, values, rows.line_num, raw.tell() / size)
        except csv.Error as error:
            raise UnreadableFile(_("第 %(line)d 行的 CSV 格式有误：%(error)s") % {"line": rows.line_num, "error": error}) from None


def _named(header: list[str], values: list, line: int, part: float) -> Row:
    if len(values) > len(header) and any(values[len(header) :]):
        return Row(
            line,
            {},
            part,
            _("这一行有 %(found)d 列，表头只有 %(header)d 列；正文中的逗号和换行须放在引号内。")
            % {"found": len(values), "header": len(header)},
        )
    return Row(line, dict(zip(header, values, strict=False)), part)


def encoding_of(path: Path) -> str:
    """UTF-8 or GBK (as GB18030), judged by the whole file. Raises ``UnreadableFile`` for any other encoding."""
    with path.open("rb") as raw:
        start = raw.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" in start:
        raise UnreadableFile(_("文件是 UTF-16 编码，或者不是文本文件；请另存为 UTF-8 编码的 CSV。"))
    if _decodes(path, "utf-8-sig"):
        return "utf-8-sig"
    if _decodes(path, "gb18030"):
        return "gb18030"
    raise UnreadableFile(_("文件既不是 UTF-8 也不是 GBK 编码，无法正确读出汉字；请另存为 UTF-8 编码的 CSV。"))


def _decodes(path: Path, encoding: str) -> bool:
    """Whether every byte makes sense in this encoding, and as GBK reads as modern Chinese.

    Nearly any bytes are some GBK characters; text in another encoding reads as rare ones, real text as those of GB 2312.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    signs = common = 0
    with path.open("rb") as raw:
        try:
            while block := raw.read(1 << 20):
                text = decoder.decode(block)
                if encoding == "gb18030":
                    beyond = [sign for sign in text if sign > "\x7f"]
                    signs += len(beyond)
                    common += len("".join(beyond).encode("gb2312", "ignore")) // 2
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return common >= 0.9 * signs


# -- XLSX ---------------------------------------------------------------------------------------------------------


def _xlsx(path: Path) -> Iterator[Row]:
    sheet = _sheet(path)
    rows = sheet.iter_rows(values_only=True)
    header = [_cell(value) for value in next(rows, [])]
    while header and not header[-1]:
        header.pop()
    if not header:
        raise UnreadableFile(_("工作表“%(name)s”是空的。") % {"name": sheet.title})
    total = max(sheet.max_row or 1, 1)
    for number, values in enumerate(rows, 2):
        cells = [_cell(value) for value in values]
        if any(cells):
            yield _named(header, cells, number, min(number / total, 1.0))


def _sheet(path: Path):
    from openpyxl import load_workbook  # slow to import, and most files are not spreadsheets

    try:
        with zipfile.ZipFile(path) as package:
            unpacked = sum(part.file_size for part in package.infolist())
            if "[Content_Types].xml" not in package.namelist():
                raise UnreadableFile(_("%(name)s 不是 XLSX 文件。") % {"name": path.name})
        if unpacked > LARGEST_UNPACKED or unpacked > 200 * path.stat().st_size + 1_000_000:
            raise UnreadableFile(
                _("%(name)s 展开后有 %(size)d 兆字节，像是压缩炸弹，没有打开。") % {"name": path.name, "size": unpacked // 1_000_000}
            )
        return load_workbook(path, read_only=True, data_only=True).worksheets[0]
    except UnreadableFile:
        raise
    except Exception as error:  # openpyxl raises whatever the broken part made it stumble over
        raise UnreadableFile(
            _("%(name)s 不是有效的 XLSX 文件（%(error)s）；旧的 .xls 文件请另存为 .xlsx。") % {"name": path.name, "error": str(error)[:200]}
        ) from None


def _cell(value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
