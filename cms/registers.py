"""Registers that are loaded from lists: institutions and offline points, and the addresses of an older site."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms import stamps, tables
from cms.headings import Headings, UnknownColumn
from cms.models import Department, Place
from cms.punctuation import listed

PLACES = Headings(
    {
        "source_id": ("来源编号", "编号", "id"),
        "kind": ("类别", "类型"),
        "name": ("名称", "机构名称"),
        "level": ("等级", "级别"),
        "district": ("区", "所属区", "区县"),
        "address": ("地址",),
        "hours": ("开放时间", "门诊时间", "办公时间"),
        "telephone": ("电话", "联系电话"),
        "services": ("服务内容", "服务项目"),
        "website": ("网站", "网址"),
        "unit": ("主管单位",),
        "data_date": ("数据日期",),
        "closed_on": ("停止服务日期",),
    }
)
REDIRECTS = Headings({"old": ("旧地址", "原地址", "from", "old_path"), "new": ("新地址", "to", "new_path"), "temporary": ("临时",)})


@dataclass
class Tally:
    """What became of the rows of a list."""

    imported: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[str] = field(default_factory=list)

    def summary(self) -> list[str]:
        told = {"imported": self.imported, "changed": self.changed, "unchanged": self.unchanged, "refused": len(self.refused)}
        return [_("新增：%(imported)d　更新：%(changed)d　未变：%(unchanged)d　拒绝：%(refused)d") % told, *self.refused]

    def add(self, known: bool, changed: bool) -> None:
        self.imported += not known
        self.changed += known and changed
        self.unchanged += known and not changed


class RowRefused(Exception):
    pass


def _rows(path: Path, headings: Headings, chosen: dict[str, str], tally: Tally) -> Iterator[tuple[int, dict[str, str]]]:
    first = True
    for row in tables.read(path):
        try:
            values = headings.rename(row.values, chosen) if not row.error else {}
        except UnknownColumn as unknown:
            if first:
                raise
            row = tables.Row(row.line, {}, error=str(unknown))
        first = False
        if row.error:
            tally.refused.append(_at(row.line, row.error))
        else:
            yield row.line, {name: " ".join(str(value if value is not None else "").split()) for name, value in values.items()}


def _at(line: int, sentence: str) -> str:
    return _("第 %(line)d 行：%(sentence)s") % {"line": line, "sentence": sentence}


# -- places -------------------------------------------------------------------------------------------------------


def import_places(path: Path, chosen: dict[str, str], data_date: date) -> Tally:
    """Load the register of institutions; ``data_date`` is the date of the list where a row states none. Safe to repeat."""
    tally = Tally()
    units = {unit.name: unit for unit in Department.objects.all()}
    for line, values in _rows(path, PLACES, chosen, tally):
        try:
            with transaction.atomic():
                tally.add(*_place(values, data_date, units))
        except ValidationError as error:
            tally.refused.append(_at(line, "".join(f"{_name(name)}：{' '.join(told)}" for name, told in error.message_dict.items())))
        except RowRefused as refused:
            tally.refused.append(_at(line, str(refused)))
    return tally


PLAIN = ("name", "level", "district", "address", "hours", "telephone", "services", "website")


def _place(values: dict[str, str], data_date: date, units: dict[str, Department]) -> tuple[bool, bool]:
    fields = {
        name: values[name]
        for name in ("name", "level", "district", "address", "hours", "telephone", "services", "website")
        if name in values
    }
    fields["kind"] = _kind(values.get("kind", ""))
    fields["data_date"] = _day(values.get("data_date", "")) or data_date
    if "closed_on" in values:
        fields["closed_on"] = _day(values["closed_on"])
    if name := values.get("unit", ""):
        if name not in units:
            raise RowRefused(_("没有叫做“%(name)s”的主管单位。") % {"name": name})
        fields["unit"] = units[name]
    source_id = values.get("source_id") or None
    if source_id:
        place = Place.objects.filter(source_id=source_id).first()
    else:
        place = Place.objects.filter(kind=fields["kind"], name=fields.get("name", ""), address=fields.get("address", "")).first()
    known = place is not None
    place = place or Place(source_id=source_id)
    changed = [name for name, value in fields.items() if getattr(place, name) != value]
    for name in changed:
        setattr(place, name, fields[name])
    if changed:
        place.full_clean()
        place.save()
    return known, bool(changed)


def _kind(text: str) -> str:
    for value, label in Place.Kind.choices:
        if text in (value, str(label)):
            return value
    kinds = listed(Place.Kind.labels)
    raise RowRefused(_("不认识的类别“%(text)s”，可用的有：%(kinds)s。") % {"text": text, "kinds": kinds})


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        day = parse_date(text.replace("/", "-").replace("年", "-").replace("月", "-").replace("日", ""))
    except ValueError:
        day = None
    if day is None:
        raise RowRefused(_("“%(text)s”不是有效的日期，应写作 2026-03-02。") % {"text": text[:40]})
    return day


def _name(field_name: str) -> str:
    return _("整行") if field_name == "__all__" else str(Place._meta.get_field(field_name).verbose_name)


# -- redirects ----------------------------------------------------------------------------------------------------


def import_redirects(path: Path, chosen: dict[str, str]) -> Tally:
    """Load where the addresses of an older site lead now. Safe to repeat; a new target renews the old one."""
    tally, site = Tally(), Site.objects.filter(is_default_site=True).first()
    for line, values in _rows(path, REDIRECTS, chosen, tally):
        try:
            tally.add(*_redirect(values, site))
        except RowRefused as refused:
            tally.refused.append(_at(line, str(refused)))
    if tally.imported or tally.changed:
        stamps.bump(stamps.SITE)
    return tally


def _redirect(values: dict[str, str], site: Site | None) -> tuple[bool, bool]:
    old, new = _old(values.get("old", "")), values.get("new", "")
    target = {"redirect_page": _page(new, site), "redirect_link": ""}
    if target["redirect_page"] is None:
        target["redirect_link"] = _new(new)
    if target["redirect_link"] and Redirect.normalise_path(target["redirect_link"]) == old:
        raise RowRefused(_("旧地址和新地址相同：%(old)s") % {"old": old})
    target["is_permanent"] = values.get("temporary", "").lower() not in ("1", "true", "yes", "是")
    redirect = Redirect.objects.filter(old_path=old, site=None).first()
    known = redirect is not None
    redirect = redirect or Redirect(old_path=old)
    changed = not known or any(getattr(redirect, name) != value for name, value in target.items())
    for name, value in target.items():
        setattr(redirect, name, value)
    if changed:
        redirect.save()
    return known, changed


def _old(text: str) -> str:
    """The path on this site which the old site's address becomes (its host is ours now)."""
    parts = urlsplit(text)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    if not path.startswith("/") or path == "/" or len(path) > 255:
        raise RowRefused(_("旧地址“%(text)s”无效：应以 / 开头或者是完整网址，不超过 255 个字，也不能是首页。") % {"text": text[:60]})
    return Redirect.normalise_path(path)


def _new(text: str) -> str:
    parts = urlsplit(text)
    inside = text.startswith("/") and not text.startswith("//") and "\\" not in text
    if len(text) > 255 or not (inside or (parts.scheme in ("http", "https") and parts.hostname)):
        raise RowRefused(_("新地址“%(text)s”无效：应以 / 开头，或者是 http(s) 网址，不超过 255 个字。") % {"text": text[:60]})
    return text


def _page(address: str, site: Site | None) -> Page | None:
    """The page at an address of ours; a redirect to a page follows it when it moves."""
    parts = [part for part in urlsplit(address).path.split("/") if part]
    if site is None or not address.startswith("/") or not parts or "?" in address or "#" in address:
        return None
    wanted = site.root_page.url_path + "/".join(parts) + "/"
    return Page.objects.live().filter(url_path=wanted).first()
