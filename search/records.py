"""Documents of what stands in records: policies, interpretations, dated items, units, places, emergencies."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from cms import sanitize
from cms.models import Department, EmergencyNotice, Place
from disclosure.models import CatalogueItem, DatedItem, Interpretation, PolicyDocument, Validity
from search.engine import Document

# What relevance is multiplied by: valid over repealed, recent over old.
BY_VALIDITY = {Validity.EXPIRED: 0.8, Validity.REPEALED: 0.75}
OLDEST, NEWEST, RECENCY = 1990, 2030, 0.08
REGISTER = 0.9  # a place or a unit behind a document that says as much


def joined(*parts: object) -> str:
    return "\n".join(str(part) for part in parts if part)


def recency(day: date | None) -> float:
    share = ((day.year if day else OLDEST) - OLDEST) / (NEWEST - OLDEST)
    return 1 - RECENCY + RECENCY * min(max(share, 0), 1)


def policy(key: str, item: PolicyDocument, on: date) -> Document:
    """With the interpretations that explain it: one hit shows both."""
    validity = item.validity_on(on)
    issuers = [issuer.unit for issuer in item.issuers.all()]
    explained = item.explained_by
    return Document(
        key=key,
        title=item.title,
        text=joined(sanitize.text(item.body) or item.summary, *(_explanation(one) for one in explained)),
        context=_context(item, (unit.name for unit in issuers), (unit.short_name for unit in issuers)),
        numbers=_numbers(item.document_number, item.index_number),
        facets={
            **_facets(item, "policy", issuers),
            "type": ("policy", "interpretation") if explained else ("policy",),
            "validity": (str(validity.value),),
            "genre": (item.genre,) if item.genre else (),
            "audience": _audience(item),
        },
        day=item.published_on or item.written_on,
        weight=BY_VALIDITY.get(validity, 1.0) * recency(item.published_on or item.written_on),
        parts=tuple(f"disclosure.interpretation:{one.pk}" for one in explained),
        shown={
            "type": "policy",
            "url": item.get_absolute_url(),
            "number": item.document_number,
            "day": _day(item.published_on or item.written_on),
            "validity": validity.value,
            "cleanup": [item.cleanup.year, item.cleanup_outcome] if item.cleanup_id else [],
            "unit": issuers[0].label if issuers else "",
            "interpretations": [
                {"key": f"disclosure.interpretation:{one.pk}", "title": one.title, "url": one.get_absolute_url(), "form": one.form}
                for one in explained
            ],
        },
    )


def interpretation(key: str, item: Interpretation, on: date) -> Document:
    return _entry(key, item, "interpretation", _words_of(item), shown={"form": item.form})


def dated(key: str, item: DatedItem, on: date) -> Document:
    return _entry(key, item, "dated", sanitize.text(item.body) or item.summary, context=str(item.get_kind_display()))


def department(key: str, item: Department, on: date) -> Document:
    text = joined(item.duties, item.address, item.hours, item.telephone, item.head)
    return _register(key, item.name, text, "department", item.get_absolute_url(), joined(item.short_name, item.name_en))


def place(key: str, item: Place, on: date) -> Document:
    text = joined(item.services, item.address, item.hours, item.telephone)
    url = f"{reverse('places')}?{urlencode({'q': item.name})}"
    return _register(key, item.name, text, "place", url, joined(item.get_kind_display(), item.level, item.district))


def emergency(key: str, item: EmergencyNotice, on: date) -> Document:
    updates = (joined(update.title, sanitize.text(update.body)) for update in item.updates.all())
    day = timezone.localdate(item.started_at)
    return Document(
        key=key,
        title=item.title,
        text=joined(item.summary, sanitize.text(item.advice), *updates, item.telephone),
        facets={"type": ("emergency",), "year": (str(day.year),)},
        day=day,
        weight=recency(day),
        shown={"type": "emergency", "url": item.get_absolute_url(), "day": _day(day)},
    )


def _register(key: str, title: str, text: str, kind: str, url: str, context: str) -> Document:
    shown = {"type": kind, "url": url}
    return Document(key, title, text, context, facets={"type": (kind,)}, weight=REGISTER, shown=shown)


def _entry(key: str, item: CatalogueItem, kind: str, text: str, context: str = "", shown: dict | None = None) -> Document:
    """What entries of the catalogue have in common."""
    publisher = item.publisher
    return Document(
        key=key,
        title=item.title,
        text=text,
        context=joined(_context(item, [publisher.name] if publisher else []), context),
        numbers=_numbers(item.index_number),
        facets={**_facets(item, kind, [publisher] if publisher else []), "audience": _audience(item)},
        day=item.published_on or item.written_on,
        weight=recency(item.published_on or item.written_on),
        shown={
            "type": kind,
            "url": item.get_absolute_url(),
            "day": _day(item.published_on or item.written_on),
            "unit": publisher.label if publisher else "",
            **(shown or {}),
        },
    )


def _words_of(item: Interpretation) -> str:
    return joined(sanitize.text(item.body) or item.summary, item.concerns, item.transcript, item.picture_text)


def _explanation(item: Interpretation) -> str:
    return joined(item.title, _words_of(item))


def _context(item: CatalogueItem, *names: Iterable[str]) -> str:
    theme = str(item.theme) if item.theme_id else ""
    return joined(item.keywords, theme, *(" ".join(filter(None, some)) for some in names))


def _facets(item: CatalogueItem, kind: str, units: Iterable[Department]) -> dict[str, tuple[str, ...]]:
    day = item.published_on or item.written_on
    theme = item.theme
    return {
        "type": (kind,),
        "column": (str(item.column_id),) if item.column_id else (),
        "theme": tuple(str(pk) for pk in (theme.pk, theme.parent_id) if pk) if theme else (),
        "unit": tuple(str(unit.pk) for unit in units),
        "year": (str(day.year),) if day else (),
    }


def _audience(item: CatalogueItem) -> tuple[str, ...]:
    return tuple(name for name in ("enterprises", "citizens") if getattr(item, f"for_{name}"))


def _numbers(*written: str | None) -> tuple[str, ...]:
    return tuple(number for number in written if number)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
