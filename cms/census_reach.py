"""普查规则 of what the site reaches people with: films and files that not everybody can take in, and accounts elsewhere."""

import json
from collections.abc import Iterator
from datetime import date

import pypdfium2
from django.db.models import CharField, F
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import findings, registry
from cms.census import Finding, Rule, Window, left
from cms.census_rules import CHUNK
from cms.census_score import Weight
from cms.hidden_content import pdf
from cms.models import ArticlePage, LeaderHearing, NewMediaAccount
from cms.models import Finding as HiddenContent
from cms.showing import address


def pictures_without_text(on: date) -> Iterator[Finding]:
    """Pictures in the blocks of articles; the form asks for the text, imports and code may not have given it."""
    with_pictures = ArticlePage.objects.live().annotate(raw=Cast(F("body"), CharField())).filter(raw__contains='"picture"')
    rows = with_pictures.order_by("pk").values_list("pk", "title", "url_path", "raw")
    for pk, title, url_path, raw in rows.iterator(CHUNK):
        if count := sum(1 for block in blocks(raw) if block["type"] == "picture" and not str(block["value"].get("alt") or "").strip()):
            evidence = _("%(count)d 张图片没有替代文字。") % {"count": count}
            yield Finding(f"page:{pk}", title, address(url_path), evidence)


def blocks(raw: str) -> list[dict]:
    found = json.loads(raw) if raw else []
    return found if isinstance(found, list) else json.loads(found)


def videos_without_text(on: date) -> Iterator[Finding]:
    """Films in the blocks of articles; the form asks for the transcript, imports and code may not have given it."""
    with_films = ArticlePage.objects.live().annotate(raw=Cast(F("body"), CharField())).filter(raw__contains='"video"')
    rows = with_films.order_by("pk").values_list("pk", "title", "url_path", "raw")
    for pk, title, url_path, raw in rows.iterator(CHUNK):
        films = [block["value"] for block in blocks(raw) if block["type"] == "video"]
        if count := sum(not str(film.get("transcript") or "").strip() for film in films):
            evidence = _("%(count)d 段视频没有文字稿。") % {"count": count}
            yield Finding(f"page:{pk}", title, address(url_path), evidence)


def scanned_files(on: date) -> Iterator[Finding]:
    """PDF files of pictures without text, among those that were looked through before they became public (cms/findings.py).

    What could not be read in them then is looked at again, since the sentence of that time may mean something else.
    """
    unread = HiddenContent.objects.filter(kind="unread", document__isnull=False).select_related("document", "content_type")
    for one in unread.order_by("pk").iterator(CHUNK):
        item = one.subject
        if item is None or not getattr(item, "live", False) or getattr(item, "taken_down_at", None):
            continue
        if pages := _scans(one.document):
            evidence = _("附件《%(file)s》有 %(count)d 页是扫描图像，没有文字。") % {"file": one.document.title, "count": len(pages)}
            place = address(item.url_path) if hasattr(item, "url_path") else item.get_absolute_url()
            unit = getattr(item, "publisher_id", None) or getattr(item, "unit_id", None)
            yield Finding(f"document:{one.document_id}", str(item), place, evidence, unit=unit)


def _scans(document) -> list[int]:
    held = findings.read(document)
    if held is None or not held.startswith(b"%PDF"):
        return []
    try:
        return pdf.scans(held)
    except pypdfium2.PdfiumError:  # broken: said where it is reviewed
        return []


def new_media_stale(on: date) -> Iterator[Finding]:
    window = Window()
    for account in NewMediaAccount.objects.running(on):
        last = account.last_posted_on if account.last_posted_on and account.last_posted_on <= on else None
        counts = window.counts_on("SITE_NEW_MEDIA_2W", last or account.opened_on)
        evidence = _("最近一次更新是 %(day)s。") % {"day": last.isoformat()} if last else _("登记后没有更新过。")
        yield _of_account(account, evidence, since=counts, days_left=left(counts, on))


def new_media_silent(on: date) -> Iterator[Finding]:
    for account in NewMediaAccount.objects.running(on).filter(interacts=False):
        yield _of_account(account, _("没有互动功能。"))


def _of_account(account: NewMediaAccount, evidence: str, **more) -> Finding:
    name = f"{account.get_platform_display()}“{account.name}”"
    return Finding(f"new-media:{account.pk}", name, account.address, evidence, unit=account.unit_id, **more)


def hearing_owed(on: date) -> Iterator[Finding]:
    """The head of the authority hears a report on its work at least once a year; counts at the year's end."""
    if not LeaderHearing.objects.filter(on__year=on.year, on__lte=on).exists():
        counts = date(on.year, 12, 31)
        yield Finding(f"hearing:{on.year}", _("负责人听取汇报"), "", _("今年还没有听取过政务公开工作汇报。"), counts, left(counts, on))


RULES = [
    Rule("hearing-owed", gettext_lazy("主要负责人今年没有听取汇报"), "ogi/46", Weight.WARNING, hearing_owed),
    Rule("picture-without-text", gettext_lazy("文章图片没有替代文字"), "accessibility/32", Weight.WARNING, pictures_without_text),
    Rule("article-video-without-text", gettext_lazy("文章视频没有文字稿"), "accessibility/32", Weight.WARNING, videos_without_text),
    Rule("scanned-file", gettext_lazy("PDF 附件是扫描图像，没有文字"), "accessibility/32", Weight.WARNING, scanned_files),
    Rule("new-media-stale", gettext_lazy("政务新媒体两周没有更新"), "inspection/new-media", Weight.WARNING, new_media_stale),
    Rule("new-media-silent", gettext_lazy("政务新媒体没有互动功能"), "inspection/new-media", Weight.WARNING, new_media_silent),
]


def register() -> None:
    registry.register_rules(RULES)
