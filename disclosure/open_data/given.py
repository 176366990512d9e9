"""The catalogue's resources of the API."""

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cms import stamps
from cms.api.fields import Field, thing
from cms.api.resources import Parameter, Resource, register
from disclosure import filters
from disclosure.models import DatedItem, Form, Interpretation, PolicyDocument, Theme, Validity
from disclosure.open_data import catalogue, fields

THEME = (
    Field("id", _("编号"), "number", _("在本站中不变。"), lambda theme, today: theme.pk),
    Field("name", _("名称"), "text", _("国务院公文主题分类的名称。"), lambda theme, today: theme.name),
    Field(
        "parent",
        _("上级主题"),
        "thing",
        _("一级主题为空。"),
        lambda theme, today: theme.parent and thing(theme.parent_id, theme.parent.name),
    ),
)
YEAR = Parameter("year", _("公开的年份，如 2026。"))


def _policies(rows: QuerySet, chosen: Mapping[str, str], today: date) -> QuerySet:
    return filters.narrow(rows.defer("body"), chosen, today)


def _interpretations(rows: QuerySet, chosen: Mapping[str, str], today: date) -> QuerySet:
    rows = rows.defer("body")
    if "form" in chosen:
        rows = rows.filter(form=chosen["form"])
    return filters.narrow(rows, {name: text for name, text in chosen.items() if name == "year"}, today)


def _dated(rows: QuerySet, chosen: Mapping[str, str], today: date) -> QuerySet:
    rows = rows.defer("body")
    if "kind" in chosen:
        rows = rows.filter(kind=chosen["kind"])
    return filters.narrow(rows, {name: text for name, text in chosen.items() if name == "year"}, today)


def register_catalogue() -> None:
    register(
        Resource(
            name="catalogue",
            title=_("公开目录"),
            meaning=_(
                "全部主动公开的信息：索引、名称、内容概述、生成日期（条例第十二条）。先是政策文件，再是解读和按日期公开的信息，各自新的在前。"
            ),
            fields=fields.CATALOGUE,
            tags=(stamps.CATALOGUE,),
            parameters=(Parameter("type", _("只要这一种。"), tuple(catalogue.KINDS)),),
            page=catalogue.page,
        )
    )
    register(
        Resource(
            name="policies",
            title=_("政策文件"),
            meaning=_("政策文件及其时效、解读和附件；单独取一份时带正文。"),
            fields=fields.FIELDS[PolicyDocument],
            more=fields.BODY,
            tags=(stamps.CATALOGUE,),
            tag=PolicyDocument.stamp_name,
            rows=catalogue.policies,
            narrow=_policies,
            parameters=(
                Parameter("validity", _("时效。"), tuple(Validity.values)),
                Parameter("theme", _("主题的编号，连同它的下级。")),
                Parameter("column", _("栏目的编号。")),
                Parameter("unit", _("制发机关的编号。")),
                YEAR,
                Parameter("genre", _("体裁，如 通知。")),
                Parameter("audience", _("面向。"), tuple(filters.AUDIENCES)),
            ),
        )
    )
    register(
        Resource(
            name="interpretations",
            title=_("政策解读"),
            meaning=_("解读及其所解读的政策；单独取一篇时带正文。"),
            fields=fields.FIELDS[Interpretation],
            more=fields.BODY,
            tags=(stamps.CATALOGUE,),
            tag="interpretation",
            rows=catalogue.interpretations,
            narrow=_interpretations,
            parameters=(Parameter("form", _("解读形式。"), tuple(Form.values)), YEAR),
        )
    )
    register(
        Resource(
            name="dated",
            title=_("按日期公开的信息"),
            meaning=_("预算、决算、招标、采购等有日期和更新义务的信息；单独取一项时带正文。"),
            fields=fields.FIELDS[DatedItem],
            more=fields.BODY,
            tags=(stamps.CATALOGUE,),
            tag=DatedItem.stamp_name,
            rows=catalogue.dated,
            narrow=_dated,
            parameters=(Parameter("kind", _("类别。"), tuple(DatedItem.Kind.values)), YEAR),
        )
    )
    register(
        Resource(
            name="themes",
            title=_("主题分类"),
            meaning=_("国务院公文主题分类，两级。"),
            fields=THEME,
            tags=(),
            rows=lambda: Theme.objects.select_related("parent"),
        )
    )
