"""A workbook into a draft of the standard catalogue: seen first as a list of differences, taken only when confirmed."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import audit
from cms.gate import Refused
from disclosure.models import StandardCatalogue, StandardRow, StandardUpload
from disclosure.standard import differences, reading
from disclosure.standard.differences import Differences
from disclosure.standard.reading import Reading

BATCH = 300  # rows of one statement; SQLite takes at most 32,766 values
COMPARED = (*StandardRow.CORE, *StandardRow.BESIDE)


@dataclass
class Preview:
    """What a workbook would change; ``upload`` is None when it cannot be taken."""

    reading: Reading
    found: Differences
    levels: list[str]  # the levels it would bring, where they differ
    upload: StandardUpload | None = None


def preview(catalogue: StandardCatalogue, content: bytes, name: str, by, now: datetime) -> Preview:
    """Read a workbook and say what it would change; keeps the file when it has no fault. Raises ``reading.Unreadable``."""
    _must_be_draft(catalogue)
    read, found = _compare(catalogue, content, timezone.localdate(now))
    shown = Preview(read, found, [] if read.levels == catalogue.level_names else read.levels)
    if not read.faults:
        upload = StandardUpload(catalogue=catalogue, by=by, at=now, name=name[:200], content=content)
        upload.seen = digest(catalogue)
        upload.save()
        shown.upload = upload
    return shown


def take(upload: StandardUpload, by, now: datetime) -> Differences:
    """Make the draft what the workbook says; rows that stay keep their addresses. Raises ``Refused``."""
    with transaction.atomic():
        catalogue = StandardCatalogue.objects.select_for_update().get(pk=upload.catalogue_id)
        _must_be_draft(catalogue)
        if digest(catalogue) != upload.seen:
            raise Refused(_("预览之后目录又有改动，没有导入；请重新上传，再看一遍差异。"))
        read, found = _compare(catalogue, bytes(upload.content), timezone.localdate(now))
        _write(catalogue, found)
        if catalogue.level_names != read.levels:
            catalogue.levels = "\n".join(read.levels)
            catalogue.save()
        told = {"added": len(found.added), "removed": len(found.removed), "changed": len(found.changed)}
        audit.record(by, "standard.import", catalogue, name=upload.name, **told)
        upload.delete()
    return found


def digest(catalogue: StandardCatalogue) -> str:
    """Of all that a workbook may change, so that two people who import at once do not undo each other's work."""
    sum_ = blake2b(catalogue.levels.encode(), digest_size=24)
    for values in catalogue.rows.in_order().values_list("pk", "position", *COMPARED).iterator():
        sum_.update(repr(values).encode())
    return sum_.hexdigest()


def _must_be_draft(catalogue: StandardCatalogue) -> None:
    if catalogue.published:
        raise Refused(_("这一版已经公布，不能再导入；请先建立新的版本。"))


def _compare(catalogue: StandardCatalogue, content: bytes, today: date) -> tuple[Reading, Differences]:
    read = reading.read(content, today)
    return read, differences.compare(catalogue.rows.in_order(), read.rows, COMPARED)


def _write(catalogue: StandardCatalogue, found: Differences) -> None:
    StandardRow.objects.filter(pk__in=[row.pk for row in found.removed]).delete()
    for row in found.added:
        row.catalogue = catalogue
    StandardRow.objects.bulk_create(found.added, batch_size=BATCH)
    for old, new, names in found.changed:
        for name in names:
            setattr(old, name, getattr(new, name))
        if not set(StandardRow.BESIDE).isdisjoint(names):
            old.state = StandardRow.State.UNCHECKED
        old.position = new.position
    fields = [name.removesuffix("_id") for name in COMPARED]
    StandardRow.objects.bulk_update([old for old, _new, _names in found.changed], [*fields, "position", "state"], batch_size=BATCH)
    moved = [(old, new.position) for old, new in found.same if old.position != new.position]
    for old, position in moved:
        old.position = position
    StandardRow.objects.bulk_update([old for old, _position in moved], ["position"], batch_size=BATCH)
