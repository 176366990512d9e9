"""提供给申请人的信息: the files that go out with a reply. Looked through as publications are, for personal numbers and for what
readers do not see; what is found is masked in a copy that is read again, or let through by a person with a reason."""

from datetime import date, datetime
from io import BytesIO
from pathlib import PurePath

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import audit, discovery
from cms.hidden_content import masked_copy
from cms.models import User
from disclosure.applications import papers
from disclosure.applications.case import ApplicationRefused, require_words
from disclosure.applications.papers import Given
from disclosure.models import Application, Paper
from disclosure.workflow import HANDLE, WORKED

ACTS = {
    "application.given": gettext_lazy("添加提供给申请人的文件"),
    "application.masked": gettext_lazy("为提供的文件打码"),
    "application.cleared": gettext_lazy("核对后提供含有个人信息的文件"),
}


@transaction.atomic
def attach(application: Application, file: File, by: User, now: datetime) -> Paper:
    """A file that goes out with the reply, while the reply is not signed. Raises ApplicationRefused and UploadRefused."""
    _require_open(application, by)
    paper = papers.keep(application, Given(file, Paper.Kind.GIVEN), by, now)
    audit.record(by, "application.given", application, name=paper.name, sha256=paper.sha256)
    return paper


def found_in(paper: Paper, today: date) -> list[dict]:
    """What a person must decide on: ``kind``, ``place`` and a masked ``excerpt`` each; nothing more once somebody has."""
    return [] if paper.cleared_by_id else discovery.scanned(paper, today, discovery.allowed())


@transaction.atomic
def mask(paper: Paper, by: User, now: datetime) -> Paper:
    """Put a masked copy in its place; the original stays for the office. Raises Refused where something is left in the copy."""
    _require_open(paper.application, by)
    _require_given(paper)
    made = masked_copy.make(discovery.read(paper) or b"", timezone.localdate(now), discovery.allowed())
    name = PurePath(paper.name)
    file = File(BytesIO(made), name=f"{name.stem}（打码）{name.suffix}")
    file.size = len(made)
    copy = papers.keep(paper.application, Given(file, Paper.Kind.GIVEN), by, now)
    paper.kind = Paper.Kind.ORIGINAL
    paper.save(update_fields=["kind"])
    audit.record(by, "application.masked", paper.application, original=paper.sha256, copy=copy.sha256)
    return copy


@transaction.atomic
def clear(paper: Paper, reason: str, by: User, now: datetime) -> Paper:
    """It may go out as it is: one's own data (Article 41), or a consent, for example. Raises ApplicationRefused."""
    _require_open(paper.application, by)
    _require_given(paper)
    paper.cleared_because = require_words(reason, _("请写明为什么可以提供，例如信息属于申请人本人。"))[:300]
    paper.cleared_by = by
    paper.save(update_fields=["cleared_by", "cleared_because"])
    audit.record(by, "application.cleared", paper.application, reason=paper.cleared_because, name=paper.name)
    return paper


def require_clean(application: Application, today: date) -> None:
    """Raises ApplicationRefused with a sentence for each file in which something was found and not decided on."""
    sentences = []
    for paper in application.papers.filter(kind=Paper.Kind.GIVEN):
        if found := found_in(paper, today):
            told = {"name": paper.name, "count": len(found), "first": f"{found[0]['place']} {found[0]['excerpt']}".strip()}
            sentences.append(_("“%(name)s”中有 %(count)d 处个人信息或者隐藏内容（%(first)s），请打码或者写明可以提供的理由。") % told)
    if sentences:
        raise ApplicationRefused(*sentences)


def _require_open(application: Application, by: User) -> None:
    if not by.has_perm(HANDLE):
        raise ApplicationRefused(_("您没有办理这一步的权限。"))
    if Application.objects.select_for_update().get(pk=application.pk).state not in WORKED:
        raise ApplicationRefused(_("提供的文件在开始办理以后、签发以前添加和修改。"))


def _require_given(paper: Paper) -> None:
    paper.refresh_from_db(fields=["kind", "cleared_by"])
    if paper.kind != Paper.Kind.GIVEN or paper.cleared_by_id:
        raise ApplicationRefused(_("这个文件已经有人处理，请重新打开页面。"))
