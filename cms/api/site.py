"""What the ground floor gives away: the units of the authority and the columns of its site."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cms import showing, stamps
from cms.api.fields import Field, code, thing
from cms.api.resources import Resource, register
from cms.models import ColumnPage, Department


def absolute(path: str) -> str:
    """The address by which anybody finds it, wherever the answer is kept."""
    return settings.BASE_URL.rstrip("/") + path


UNIT = (
    Field("id", _("编号"), "number", _("在本站中不变。"), lambda unit, today: unit.pk),
    Field("name", _("名称"), "text", _("单位全称。"), lambda unit, today: unit.name),
    Field("short_name", _("简称"), "text", _("没有简称的为空。"), lambda unit, today: unit.short_name),
    Field("name_en", _("英文名称"), "text", _("没有英文名称的为空。"), lambda unit, today: unit.name_en),
    Field(
        "kind",
        _("类型"),
        "code",
        _("本机关、内设机构、下属单位或者公共机构。"),
        lambda unit, today: code(unit.kind, unit.get_kind_display()),
    ),
    Field("code", _("统一社会信用代码"), "text", _("18 位。"), lambda unit, today: unit.code),
    Field("parent", _("上级单位"), "thing", _("最上级的单位为空。"), lambda unit, today: _parent(unit)),
    Field("head", _("负责人"), "text", _("姓名。"), lambda unit, today: unit.head),
    Field("duties", _("主要职责"), "text", _("文字。"), lambda unit, today: unit.duties),
    Field("address", _("办公地址"), "text", _("文字。"), lambda unit, today: unit.address),
    Field("hours", _("办公时间"), "text", _("文字。"), lambda unit, today: unit.hours),
    Field("telephone", _("联系电话"), "text", _("公开的办公电话。"), lambda unit, today: unit.telephone),
    Field("fax", _("传真"), "text", _("公开的传真号码。"), lambda unit, today: unit.fax),
    Field("email", _("电子邮箱"), "text", _("公开的办公邮箱。"), lambda unit, today: unit.email),
    Field("website", _("网站"), "text", _("单位自己的网站。"), lambda unit, today: unit.website),
    Field("url", _("网址"), "address", _("本站的单位页。"), lambda unit, today: absolute(unit.get_absolute_url())),
)
COLUMN = (
    Field("id", _("编号"), "number", _("在本站中不变。"), lambda column, today: column.pk),
    Field("title", _("标题"), "text", _("栏目名称。"), lambda column, today: column.title),
    Field("summary", _("摘要"), "text", _("栏目收录什么。"), lambda column, today: column.summary),
    Field("shows", _("列出"), "code", _("栏目列出哪一类内容。"), lambda column, today: code(column.shows, column.get_shows_display())),
    Field(
        "statutory_item",
        _("法定公开事项"),
        "code",
        _("对应的条例第二十条、第二十一条事项。"),
        lambda column, today: code(column.statutory_item, column.get_statutory_item_display()),
    ),
    Field(
        "owner", _("责任单位"), "thing", _("负责更新的单位。"), lambda column, today: column.owner_unit and unit_named(column.owner_unit)
    ),
    Field(
        "update_days",
        _("更新期限（天）"),
        "number",
        _("超过这些天没有更新即为逾期；没有要求的为空。"),
        lambda column, today: column.update_days,
    ),
    Field("url", _("网址"), "address", _("栏目页。"), lambda column, today: absolute(showing.address(column.url_path))),
)


def unit_named(unit: Department) -> dict:
    """A unit where another thing names it; bodies outside of the authority have no page here."""
    has_page = unit.kind != Department.Kind.OUTSIDE
    return thing(unit.pk, unit.name, absolute(unit.get_absolute_url()) if has_page else None)


def _parent(unit: Department) -> dict | None:
    above = unit.parent
    return unit_named(above) if above and above.closed_on is None and above.kind != Department.Kind.OUTSIDE else None


def columns() -> QuerySet:
    return ColumnPage.objects.live().public().filter(taken_down_at=None).select_related("owner_unit")


def register_site() -> None:
    register(
        Resource(
            name="departments",
            title=_("单位"),
            meaning=_("本机关、内设机构、下属单位和公共机构（条例第十二条、第二十条第二项）。"),
            fields=UNIT,
            tags=(),
            rows=lambda: Department.objects.visible().select_related("parent"),
        )
    )
    register(
        Resource(
            name="columns",
            title=_("栏目"),
            meaning=_("网站的栏目，及其责任单位和更新期限。"),
            fields=COLUMN,
            tags=(stamps.PAGES,),
            rows=columns,
        )
    )
