"""What is inside a file that holds others: ZIP with its offspring (OOXML, OFD, ODF), OLE, PDF.

Each function gets the file and answers with the key of a format in `cms.uploads.FORMATS`, or raises `UploadRefused`. Nothing is
unpacked: the directory of the container says enough, and a few small parts are read with a limit.
"""

import re
import zipfile
import zlib

import olefile
from django.utils.translation import gettext as _

from cms.gate import Refused

MOST_ENTRIES = 5_000
MOST_UNPACKED = 300 * 1024 * 1024  # bytes
RATIO_FREE = 10 * 1024 * 1024  # bytes: below this any ratio is harmless
HIGHEST_RATIO = 100  # as Apache POI has it: real office files stay below
LOCAL_HEADER = 30  # bytes before each entry, its name not counted
PART_LIMIT = 1024 * 1024  # bytes read of any one part


class UploadRefused(Refused):
    """A file that may not come in; the sentence says what is wrong with it and what would help."""


# ---- ZIP --------------------------------------------------------------------------------------------------------------

_OOXML = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb", "ppt/presentation.xml": "pptx"}
_ODF = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
_PROGRAM = re.compile(
    r"\.(?:exe|com|scr|pif|bat|cmd|ps1|vbs?|vbe|jse?|wsf|hta|msi|dll|lnk|jar|apk|app|sh|py|php|jsp|aspx?|html?|svg|swf)$", re.I
)
_ARCHIVE = re.compile(r"\.(?:zip|rar|7z|gz|tgz|bz2|xz|tar|cab|iso|lzh|zst)$", re.I)
_EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.I)
_LOADED = re.compile(rb"relationships/(?:attachedTemplate|oleObject|frame|subDocument|externalLinkPath)", re.I)


def zip_format(file, size: int) -> str:
    """docx, xlsx, pptx, ofd, odt, ods, odp or plain zip."""
    try:
        with zipfile.ZipFile(file) as archive:
            _check_size(archive, size)
            _check_end(file, size)
            return _kind_of(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, ValueError, EOFError, RuntimeError):
        raise UploadRefused(_("文件已损坏或不完整，打不开。请重新保存后再上传。")) from None


def _check_size(archive: zipfile.ZipFile, size: int) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise UploadRefused(_("文件内含 %(count)d 个条目，超过 %(most)d 个的上限。") % {"count": len(entries), "most": MOST_ENTRIES})
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or unpacked > RATIO_FREE and unpacked > HIGHEST_RATIO * size:
        raise UploadRefused(_("文件解压后大得反常，可能是压缩炸弹，不能接收。"))
    starts = sorted((entry.header_offset, entry.compress_size) for entry in entries)
    ends = [*(start for start, _length in starts[1:]), size]
    overlaps = any(start + LOCAL_HEADER + length > end for (start, length), end in zip(starts, ends, strict=True))
    if overlaps or starts and starts[0][0] != 0:
        raise UploadRefused(_("文件的压缩结构不正常（条目重叠或前面另有内容），不能接收。"))
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise UploadRefused(_("文件设有密码，公众无法打开。请去掉密码后再上传。"))
        if re.search(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|[\x00-\x1f]", entry.orig_filename):
            raise UploadRefused(_("压缩文件内有不正常的路径，不能接收。"))


def _check_end(file, size: int) -> None:
    """Nothing stands behind the directory: what does would be another file in disguise."""
    file.seek(max(0, size - 65_557))
    tail = file.read(65_557)
    end = tail.rfind(b"PK\x05\x06")
    comment = int.from_bytes(tail[end + 20 : end + 22], "little") if end >= 0 else 0
    if end < 0 or end + 22 + comment != len(tail):
        raise UploadRefused(_("文件末尾另有内容，不是正常的压缩结构，不能接收。"))


def _kind_of(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        return _office(archive, names)
    if "OFD.xml" in names:
        return "ofd"
    if "mimetype" in names:
        mime = _part(archive, "mimetype").decode("ascii", "ignore").strip()
        if any(name.startswith(("Basic/", "Scripts/")) for name in names):
            raise UploadRefused(_("文件带有宏。请另存为不带宏的格式后再上传。"))
        found = _ODF.get(mime.removeprefix("application/vnd.oasis.opendocument."))
        if found:
            return found
    for name in sorted(names):
        if _PROGRAM.search(name):
            raise UploadRefused(_("压缩包内有程序或网页文件（%(name)s），不能接收。") % {"name": name[:80]})
        if _ARCHIVE.search(name):
            raise UploadRefused(_("压缩包内还有压缩包（%(name)s），请直接上传里面的文件。") % {"name": name[:80]})
    return "zip"


def _office(archive: zipfile.ZipFile, names: set[str]) -> str:
    types = _part(archive, "[Content_Types].xml").lower()
    if b"macroenabled" in types or b"vbaproject" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UploadRefused(_("文件带有宏。请另存为不带宏的格式（如 docx、xlsx）后再上传。"))
    for name in names:
        if name.endswith(".rels") and any(_LOADED.search(tag) for tag in _EXTERNAL.findall(_part(archive, name))):
            raise UploadRefused(_("文件打开时会从别处加载内容（外部模板或对象）。请断开外部链接后再上传。"))
        if _PROGRAM.search(name):
            raise UploadRefused(_("文件内嵌有程序（%(name)s），不能接收。") % {"name": name[:80]})
    found = next((key for part, key in _OOXML.items() if part in names), None)
    if found is None or found == "xlsb":
        raise UploadRefused(_("认不出这个文件的内容。请另存为 docx、xlsx、pptx 或 PDF 后再上传。"))
    return found


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(PART_LIMIT)


# ---- OLE --------------------------------------------------------------------------------------------------------------

_OLE = {"worddocument": "doc", "workbook": "xls", "book": "xls", "powerpoint document": "ppt"}


def ole_format(file) -> str:
    """doc, xls or ppt (WPS writes the same containers as .wps, .et and .dps)."""
    try:
        with olefile.OleFileIO(file, raise_defects=olefile.DEFECT_INCORRECT) as container:
            entries = {entry[0].lower() for entry in container.listdir(streams=True, storages=True)}
            deep = {part.lower() for entry in container.listdir(streams=True, storages=True) for part in entry}
    except (OSError, ValueError, IndexError, TypeError, AttributeError):
        raise UploadRefused(_("文件已损坏或不完整，打不开。请重新保存后再上传。")) from None
    if "encryptedpackage" in entries or "encryptioninfo" in entries:
        raise UploadRefused(_("文件设有密码，公众无法打开。请去掉密码后再上传。"))
    if deep & {"vba", "macros", "_vba_project", "_vba_project_cur", "vbaproject"}:
        raise UploadRefused(_("文件带有宏。请另存为不带宏的格式（如 docx、xlsx）后再上传。"))
    found = next((key for stream, key in _OLE.items() if stream in entries), None)
    if found is None:
        raise UploadRefused(_("认不出这个文件的内容。请另存为 docx、xlsx、pptx 或 PDF 后再上传。"))
    return found


# ---- PDF --------------------------------------------------------------------------------------------------------------

_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.S)
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|XFA)\b")


def pdf_format(content: bytes) -> str:
    """pdf, when it opens without a password and does nothing by itself.

    Scripts inside compressed object streams are not looked for; files are served as documents, never as pages.
    """
    if b"%%EOF" not in content[-4096:]:
        raise UploadRefused(_("PDF 文件不完整，打不开。请重新导出后再上传。"))
    if _ENCRYPTED.search(content):
        raise UploadRefused(_("PDF 设有密码或使用限制，公众无法打开或复制。请另存为不加密的 PDF 后再上传。"))
    if _ACTIVE.search(_STREAM.sub(b"", content)):
        raise UploadRefused(_("PDF 带有脚本或会启动其他程序。请重新打印成普通 PDF 后再上传。"))
    return "pdf"
