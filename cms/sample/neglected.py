"""A neglected corner of the sample, for the census to find: a stale column without owner, a guide without its elements."""

import json
from pathlib import Path

from cms.models import ArticlePage, ColumnPage, Department, ServiceGuidePage
from cms.sample import pages

HERE = Path(__file__).parent


def load(moment) -> None:
    """What exists is left as it is, so that who mends it sees it mended."""
    corner = json.loads((HERE / "neglected.json").read_text(encoding="utf-8"))
    known = pages.home().get_children().filter(slug=corner["column"]["slug"]).exists()
    column = pages.place(pages.home(), ColumnPage, corner["column"])
    fields = corner["article"]
    time = moment(fields.pop("time"))
    pages.place(column, ArticlePage, {**fields, "kind": ArticlePage.Kind.NEWS}, published_time=time)
    if not known:
        guide(corner["guide"])


def guide(fields: dict) -> None:
    """The form asks for all elements; this one comes from an older system and has lost some."""
    lacks, unit = fields.pop("lacks"), Department.objects.ours().get(short_name=fields.pop("unit"))
    said = dict.fromkeys(ServiceGuidePage.ELEMENTS, "见《消毒管理办法》。")
    page = pages.place(pages.below(pages.home(), "services"), ServiceGuidePage, {**fields, **said}, unit=unit)
    ServiceGuidePage.objects.filter(pk=page.pk).update(**dict.fromkeys(lacks, ""))
