"""申请的材料: a file is judged by its content before it is kept (`cms/uploads.py`), by whoever it is sent."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest

from django.core.files.base import File

from cms import uploads
from cms.models import User
from disclosure.models import Application, Paper


@dataclass(frozen=True)
class Given:
    """A file that somebody hands in."""

    file: File
    kind: str


def keep(application: Application, given: Given, by: User | None, now: datetime) -> Paper:
    """Raises UploadRefused; then nothing is kept."""
    name = given.file.name
    judged = uploads.judge(given.file, name)
    uploads.require(judged, "document", "image")
    digest = file_digest(given.file, "sha256").hexdigest()
    given.file.seek(0)
    facts = {"name": name, "mime": judged.mime, "size": judged.size, "sha256": digest, "at": now, "by": by}
    return Paper.objects.create(application=application, kind=given.kind, file=given.file, **facts)
