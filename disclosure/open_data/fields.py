"""What is given away about an item of the catalogue, one list for the API, the exports, their data dictionary and the
delivery packages. Reads rows that ``disclosure.open_data.catalogue`` has fetched."""

from datetime import date

from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from cms import sanitize, showing
from cms.api.fields import Field, code, thing
from cms.api.site import absolute, unit_named
from disclosure.filters import AUDIENCES
from disclosure.models import CatalogueItem, DatedItem, Interpretation, PolicyAct, PolicyDocument
from disclosure.showing import cleaned, is_visible

TYPES = {
    PolicyDocument: ("policy", _("政策文件")),
    Interpretation: ("interpretation", _("政策解读")),
    DatedItem: ("dated", _("按日期公开的信息")),
}


def of(*models: type[CatalogueItem]):
    """Makes the reader of a field answer None for items of other kinds."""

    def only(read):
        return lambda item, today: read(item, today) if isinstance(item, models) else None

    return only


def _own(name: str, *models):
    """Reads the field of that name."""
    return of(*(models or (CatalogueItem,)))(lambda item, today: getattr(item, name))


def _choice(name: str, *models):
    """Reads a field with choices, as code and word."""
    return of(*models)(lambda item, today: code(getattr(item, name), getattr(item, f"get_{name}_display")()))


def item_named(item) -> dict:
    return thing(item.pk, item.title, absolute(item.get_absolute_url()))


def _theme(item, today: date) -> dict | None:
    if not item.theme_id:
        return None
    parent = item.theme.parent
    names = [translated(one.name) for one in (parent, item.theme) if one is not None]
    return thing(item.theme_id, " \\ ".join(names), absolute(f"/policies/?theme={item.theme_id}"))


def _column(item, today: date) -> dict | None:
    column = item.column if item.column_id else None
    if column is None or not column.live or column.taken_down_at is not None:
        return None
    return thing(column.pk, translated(column.title), absolute(showing.address(column.url_path)))


def _issuers(item, today: date) -> list[dict]:
    """The body in the lead first."""
    return [unit_named(one.unit) for one in sorted(item.issuers.all(), key=lambda issuer: not issuer.lead)]


def _validity(item, today: date) -> dict:
    found = item.validity_on(today)
    return code(found.value, found.label)


def _cleanup(item, today: date) -> str:
    return cleaned(item)


def _ended_by(item, today: date) -> list[dict]:
    acts = [act for act in item.suffered.all() if act.kind in PolicyAct.ENDING and is_visible(act.actor)]
    return [item_named(act.actor) for act in acts]


def _amended_by(item, today: date) -> list[dict]:
    return [item_named(act.actor) for act in item.suffered.all() if act.kind not in PolicyAct.ENDING and is_visible(act.actor)]


def _audience(item, today: date) -> list[dict]:
    return [code(name, label) for name, label in AUDIENCES.items() if getattr(item, f"for_{name}")]


def _files(item, today: date) -> list[dict]:
    return [
        {"name": one.title or one.document.title, "url": absolute(one.document.url), "bytes": one.document.file_size}
        for one in item.attachments.all()
    ]


TYPE = Field("type", _("种类"), "code", _("政策文件、政策解读或者按日期公开的信息。"), lambda item, today: code(*TYPES[type(item)]))
ID = Field("id", _("编号"), "number", _("与种类合在一起，在本站中唯一，不变。"), _own("pk"))
INDEX = Field(
    "index_number", _("索引号"), "text", _("条例第十二条的索引；公开时编号，不重复使用。"), lambda item, today: item.index_number or ""
)
TITLE = Field("title", _("标题"), "text", _("条例第十二条的名称。"), _own("title"))
SUMMARY = Field("summary", _("内容概述"), "text", _("条例第十二条的内容概述。"), _own("summary"))
WRITTEN = Field("written_on", _("成文日期"), "day", _("条例第十二条的生成日期。"), _own("written_on"))
PUBLISHED = Field("published_on", _("公开日期"), "day", _("首次公开的日期。"), _own("published_on"))
URL = Field("url", _("网址"), "address", _("供人阅读的页面。"), lambda item, today: absolute(item.get_absolute_url()))
UPDATED = Field("updated_at", _("更新时间"), "moment", _("现在公开的这一版通过发布检查的时间。"), _own("released_at"))
# What Article 12 asks of a catalogue, and where the item is.
CATALOGUE = (TYPE, ID, INDEX, TITLE, SUMMARY, WRITTEN, PUBLISHED, URL, UPDATED)

SHARED = (
    Field(
        "publisher",
        _("发布机构"),
        "thing",
        _("公开这项信息的单位。"),
        lambda item, today: unit_named(item.publisher) if item.publisher_id else None,
    ),
    Field("theme", _("主题分类"), "thing", _("国务院公文主题分类，上级 \\ 下级。"), _theme),
    Field("column", _("栏目"), "thing", _("所在的栏目。"), _column),
    Field("keywords", _("关键词"), "text", _("原样给出。"), _own("keywords")),
    Field("audience", _("面向"), "codes", _("企业、公众，可以都有。"), _audience),
    Field("source_url", _("来源网址"), "text", _("转自别处的，原来的网址。"), _own("source_url")),
    Field("attachments", _("附件"), "files", _("名称、网址和大小（字节）。"), _files),
)
POLICY = (
    Field("document_number", _("发文字号"), "text", _("只有政策文件有。"), _own("document_number", PolicyDocument)),
    Field("genre", _("体裁"), "code", _("公文的种类。"), _choice("genre", PolicyDocument)),
    Field("issuers", _("制发机关"), "things", _("联合发文的，牵头机关在前。"), of(PolicyDocument)(_issuers)),
    Field("in_force_on", _("施行日期"), "day", _("没有写明的为空。"), _own("in_force_on", PolicyDocument)),
    Field("expires_on", _("有效期至"), "day", _("有效的最后一天；长期有效的为空。"), _own("expires_on", PolicyDocument)),
    Field("validity", _("时效"), "code", _("取数当天的时效，由日期和后来的文件计算。"), of(PolicyDocument)(_validity)),
    Field("cleanup", _("清理结果"), "text", _("最近一次公布的规范性文件清理的年度和结果。"), of(PolicyDocument)(_cleanup)),
    Field("normative", _("行政规范性文件"), "yes_no", _("是否行政规范性文件。"), _own("normative", PolicyDocument)),
    Field("plan", _("规划计划"), "yes_no", _("是否规划计划（条例第二十条第三项）。"), _own("plan", PolicyDocument)),
    Field("ended_by", _("被废止或者替代"), "things", _("废止或者替代本文件的文件。"), of(PolicyDocument)(_ended_by)),
    Field("amended_by", _("被修改"), "things", _("修改本文件的文件。"), of(PolicyDocument)(_amended_by)),
    Field(
        "interpretations",
        _("解读"),
        "things",
        _("本文件的解读。"),
        of(PolicyDocument)(lambda item, today: [item_named(one) for one in item.interpretations.all()]),
    ),
)
INTERPRETATION = (
    Field("form", _("解读形式"), "code", _("文字、图解、视频等。"), _choice("form", Interpretation)),
    Field("round", _("解读轮次"), "code", _("首次、二次或者跟踪解读。"), _choice("round", Interpretation)),
    Field("expert", _("解读人"), "text", _("写明了的才有。"), _own("expert", Interpretation)),
    Field(
        "policies",
        _("所解读的政策"),
        "things",
        _("可以有几份。"),
        of(Interpretation)(lambda item, today: [item_named(one) for one in item.policies.all()]),
    ),
)
DATED = (
    Field("kind", _("类别"), "code", _("预算、决算、招标、采购等。"), _choice("kind", DatedItem)),
    Field("year", _("年度"), "number", _("所属的年度。"), _own("year", DatedItem)),
    Field("amount", _("金额（万元）"), "amount", _("万元，两位小数。"), _own("amount", DatedItem)),
    Field("closes_on", _("截止日期"), "day", _("征集、招标等的截止日期。"), _own("closes_on", DatedItem)),
)
# What only the item by itself shows: the text, as people read it and without its markup.
BODY = (
    Field("body", _("正文"), "html", _("清理过的 HTML，没有样式和脚本。"), _own("body")),
    Field("text", _("正文（纯文字）"), "text", _("正文的文字。"), lambda item, today: sanitize.text(item.body)),
)
FIELDS = {
    PolicyDocument: (*CATALOGUE, *SHARED, *POLICY),
    Interpretation: (*CATALOGUE, *SHARED, *INTERPRETATION),
    DatedItem: (*CATALOGUE, *SHARED, *DATED),
}
EVERYTHING = (*CATALOGUE, *POLICY, *INTERPRETATION, *DATED, *SHARED)  # a row of the exports, whatever its kind
