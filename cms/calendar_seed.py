"""The notices of 2004 to 2026 and of cities, as they stand in cms/calendar/; what the first migration writes."""

import csv
from datetime import date
from pathlib import Path

from cms.workdays import Notice, State

FOLDER = Path(__file__).parent / "calendar"


def notices() -> list[Notice]:
    days: dict[str, dict] = {}
    names: dict[str, dict] = {}
    for row in _rows("days.csv"):
        day = date.fromisoformat(row["date"])
        days.setdefault(row["code"], {})[day] = State(row["state"])
        names.setdefault(row["code"], {})[day] = row["name"]
    return [
        Notice(
            row["code"],
            row["jurisdiction"],
            int(row["year"]),
            row["title"],
            date.fromisoformat(row["known_on"]) if row["known_on"] else None,
            days[row["code"]],
            names[row["code"]],
            covers_year=row["covers_year"] == "1",
        )
        for row in _rows("notices.csv")
    ]


def _rows(name: str) -> list[dict]:
    with open(FOLDER / name, encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
