"""Older formats (.doc, .wps, .odt, .rtf) by way of LibreOffice, where ``OFFICE_CONVERTER`` names it; nothing is fetched."""

import subprocess
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from cms.gate import Refused

CONVERTIBLE = frozenset({"doc", "odt", "rtf"})
SECONDS = 60


class NotConverted(Refused):
    """A file that cannot be turned into text here; the sentence says why and what would help."""


def to_docx(content: bytes, form: str) -> bytes:
    """The file as DOCX. ``form`` is a key of ``cms.uploads.FORMATS``. Raises NotConverted."""
    if form not in CONVERTIBLE:
        raise NotConverted(_("系统读不了 %(form)s 文件里的文字，只能作为附件。") % {"form": form.upper()})
    if not settings.OFFICE_CONVERTER:
        told = {"form": form.upper()}
        raise NotConverted(_("本机没有设置转换程序，%(form)s 文件只能作为附件。请用 WPS 或者 Word 另存为 docx 后再上传正文。") % told)
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        source = Path(folder) / f"source.{form}"
        source.write_bytes(content)
        command = [settings.OFFICE_CONVERTER, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"]
        command += ["--convert-to", "docx", "--outdir", f"{folder}/made", str(source)]
        try:
            subprocess.run(command, timeout=SECONDS, check=True, capture_output=True)
            return (Path(folder) / "made" / "source.docx").read_bytes()
        except subprocess.TimeoutExpired:
            raise NotConverted(_("转换程序 %(seconds)d 秒内没有转完，文件只作为附件。") % {"seconds": SECONDS}) from None
        except (OSError, subprocess.CalledProcessError):
            raise NotConverted(_("转换程序没能读出这个文件，只作为附件。请另存为 docx 后再上传正文。")) from None
