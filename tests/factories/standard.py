from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

from disclosure import standard_catalogue as verbs
from disclosure.models import StandardCatalogue, StandardRow
from disclosure.standard import limits

from .people import unit

_serial = count(1)
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
WITHIN_20 = "自信息形成或者变更之日起20个工作日内"


def standard_row(catalogue: StandardCatalogue, **fields) -> StandardRow:
    """A valid row at the end of the table, pointing nowhere unless told."""
    number = catalogue.rows.count() + 1
    values = {
        "position": number,
        "field": "卫生健康",
        "first_item": "公共卫生服务",
        "second_item": f"服务事项{number}",
        "content": "服务对象；服务机构信息；服务项目和内容",
        "sources": "《政府信息公开条例》第二十条",
        "time_limits": [one.stored() for one in limits.read(WITHIN_20)],
        "bodies": "澄江市卫生健康委员会",
        "channels": ["website"],
        "levels": ["市级"],
        "unit": unit("澄江市卫生健康委员会"),
        **fields,
    }
    row = StandardRow(catalogue=catalogue, **values)
    row.full_clean()
    row.save()
    return row


def standard_catalogue(rows: int = 0, published: bool = True, **fields) -> StandardCatalogue:
    """An edition of the table; published ones came first of their year."""
    values = {"year": 2026, "edition": next(_serial), "title": "澄江市卫生健康委员会政务公开标准目录", **fields}
    catalogue = StandardCatalogue.objects.create(**values)
    for _ in range(rows):
        standard_row(catalogue)
    if published:
        release(catalogue)
    return catalogue


def release(catalogue: StandardCatalogue) -> StandardCatalogue:
    catalogue.change_notice = catalogue.change_notice or "按新的要求调整。"
    catalogue.save()
    verbs.publish(catalogue, None, NOW)
    return catalogue
