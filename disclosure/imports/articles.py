"""Plain-text pages of other sites (title, source, date, paragraphs) to article pages. English ones are marked as such."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from html import escape
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.models import ArticlePage, ColumnPage, HomePage

COLUMN = "English"
_MONTHS = {
    name: n for n, name in enumerate("January February March April May June July August September October November December".split(), 1)
}
_SOURCE = re.compile(r"^(?:From|来源)[:：]\s*(.+)$", re.M)
_ISSUER = re.compile(r"^Notice of the (.+?) on\b")
_NUMBERS = re.compile(r"(?P<m>\d{2})/(?P<d>\d{2})/(?P<y>\d{4})|(?P<y2>\d{4})-(?P<m2>\d{2})-(?P<d2>\d{2})")
_WORDS = re.compile(rf"\b({'|'.join(_MONTHS)}) (\d{{1,2}}), (\d{{4}})")
_HEAD = re.compile(r"^(?:Navigation$|From:|By:|Date:|\d{4}-\d{2}-\d{2} \d+ By)")


@dataclass(frozen=True)
class Article:
    title: str
    source: str
    day: date
    paragraphs: list[str]


def parse(text: str) -> Article:
    """Raises ValueError where there is no title or no date at all."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    told = [line for line in lines if not _HEAD.match(line)]
    if len(told) < 2:
        raise ValueError(_("没有标题和正文。"))
    title = told[0]
    source = _SOURCE.search(text) or _ISSUER.search(title)
    return Article(title[:255], source[1].strip()[:200] if source else _("来源未注明"), _day(text), told[1:])


def _day(text: str) -> date:
    head = "\n".join(text.splitlines()[:6])
    if found := _NUMBERS.search(head):
        parts = found.groupdict()
        return date(int(parts["y"] or parts["y2"]), int(parts["m"] or parts["m2"]), int(parts["d"] or parts["d2"]))
    if found := _WORDS.search(text):
        return date(int(found[3]), _MONTHS[found[1]], int(found[2]))
    raise ValueError(_("没有日期。"))


def load(path: Path) -> bool:
    """Put the page of this file under the column English of the first home page; False where it stands there already."""
    article = parse(path.read_text(encoding="utf-8"))
    slug = re.sub(r"[^0-9a-z]+", "-", path.stem.lower()).strip("-")
    column = _column()
    if ArticlePage.objects.child_of(column).filter(slug=slug).exists():
        return False
    lang = "" if re.search(r"[\u4e00-\u9fff]", article.title) else ' lang="en"'
    page = ArticlePage(
        title=article.title,
        slug=slug,
        source=article.source,
        published_time=timezone.make_aware(datetime.combine(article.day, time(9))),
        body=[("paragraph", "".join(f"<p{lang}>{escape(paragraph, quote=False)}</p>" for paragraph in article.paragraphs))],
    )
    column.add_child(instance=page).save_revision(clean=False)
    return True


def _column() -> ColumnPage:
    home = HomePage.objects.live().first()
    if home is None:
        raise LookupError(_("还没有首页：请先运行 make run 或者 manage.py sample_authority。"))
    found = ColumnPage.objects.child_of(home).filter(title=COLUMN).first()
    return found or home.add_child(
        instance=ColumnPage(title=COLUMN, slug="english", shows=ColumnPage.Shows.ARTICLES, column_type="工作动态")
    )
