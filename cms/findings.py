"""Personal numbers, hidden content and wordings in what is to be public: found when a draft is stored, asked for at the gate,
masked, replaced or justified by a person. What there is to find stands in ``cms/discovery.py``.

A number is never stored: it is shown masked and known again by a keyed digest. What came with an import was public elsewhere
and is a warning only (docs/decisions/personal-data.md).
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import PurePath

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.documents.models import Document
from wagtail.images.models import Image

from cms import audit, content, personal_data
from cms.discovery import Discovery, allowed, discover, in_texts, key_of, read
from cms.gate import Refused
from cms.hidden_content import masked_copy
from cms.models import Finding
from cms.personal_data import Allowed
from cms.plain_text import PlainText, as_plain

MOST_SENTENCES = 10  # said at the gate; the rest is a number
State = Finding.State


def identity_of(row: Finding) -> tuple[str, str, str]:
    return (row.source, row.kind, row.key)


# ---- keeping ------------------------------------------------------------------------------------------------------------


def note(item: models.Model, revision: object, now: datetime) -> None:
    """What a draft holds is looked through when it is stored, so that nobody learns of it at the last moment only."""
    if revision is not None:
        refresh(item, timezone.localdate(now), now)


def refresh(item: models.Model, today: date, now: datetime) -> None:
    """Bring the rows to what the item holds now: new ones open, those that are gone are removed, decisions stay."""
    discovered = {one.identity: one for one in discover(item, today, allowed())}
    with transaction.atomic():
        rows = {identity_of(row): row for row in Finding.objects.of(item).select_for_update()}
        gone = [row.pk for key, row in rows.items() if key not in discovered and row.state in (State.OPEN, State.INHERITED)]
        back = [row.pk for key, row in rows.items() if key in discovered and row.state in (State.REMOVED, State.MASKED)]
        Finding.objects.filter(pk__in=gone).update(state=State.REMOVED, decided_at=now)
        Finding.objects.filter(pk__in=back).update(state=State.OPEN, decided_at=None, decided_by=None)
        Finding.objects.bulk_create(row_of(item, one, State.OPEN) for key, one in discovered.items() if key not in rows)


def row_of(item: models.Model, one: Discovery, state: str) -> Finding:
    return Finding(
        content_type=ContentType.objects.get_for_model(item),
        object_id=item.pk,
        source=one.source,
        document=one.upload if isinstance(one.upload, Document) else None,
        image=one.upload if isinstance(one.upload, Image) else None,
        kind=one.kind,
        place=one.place[:200],
        excerpt=one.excerpt[:300],
        key=one.key,
        state=state,
    )


def inherit(items: Iterable[models.Model], today: date, now: datetime, let_through: Allowed) -> None:
    """Of imported items: what their texts hold is written down as a warning. Safe to repeat."""
    rows = [row_of(item, one, State.INHERITED) for item in items for one in in_texts(item, today, let_through)]
    Finding.objects.bulk_create(rows, ignore_conflicts=True)


# ---- the gate -----------------------------------------------------------------------------------------------------------


def check(item: models.Model, on: date) -> Iterator[str]:
    """One sentence for each finding that nobody has decided on."""
    if item.from_source:
        return
    discovered = discover(item, on, allowed())
    if not discovered:
        return
    settled = set()
    if item.pk:
        decided = Finding.objects.of(item).filter(state__in=[State.JUSTIFIED, State.INHERITED])
        settled = {identity_of(row) for row in decided}
    waiting = [one for one in discovered if one.identity not in settled]
    for one in waiting[:MOST_SENTENCES]:
        yield sentence(one)
    if more := len(waiting[MOST_SENTENCES:]):
        yield _("另有 %(count)d 处个人信息、隐藏内容或者不当表述，见“内容检查”。") % {"count": more}


def sentence(one: Discovery) -> str:
    told = {"kind": Finding.Kind(one.kind).label, "place": one.place, "excerpt": one.excerpt, "file": getattr(one.upload, "title", "")}
    if one.kind == Finding.Kind.FORBIDDEN:
        return _("%(place)s有%(kind)s：%(excerpt)s，请改正。") % told
    if one.kind == Finding.Kind.ERROR_PRONE:
        return _("%(place)s有%(kind)s：%(excerpt)s。请改正；确需这样写的，请在“内容检查”中说明理由。") % told
    if one.kind == "unread":
        return _("附件《%(file)s》：%(excerpt)s 人工查看后，请在“内容检查”中说明。") % told
    if one.upload is not None:
        return (
            _("附件《%(file)s》%(place)s有%(kind)s（%(excerpt)s）：请在“内容检查”中改用打码副本，或者换成改过的文件，或者说明理由后保留。")
            % told
        )
    return _("%(place)s有%(kind)s（%(excerpt)s）：请删去，或者在“内容检查”中打码，或者说明理由后保留。") % told


# ---- deciding -----------------------------------------------------------------------------------------------------------


def justify(finding: Finding, reason: str, by, now: datetime) -> None:
    """Let the finding stand, with a reason. Raises ``Refused`` without one, or when it has been decided on."""
    if not reason.strip():
        raise Refused(_("请写明保留的理由，如“本机关对外公布的办公电话”。"))
    with transaction.atomic():
        locked = _locked(finding)
        if locked.kind == Finding.Kind.FORBIDDEN:
            raise Refused(_("这一表述不得使用，不能说明后保留，请在正文中改正。"))
        locked.state, locked.reason, locked.decided_by, locked.decided_at = State.JUSTIFIED, reason.strip(), by, now
        locked.save(update_fields=["state", "reason", "decided_by", "decided_at"])
        audit.record(by, "finding.justify", locked.subject, reason=locked.reason, finding=str(locked), place=locked.place)


def _locked(finding: Finding) -> Finding:
    locked = Finding.objects.select_for_update().get(pk=finding.pk)
    if locked.state not in (State.OPEN, State.INHERITED):
        raise Refused(_("这一处已经处理过了（%(state)s）。") % {"state": locked.get_state_display()})
    return locked


def mask(finding: Finding, by, today: date, now: datetime) -> None:
    """Put stars in the place of a number in the text, wherever it stands in that field, as a new draft."""
    with transaction.atomic():
        locked = _locked(finding)
        if locked.document_id or locked.image_id or not locked.personal:
            raise Refused(_("这一处不在正文中，不能直接打码。"))
        draft = draft_of(locked)
        if not cover_in_field(draft, locked.source, locked.kind, locked.key, today):
            raise Refused(_("草稿中已经没有这个号码，请重新保存后再看。"))
        _settle([locked], State.MASKED, by, now)
        draft.save_revision(user=by, log_action=True)
        audit.record(by, "finding.mask", locked.subject, finding=str(locked), place=locked.place)


def draft_of(finding: Finding) -> models.Model:
    """The latest draft of what the finding is in; nobody else may hold it locked."""
    item = finding.subject
    item = getattr(item, "specific", item)
    if item.locked:
        raise Refused(_("《%(title)s》已锁定，不能修改。") % {"title": item})
    return item.get_latest_revision_as_object()


def cover_in_field(draft: models.Model, name: str, kind: str, key: str, today: date) -> bool:
    """Mask the number known by ``key`` in the field; answers whether it was there."""
    field = draft._meta.get_field(name)
    covered = []

    def change(source: str) -> str:
        plain: PlainText = as_plain(source)
        found = [one for one in personal_data.find(plain.text, today) if one.kind == kind and key_of(kind, one.value) == key]
        covered.extend(found)
        return plain.replaced((one.start, one.masked) for one in found)

    if field in content.stream_fields(type(draft)):
        stored = content.rewritten(getattr(draft, name).get_prep_value(), change)
        setattr(draft, name, content.restored(field, list(stored)))
    else:
        setattr(draft, name, change(getattr(draft, name)))
    return bool(covered)


def replace_by_masked_copy(finding: Finding, by, today: date, now: datetime) -> Document | Image:
    """Make a copy of the file without its findings and put it in the place of the original, as a new draft.

    The copy is read again; when anything is left in it, it is thrown away and ``Refused`` raised. The original stays for
    staff only: nothing public refers to it any more once the draft is published.
    """
    upload = finding.document or finding.image
    if upload is None:
        raise Refused(_("这一处不在附件中。"))
    let_through = allowed()
    made = masked_copy.make(read(upload) or b"", today, let_through)
    with transaction.atomic():
        _locked(finding)
        draft = draft_of(finding)
        copy = store_copy(upload, made, by)
        if not content.exchange(draft, upload, copy):
            raise Refused(_("草稿中已经没有这个附件，请重新保存后再看。"))
        rows = Finding.objects.of(finding.subject).to_look_at().filter(document=finding.document, image=finding.image)
        _settle(rows, State.MASKED, by, now)
        draft.save_revision(user=by, log_action=True)
        audit.record(by, "finding.copy", finding.subject, original=upload.pk, copy=copy.pk, file=upload.title)
    return copy


def store_copy(upload: Document | Image, made: bytes, by) -> Document | Image:
    name = PurePath(upload.file.name)
    copy = type(upload)(title=_("%(title)s（公开版）") % {"title": upload.title}, collection=upload.collection, uploaded_by_user=by)
    copy.file.save(f"{name.stem}-public{name.suffix}", ContentFile(made), save=False)
    copy.file_size = len(made)
    copy._set_file_hash()
    copy.save()
    return copy


def _settle(rows: Iterable[Finding], state: str, by, now: datetime) -> None:
    Finding.objects.filter(pk__in=[row.pk for row in rows]).update(state=state, decided_by=by, decided_at=now)
