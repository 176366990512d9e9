"""收稿: from a file to the form of a new document, and what is said about it there."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.documents.models import Document

from cms import audit, registry, sanitize
from cms.models import Department
from cms.punctuation import listed
from disclosure.manuscripts import likeness, paper, particulars, reading
from disclosure.models import Genre, Manuscript, PolicyAttachment, PolicyDocument, PolicyIssuer
from disclosure.titles import title_key

KEPT = 20  # manuscripts of one person; older ones have long become documents
CANDIDATES = 30  # documents whose text is compared
NAMED = 3  # near-duplicates that are told


@transaction.atomic
def take_in(file: UploadedFile, form: str, others: Iterable[UploadedFile], keep: bool, by, now: datetime) -> Manuscript:
    """Read a file that ``cms.uploads.judge`` has let in and keep what it says; with ``keep`` it is an attachment as well.

    A file whose text cannot be read is always kept as one, so that nothing that was brought is lost.
    """
    today = timezone.localdate(now)
    read = reading.read(file.read(), form, today)
    stated = particulars.find(read.lines)
    stated.title = stated.title[: PolicyDocument._meta.get_field("title").max_length]
    body = paper.html(read.blocks[stated.first :])
    found = asdict(stated) | {"body": body}
    found |= {name: found[name] and found[name].isoformat() for name in ("written_on", "in_force_on", "expires_on")}
    manuscript = Manuscript.objects.create(by=by, at=now, name=file.name[:200], found=found, notes=read.notes)
    kept = [file] if keep or not read.has_text else []
    manuscript.attachments.set([_stored(one, by) for one in (*kept, *others)])
    older = Manuscript.objects.filter(by=by).order_by("-at", "-pk").values_list("pk", flat=True)[KEPT:]
    Manuscript.objects.filter(pk__in=list(older)).delete()
    audit.record(by, "manuscript.take-in", manuscript, name=manuscript.name)
    return manuscript


def _stored(file: UploadedFile, by) -> Document:
    file.seek(0)
    made = Document(title=file.name.rpartition(".")[0] or file.name, file=file, uploaded_by_user=by)
    made._set_document_file_metadata()
    made.save()
    return made


def begun(manuscript: Manuscript) -> PolicyDocument:
    """An unsaved document with everything that the file says, for the ordinary form."""
    found = manuscript.found
    policy = PolicyDocument(
        title=found["title"],
        document_number=found["number"][:100],
        body=found["body"],
        genre=genre(found["title"]),
        **{name: found[name] and date.fromisoformat(found[name]) for name in ("written_on", "in_force_on", "expires_on")},
    )
    units = known_units(found["issuers"])
    policy.issuers = [PolicyIssuer(unit=unit, lead=place == 0) for place, unit in enumerate(units)]
    policy.attachments = [PolicyAttachment(document=one, title=one.title) for one in manuscript.attachments.order_by("pk")]
    return policy


def genre(title: str) -> str:
    """体裁 as the title ends; 通知 where it does not say."""
    return next((kind.value for kind in Genre if title.endswith(kind.value)), Genre.NOTICE.value)


def known_units(names: list[str]) -> list[Department]:
    """The bodies of these names or short names, in their order."""
    by_name = {unit.name: unit for unit in Department.objects.filter(name__in=names)}
    by_name |= {unit.short_name: unit for unit in Department.objects.filter(short_name__in=names) if unit.short_name not in by_name}
    return list(dict.fromkeys(by_name[name] for name in names if name in by_name))


def hints(manuscript: Manuscript) -> list[str]:
    """What the person should know before correcting the form; none of it stops anybody."""
    found = manuscript.found
    said = [_("已从“%(name)s”读入，请逐项核对后保存。") % {"name": manuscript.name}, *manuscript.notes]
    names = {"title": _("标题"), "number": _("发文字号"), "issuers": _("制发机关"), "written_on": _("成文日期")}
    if missing := [label for name, label in names.items() if not found[name]]:
        said.append(_("文件里没有找到%(names)s，请手工填写。") % {"names": listed(missing)})
    known = {name for unit in known_units(found["issuers"]) for name in (unit.name, unit.short_name)}
    if unknown := [name for name in found["issuers"] if name not in known]:
        said.append(_("没有登记的机关：%(names)s。请先在“单位”中登记，或者另选制发机关。") % {"names": listed(unknown)})
    return said + near(found["title"], found["body"])


def near(title: str, body: str, pk: int | None = None) -> list[str]:
    """Sentences about documents that are much alike in title or text, the most alike first."""
    text = sanitize.text(body)
    rows = PolicyDocument.objects.filter(pk__in=_candidates(title)).exclude(pk=pk).only("title", "document_number", "body")
    judged = [(likeness.alike(title, text, row.title, sanitize.text(row.body)), row) for row in rows]
    found = sorted((one for one in judged if one[0]), key=lambda one: (-one[0], one[1].pk))[:NAMED]
    return [
        _("与《%(title)s》%(number)s相似（%(share)d%%），请确认不是重复录入。")
        % {"title": row.title, "number": f"（{row.document_number}）" if row.document_number else "", "share": round(100 * share)}
        for share, row in found
    ]


def _candidates(title: str) -> list[int]:
    """What the staff's search finds for the title, and what is called the same; without a search the latter alone."""
    if not title:
        return []
    found = list(registry.staff_search_ids(PolicyDocument, title) or [])[:CANDIDATES]
    begins = title_key(title)[:8]
    named = PolicyDocument.objects.filter(title_key__startswith=begins).order_by("-pk").values_list("pk", flat=True) if begins else []
    return [*found, *named[:CANDIDATES]]
