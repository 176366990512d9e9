"""What may come in: a file is judged by its content; its name only has to agree.

`judge(file, name)` is asked by the staff's forms, by imports and by whoever receives files from the public.
"""

import io
import re
from dataclasses import dataclass

import filetype
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image

from cms import scanner
from cms.containers import UploadRefused, ole_format, pdf_format, zip_format
from cms.punctuation import listed

__all__ = ["FORMATS", "Upload", "UploadRefused", "judge", "require"]

MEGABYTE = 1024 * 1024
HEAD = 8192  # bytes by which the content is recognised
MOST_PIXELS = 50_000_000
LONGEST_NAME = 200


@dataclass(frozen=True)
class Format:
    """A kind of content, its MIME type, the extensions that agree with it (the usual one first), the largest size."""

    kind: str
    mime: str
    extensions: tuple[str, ...]
    megabytes: int = 50


@dataclass(frozen=True)
class Upload:
    """A file that may come in."""

    kind: str
    mime: str
    extension: str
    size: int  # bytes


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."

FORMATS = {
    "pdf": Format("document", "application/pdf", ("pdf",), 100),
    "ofd": Format("document", "application/ofd", ("ofd",), 100),
    "docx": Format("document", f"{_OFFICE}wordprocessingml.document", ("docx",)),
    "xlsx": Format("document", f"{_OFFICE}spreadsheetml.sheet", ("xlsx",)),
    "pptx": Format("document", f"{_OFFICE}presentationml.presentation", ("pptx",), 100),
    "doc": Format("document", "application/msword", ("doc", "wps")),
    "xls": Format("document", "application/vnd.ms-excel", ("xls", "et")),
    "ppt": Format("document", "application/vnd.ms-powerpoint", ("ppt", "dps"), 100),
    "odt": Format("document", f"{_OPEN}text", ("odt",)),
    "ods": Format("document", f"{_OPEN}spreadsheet", ("ods",)),
    "odp": Format("document", f"{_OPEN}presentation", ("odp",)),
    "rtf": Format("document", "application/rtf", ("rtf",)),
    "txt": Format("document", "text/plain", ("txt", "csv", "md"), 20),
    "zip": Format("archive", "application/zip", ("zip",), 100),
    "jpg": Format("image", "image/jpeg", ("jpg", "jpeg"), 20),
    "png": Format("image", "image/png", ("png",), 20),
    "gif": Format("image", "image/gif", ("gif",), 20),
    "webp": Format("image", "image/webp", ("webp",), 20),
    "mp3": Format("audio", "audio/mpeg", ("mp3",), 100),
    "m4a": Format("audio", "audio/mp4", ("m4a",), 100),
    "mp4": Format("video", "video/mp4", ("mp4", "m4v"), 500),
}

# What else the library recognises and an officer may try, with what would help.
_ADVICE = {
    "exe": gettext_lazy("这是可执行程序。"),
    "elf": gettext_lazy("这是可执行程序。"),
    "swf": gettext_lazy("Flash 文件已不能播放。"),
    "rar": gettext_lazy("不接收 RAR，请改用 ZIP。"),
    "7z": gettext_lazy("不接收 7Z，请改用 ZIP。"),
    "heic": gettext_lazy("请先转成 JPG 图片。"),
    "avif": gettext_lazy("请先转成 JPG 图片。"),
    "bmp": gettext_lazy("请先转成 PNG 图片。"),
    "tif": gettext_lazy("请先转成 PNG 图片或 PDF。"),
    "mov": gettext_lazy("请先转成 MP4 视频。"),
    "avi": gettext_lazy("请先转成 MP4 视频。"),
    "wmv": gettext_lazy("请先转成 MP4 视频。"),
}

_KINDS = {
    "document": gettext_lazy("文件"),
    "archive": gettext_lazy("压缩包"),
    "image": gettext_lazy("图片"),
    "audio": gettext_lazy("录音"),
    "video": gettext_lazy("视频"),
}

_SAME = {"apng": "png", "m4v": "mp4", "3gp": "mp4"}
_PICTURES = {"jpg": ["JPEG", "MPO"], "png": ["PNG"], "gif": ["GIF"], "webp": ["WEBP"]}
_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|iframe|svg|\?php|\?xml[^>]*\?>\s*(?:<!--.*?-->\s*)?<(?:svg|html))",
    re.I | re.S,
)
_ACTIVE = re.compile(rb"<script[\s>]|<\?php|<svg[\s>]|<html[\s>]|<!doctype html", re.I)


def judge(file, name: str) -> Upload:
    """Return what ``file`` (open for reading in binary, seekable) is, or raise UploadRefused with a sentence.

    ``name`` is what the sender calls it. The file is left at its beginning.
    """
    try:
        size = file.seek(0, io.SEEK_END)
        if size == 0:
            raise UploadRefused(_("文件是空的。"))
        found = _recognise(file, size)
        _check_limit(FORMATS[found], size)
        extension = _check_name(name, found)
        if FORMATS[found].kind == "image":
            _check_picture(file, found)
        scanner.require_clean(file)
    finally:
        file.seek(0)
    return Upload(FORMATS[found].kind, FORMATS[found].mime, extension, size)


def require(upload: Upload, *kinds: str) -> None:
    """Raise UploadRefused unless the upload is of one of ``kinds`` (document, archive, image, audio, video)."""
    if upload.kind not in kinds:
        names = listed(_KINDS[kind] for kind in kinds)
        raise UploadRefused(_("这里只收%(kinds)s。") % {"kinds": names})


def recognise(file) -> str:
    """The key in FORMATS of what ``file`` holds, or UploadRefused; the part of ``judge`` that looks at the content alone."""
    try:
        return _recognise(file, file.seek(0, io.SEEK_END))
    finally:
        file.seek(0)


def _recognise(file, size: int) -> str:
    if size > max(form.megabytes for form in FORMATS.values()) * MEGABYTE:
        raise _too_big(size, max(form.megabytes for form in FORMATS.values()))
    head = _read(file, HEAD)
    if head.startswith(b"PK\x03\x04"):
        return zip_format(file, size)
    if head.startswith(_OLE_SIGNATURE):
        file.seek(0)
        return ole_format(file)
    if head.startswith(b"%PDF-"):
        _check_limit(FORMATS["pdf"], size)
        return pdf_format(_read(file))
    guessed = filetype.guess_extension(head)
    found = _SAME.get(guessed, guessed)
    if found == "rtf":
        return _rtf(_read(file, FORMATS["rtf"].megabytes * MEGABYTE))
    if found in FORMATS:
        return found
    if found is None:
        return _text(file, head, size)
    raise UploadRefused(_("不接收这种内容（%(kind)s）。") % {"kind": found.upper()} + str(_ADVICE.get(found, "")))


def _text(file, head: bytes, size: int) -> str:
    """txt when all of it is text in UTF-8 or GBK and no page or script."""
    if _PAGE.match(head.lstrip(b"\xef\xbb\xbf \t\r\n")):
        raise UploadRefused(_("这是网页、脚本或 SVG 文件，可能带有程序，不能接收。图片请转成 PNG 或 JPG。"))
    if head.startswith(b"#!"):
        raise UploadRefused(_("这是脚本程序，不能接收。"))
    _check_limit(FORMATS["txt"], size)
    content = _read(file)
    if re.search(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]", content):
        raise UploadRefused(_("认不出这个文件的内容。请转成 PDF、Word、Excel 或常见图片后再上传。"))
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
            return "txt"
        except UnicodeDecodeError:
            continue
    raise UploadRefused(_("文本文件的编码认不出来。请另存为 UTF-8 编码后再上传。"))


def _rtf(content: bytes) -> str:
    if re.search(rb"\\(?:objdata|objocx|objemb|objhtml|ddeauto|template)", content):
        raise UploadRefused(_("文件内嵌有对象或外部模板。请另存为 PDF 或 docx 后再上传。"))
    return "rtf"


def _check_limit(form: Format, size: int) -> None:
    if size > form.megabytes * MEGABYTE:
        raise _too_big(size, form.megabytes)


def _too_big(size: int, limit: int) -> UploadRefused:
    values = {"size": f"{size / MEGABYTE:.1f}", "limit": limit}
    return UploadRefused(_("文件有 %(size)s MB，超过 %(limit)d MB 的上限。") % values)


def _check_name(name: str, found: str) -> str:
    if len(name) > LONGEST_NAME or re.search(r"[\x00-\x1f\x7f/\\\u202a-\u202e\u2066-\u2069]", name):
        raise UploadRefused(_("文件名太长或含有不正常的字符，请改名后再上传。"))
    stem, dot, extension = name.rpartition(".")
    if not dot or extension.lower() not in FORMATS[found].extensions:
        right = FORMATS[found].extensions[0]
        values = {"name": name, "content": right.upper(), "right": f"{stem or extension}.{right}"}
        raise UploadRefused(_("文件“%(name)s”的内容是 %(content)s，与名称不符。如确认无误，请改名为“%(right)s”后再上传。") % values)
    return extension.lower()


def _check_picture(file, found: str) -> None:
    content = _read(file)
    try:
        with Image.open(io.BytesIO(content), formats=_PICTURES[found]) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise UploadRefused(_("图片有 %(width)d×%(height)d 像素，太大了。请缩小后再上传。") % {"width": width, "height": height})
            picture.verify()
    except UploadRefused:
        raise
    except Exception:  # Pillow's plugins raise whatever their parsers do
        raise UploadRefused(_("图片已损坏，打不开。请重新保存后再上传。")) from None
    # A picture that is a page or an archive as well: harmless as a picture only.
    if _ACTIVE.search(content) or b"PK\x05\x06" in content[-65_557:] and b"PK\x01\x02" in content:
        raise UploadRefused(_("图片里夹带了别的内容（网页、脚本或压缩包），不能接收。请重新导出图片后再上传。"))


def _read(file, limit: int = -1) -> bytes:
    file.seek(0)
    return file.read(limit)
