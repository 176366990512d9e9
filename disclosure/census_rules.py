"""普查规则 of the catalogue: interpretations owed, dates, validity, pictures and headings of what is published."""

import re
from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import registry
from cms.census import Finding, Rule, Updates, left
from cms.census_score import Weight
from cms.models import ColumnPage
from disclosure.models import CatalogueItem, DatedItem, Interpretation, PolicyDocument

CHUNK = 500
KINDS: tuple[type[CatalogueItem], ...] = (PolicyDocument, Interpretation, DatedItem)
_HEADING = re.compile(r"<h([1-6])[\s>]")
_PICTURE = re.compile(r"<img\b[^>]*>")
_ALT = re.compile(r'\balt="\s*[^"\s][^"]*"')


def of_item(item: CatalogueItem, evidence: str, **more) -> Finding:
    key = f"{item._meta.model_name}:{item.pk}"
    return Finding(key, item.title, item.get_absolute_url(), evidence, unit=item.publisher_id, **more)


# -- when lists grew ---------------------------------------------------------------------------------------------------


def dated_by(items, on: date):
    """Those public by a day; what has no day is there too, but says nothing about when."""
    return items.filter(Q(published_on=None) | Q(published_on__lte=on))


def total(items, on: date) -> Updates:
    found = dated_by(items, on).aggregate(count=Count("pk"), last=Max("published_on"))
    return Updates(found["count"], found["last"])


def by(items, name: str, on: date) -> dict:
    rows = dated_by(items, on).order_by().values_list(name).annotate(Count("pk"), Max("published_on"))
    return {value: Updates(count, last) for value, count, last in rows}


def policies_of(columns: list[ColumnPage], on: date) -> dict[int, Updates]:
    found = by(PolicyDocument.objects.visible(), "column", on)
    return {column.pk: found[column.pk] for column in columns if column.pk in found}


def same_for_all(items):
    def updates(columns: list[ColumnPage], on: date) -> dict[int, Updates]:
        whole = total(items(), on)
        return {column.pk: whole for column in columns}

    return updates


def dated_of(columns: list[ColumnPage], on: date) -> dict[int, Updates]:
    public = DatedItem.objects.visible()
    kinds, placed = by(public, "kind", on), by(public, "column", on)
    found = {column.pk: kinds.get(column.dated_kind) if column.dated_kind else placed.get(column.pk) for column in columns}
    return {pk: one for pk, one in found.items() if one}


def newest_item(on: date) -> date | None:
    days = [total(kind.objects.visible(), on).last for kind in KINDS]
    return max((day for day in days if day), default=None)


# -- rules -------------------------------------------------------------------------------------------------------------


def interpretation_owed(on: date) -> Iterator[Finding]:
    owed = PolicyDocument.objects.visible().without_interpretation().filter(interpretation_due_on__isnull=False)
    for policy in owed.order_by("pk").defer("body").iterator(CHUNK):
        due = policy.interpretation_due_on
        evidence = _("解读应在 %(day)s 前补发。") % {"day": due.isoformat()}
        counts = max(1, left(due, on)) if due >= on else 0  # the day itself is still in time
        yield of_item(policy, evidence, since=due, days_left=counts)


def not_linked(on: date) -> Iterator[Finding]:
    """Interpretations that lead to no public policy (legacy ones from older catalogues above all)."""
    linked = Interpretation.policies.through.objects.filter(policydocument__in=PolicyDocument.objects.visible())
    loose = Interpretation.objects.visible().exclude(pk__in=linked.values("interpretation"))
    for item in loose.order_by("pk").defer("body").iterator(CHUNK):
        yield of_item(item, _("解读没有关联已公开的政策文件。"))


def dates_wrong(on: date) -> Iterator[Finding]:
    wrong = Q(published_on=None) | Q(published_on__gt=on)
    for kind in KINDS:
        for item in kind.objects.visible().filter(wrong).order_by("pk").defer("body").iterator(CHUNK):
            day = item.published_on
            yield of_item(item, _("公开日期 %(day)s 在将来。") % {"day": day.isoformat()} if day else _("没有公开日期。"))


def validity_unknown(on: date) -> Iterator[Finding]:
    unsaid = PolicyDocument.objects.visible().normative().filter(in_force_on=None, expires_on=None, declared_validity="")
    for policy in unsaid.order_by("pk").defer("body").iterator(CHUNK):
        yield of_item(policy, _("没有施行日期、有效期，也没有标注时效。"))


def pictures_without_text(on: date) -> Iterator[Finding]:
    for kind in KINDS:
        for item in kind.objects.visible().filter(body__contains="<img").order_by("pk").iterator(CHUNK):
            if count := sum(not _ALT.search(picture) for picture in _PICTURE.findall(item.body)):
                yield of_item(item, _("%(count)d 张图片没有替代文字。") % {"count": count})
    for item in Interpretation.objects.visible().filter(picture__isnull=False, picture_text="").order_by("pk").iterator(CHUNK):
        yield of_item(item, _("图解没有文字说明。"))


def videos_without_text(on: date) -> Iterator[Finding]:
    for item in Interpretation.objects.visible().filter(video__isnull=False, transcript="").order_by("pk").iterator(CHUNK):
        yield of_item(item, _("视频没有文字稿。"))


def headings_out_of_order(on: date) -> Iterator[Finding]:
    """The page's title is the first level, so a body begins with the second and never leaves one out."""
    for kind in KINDS:
        for item in kind.objects.visible().filter(body__contains="<h").order_by("pk").iterator(CHUNK):
            before = 1
            for level in map(int, _HEADING.findall(item.body)):
                if level > before + 1:
                    yield of_item(item, _("%(before)s级标题之后直接是%(level)s级标题。") % {"before": before, "level": level})
                    break
                before = level


RULES = [
    Rule(
        "interpretation-owed",
        gettext_lazy("承诺补发的解读逾期"),
        "interpretation/local-3wd",
        Weight.DEDUCTION,
        interpretation_owed,
        points=2,
    ),
    Rule(
        "interpretation-not-linked",
        gettext_lazy("解读没有关联政策文件"),
        "inspection/linked-interpretation",
        Weight.DEDUCTION,
        not_linked,
        points=1,
        most=5,
    ),
    Rule(
        "item-date-wrong",
        gettext_lazy("公开日期缺失或者在将来"),
        "website-guidelines/design",
        Weight.DEDUCTION,
        dates_wrong,
        points=1,
        most=5,
    ),
    Rule(
        "validity-unknown",
        gettext_lazy("规范性文件没有标注时效"),
        "website-guidelines/validity",
        Weight.DEDUCTION,
        validity_unknown,
        points=1,
        most=5,
    ),
    Rule("item-picture-without-text", gettext_lazy("图片没有替代文字"), "accessibility/32", Weight.WARNING, pictures_without_text),
    Rule("video-without-text", gettext_lazy("视频没有文字稿"), "accessibility/32", Weight.WARNING, videos_without_text),
    Rule("headings-out-of-order", gettext_lazy("标题层级跳级"), "accessibility/32", Weight.WARNING, headings_out_of_order),
]


def register() -> None:
    registry.register_rules(RULES)
    shows = ColumnPage.Shows
    for one, updates in {
        shows.POLICIES: policies_of,
        shows.NORMATIVE: same_for_all(lambda: PolicyDocument.objects.visible().normative()),
        shows.PLANS: same_for_all(lambda: PolicyDocument.objects.visible().plans()),
        shows.INTERPRETATIONS: same_for_all(lambda: Interpretation.objects.visible()),
        shows.DATED: dated_of,
    }.items():
        registry.column_updates.register(one.value, updates)
    registry.home_updates.register("catalogue", newest_item)
