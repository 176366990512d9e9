"""The standard catalogue of the sample authority: each row leads to what the sample has, two on purpose to nothing."""

import json
from datetime import datetime
from pathlib import Path

from cms.sample.loader import AUTHORITY, moment, publisher, unit
from disclosure import standard_catalogue, standard_targets
from disclosure.models import StandardCatalogue, StandardRow
from disclosure.standard import limits

RELEASED = "2026-03-10T09:00"
CHANNELS = ["website", "reading_point"]


def load() -> None:
    """Made once; what exists is left as it is."""
    if StandardCatalogue.objects.exists():
        return
    described = json.loads((Path(__file__).parent / "standard_catalogue.json").read_text(encoding="utf-8"))
    now = moment(RELEASED)
    catalogue = StandardCatalogue.objects.create(year=described["year"], title=described["title"], levels="\n".join(described["levels"]))
    for position, fields in enumerate(described["rows"], start=1):
        row(catalogue, position, fields, now)
    standard_catalogue.publish(catalogue, publisher(), now)


def row(catalogue: StandardCatalogue, position: int, fields: dict, now: datetime) -> None:
    fields = dict(fields)
    target = standard_targets.read(fields.pop("link"), now.date())
    stated = limits.read(fields.pop("time_limits"))
    made = StandardRow(
        catalogue=catalogue,
        position=position,
        bodies=AUTHORITY,
        channels=CHANNELS,
        levels=catalogue.level_names[:1],
        unit=unit(fields.pop("unit")),
        time_limits=[one.stored() for one in stated],
        **target,
        **fields,
    )
    made.full_clean()
    made.save()
