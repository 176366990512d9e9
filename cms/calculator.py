"""期限计算器: what was filled in, read field by field; the answer, or the sentences that say what to mend."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import calendars, due_questions, ledgers, regulations, term_words
from cms.due_questions import COUNTS, Question
from cms.matters import CONSULTATION, Matter
from cms.terms import Due, Event, Practice, Term, TermError, Unit
from cms.workdays import CalendarError

MOST_CONSULTATIONS = 6
LABELS = {"jurisdiction": gettext_lazy("按哪里的工作日安排"), "known_on": gettext_lazy("按哪一天已知的安排")}
HINTS = {
    "jurisdiction": gettext_lazy("全国写作 CN，省级写作 CN-SH、CN-BJ 等；不填为本机关所在地"),
    "known_on": gettext_lazy("放假安排会改动；不填为现在已知的"),
    Event.EXTENSION_WD: gettext_lazy("机关书面告知的天数，没有延期不填"),
    Event.CORRECTED: gettext_lazy("没有补正不填"),
    Event.CONSULT_SENT: gettext_lazy("没有征求意见不填"),
    Event.OPINION_RECEIVED: gettext_lazy("还没有收到不填"),
    Event.FEE_PAID: gettext_lazy("没有收费不填"),
}
# why a number was not understood, with the unit in which it is asked for
COUNTED_IN = {
    Event.EXTENSION_WD: gettext_lazy("%(label)s应是整数，以工作日计，写作 10 或者 10个工作日，这里是“%(typed)s”。"),
    Event.EXTENSION_DAYS: gettext_lazy("%(label)s应是整数，以日（自然日）计，写作 30 或者 30日，这里是“%(typed)s”。"),
    Event.YEAR: gettext_lazy("%(label)s应是年份，写作 2026，这里是“%(typed)s”。"),
}


@dataclass
class Field:
    """A line of the form, with what was typed and what is wrong with it."""

    id: str
    name: str
    label: str
    typed: str = ""
    hint: str = ""
    required: bool = False
    error: str = ""
    value: date | int | str | None = None
    first: date | None = None  # of the days of which the calendar knows anything
    last: date | None = None

    @property
    def type(self) -> str:
        """A date that cannot be read stays as it was typed, which a field for dates would not show."""
        return "text" if self.name in COUNTS or self.name == "jurisdiction" or self.error else "date"

    @property
    def shown(self) -> str:
        return self.value.isoformat() if isinstance(self.value, date) else self.typed


@dataclass
class Asked:
    """A matter with its form, and the answer once there is one."""

    matter: Matter
    fields: list[Field]  # the start or the year, and what has happened
    consultations: list[tuple[Field, Field]]
    more: list[Field]
    due: Due | None = None
    remedies: list[Due] = field(default_factory=list)  # what may be done when the day passes, and until when
    general: str = ""  # what is wrong with no field in particular
    errors: list[Field] = field(default_factory=list)

    @property
    def all(self) -> Iterator[Field]:
        yield from self.fields
        for pair in self.consultations:
            yield from pair
        yield from self.more

    @property
    def refused(self) -> bool:
        return bool(self.errors or self.general)

    @property
    def wants_more(self) -> bool:
        return any(one.typed for one in self.more)


def ask(matter: Matter, params: QueryDict) -> Asked:
    """Read the form of a matter; answered when it was filled in at all. Never raises for anything that is typed."""
    asked = Asked(matter, list(_fields(matter, params)), list(_consultations(matter, params)), list(_more(params)))
    reach = calendars.calendar()
    for one in asked.all:
        one.first, one.last = date(reach.first_year, 1, 1), date(reach.horizon, 12, 31)
    if not any(one.name in params for one in asked.all):
        return asked
    for one in asked.all:
        _read(one, asked)
    if not asked.errors:
        _answer(asked)
    return asked


def _fields(matter: Matter, params: QueryDict) -> Iterator[Field]:
    term = matter.term
    if term.unit is not Unit.FIXED:
        yield _field("start", str(term.starts), params, required=True)
    for event in matter.asks:
        if event not in CONSULTATION:
            yield _field(event.value, term_words.EVENTS[event], params, required=event in term.needs)


def _consultations(matter: Matter, params: QueryDict) -> Iterator[tuple[Field, Field]]:
    """The pairs that were given, and an empty one for another."""
    if not matter.consults:
        return
    sent, received = (_typed(params, event.value) for event in CONSULTATION)
    length = max(len(sent), len(received))
    while length and not (_at(sent, length - 1) or _at(received, length - 1)):
        length -= 1
    for number in range(min(length + 1, MOST_CONSULTATIONS)):
        yield tuple(
            Field(
                f"{event.value}-{number + 1}",
                event.value,
                term_words.EVENTS[event],
                _at(typed, number),
                HINTS[event],
                required=not number and event in matter.term.needs,
            )
            for event, typed in zip(CONSULTATION, (sent, received), strict=True)
        )


def _more(params: QueryDict) -> Iterator[Field]:
    for name, label in LABELS.items():
        yield _field(name, label, params)


def _field(name: str, label: str, params: QueryDict, required: bool = False) -> Field:
    return Field(name, name, label, _at(_typed(params, name), 0), "" if required else HINTS.get(name, ""), required)


def _typed(params: QueryDict, name: str) -> list[str]:
    return [text.strip()[:60] for text in params.getlist(name)]


def _at(texts: list[str], place: int) -> str:
    return texts[place] if place < len(texts) else ""


def _read(one: Field, asked: Asked) -> None:
    if not one.typed:
        if one.required:
            _wrong(asked, one, _("请填写%(label)s。") % {"label": one.label})
        return
    try:
        one.value = due_questions.value(one.name, one.typed)
    except CalendarError as error:
        _wrong(asked, one, term_words.refusal(error))
    except TermError:
        if one.name in COUNTS:
            _wrong(asked, one, str(COUNTED_IN[one.name]) % {"label": one.label, "typed": one.typed})
        else:
            _wrong(asked, one, _("%(label)s应是日期，写作 2026-02-02，这里是“%(typed)s”。") % {"label": one.label, "typed": one.typed})


def _wrong(asked: Asked, one: Field, sentence: str) -> None:
    one.error = sentence
    asked.errors.append(one)


def _answer(asked: Asked) -> None:
    try:
        asked.due = due_questions.answer(question := _question(asked))
        asked.remedies = list(_remedies(asked, question))
    except (TermError, CalendarError) as error:
        sentence, wrong = term_words.refusal(error), _culprit(error, asked)
        if wrong is None:
            asked.general = sentence
        else:
            _wrong(asked, wrong, sentence)


def _remedies(asked: Asked, question: Question) -> Iterator[Due]:
    """The terms that begin with the day on which an answer was owed: by it one knows that there is none."""
    for name in asked.matter.remedies:
        following = replace(question, term=due_questions.term(name), start=asked.due.date, events={}, consultations=())
        with suppress(CalendarError):  # beyond the years of which anything is known: the day itself still is
            yield due_questions.answer(following)


def _question(asked: Asked) -> Question:
    values = {one.name: one.value for one in [*asked.fields, *asked.more] if one.value not in (None, "")}
    events = {Event(name): value for name, value in values.items() if name not in ("start", *LABELS)}
    pairs = [(sent.value, received.value) for sent, received in asked.consultations if sent.value or received.value]
    for event, value in zip(CONSULTATION, pairs[0] if pairs else (), strict=False):
        if value:
            events[event] = value
    for sent, _received in pairs[1:]:
        if sent is None:
            raise TermError("opinion_without_consultation", term=asked.matter.term)
    known = (values.get("jurisdiction"), values.get("known_on"))
    return Question(asked.matter.term, values.get("start"), events, *known, consultations=pairs[1:])


def _culprit(error: CalendarError | TermError, asked: Asked) -> Field | None:
    """The field that a refusal speaks of: the one with the day it names, else the event it names, else the start."""
    day, named = error.details.get("day"), {"unknown_jurisdiction": "jurisdiction", "no_notice": "known_on"}.get(error.code)
    fields = list(asked.all)
    event = named or error.details.get("event") or {"consulted_too_late": Event.CONSULT_SENT, "bad_year": Event.YEAR}.get(error.code)
    if error.code == "opinion_without_consultation":
        return next((sent for sent, received in asked.consultations if received.typed and not sent.typed), None)
    candidates = [one for one in fields if one.name == event] or [one for one in fields if one.name in ("start", Event.YEAR)]
    return next((one for one in fields if day and one.value == day and (not event or one.name == event)), next(iter(candidates), None))


# -- for machines ------------------------------------------------------------------------------------------------------


class NotUnderstood(ValueError):
    """Why there is no answer, and which parameter to mend."""

    def __init__(self, sentence: str, field: str | None):
        self.field = field
        super().__init__(sentence)


def answer_for(params: QueryDict) -> Due:
    """The answer to the parameters of `/deadlines.json`: rule, start and what `due --extra` takes; consultations may repeat."""
    given = {name: params.getlist(name) for name in params}
    rule, start = (given.pop(name, [""])[0].strip() for name in ("rule", "start"))
    sent, received = (given.pop(event.value, []) for event in CONSULTATION)
    try:
        pairs = list(_pairs(sent, received))
        extra = {name: texts[0] for name, texts in given.items() if texts[0]}
        extra |= {event.value: text for event, text in zip(CONSULTATION, pairs[0] if pairs else (), strict=False) if text}
        return due_questions.answer(due_questions.read(rule, start, extra, [_dates(pair) for pair in pairs[1:]]))
    except (TermError, CalendarError) as error:
        raise NotUnderstood(term_words.refusal(error), _parameter(error)) from None


def _pairs(sent: list[str], received: list[str]) -> Iterator[tuple[str, str]]:
    for number in range(min(max(len(sent), len(received)), MOST_CONSULTATIONS)):
        pair = (_at(sent, number), _at(received, number))
        if any(pair):
            yield pair


def _dates(pair: tuple[str, str]) -> tuple[date, date | None]:
    if not pair[0]:
        raise TermError("opinion_without_consultation")
    return tuple(due_questions.value(event.value, text) if text else None for event, text in zip(CONSULTATION, pair, strict=True))


FIELDS_OF = {
    "unknown_term": "rule",
    "unknown_jurisdiction": "jurisdiction",
    "no_notice": "known_on",
    "opinion_without_consultation": "consult_sent",
    "consulted_too_late": "consult_sent",
    "bad_year": "year",
}


def _parameter(error: CalendarError | TermError) -> str:
    named = FIELDS_OF.get(error.code) or error.details.get("event") or error.details.get("name") or "start"
    return str(getattr(named, "value", named))


def as_data(due: Due) -> dict:
    """What `/deadlines.json` answers."""
    return {
        "rule": due.term.name,
        "title": due.term.title,
        "start": due.start,
        "date": due.date,
        "sense": due.term.sense.value,
        "provisional": due.provisional,
        "cautious": due.cautious,
        "target": due.target,
        "reasons": term_words.summary(due),
        "ledger": [
            {
                "date": line.day.date,
                "weekday": line.day.date.isoweekday(),
                "working": line.day.working,
                "count": line.count,
                "note": term_words.line(line, due),
            }
            for line in ledgers.lines(due)
        ],
        "sources": [regulations.article(reference).as_data() for reference in due.sources],
        "calendar": due.version,
    }


def rules(terms: Mapping[str, Term], practice: Practice) -> list[dict]:
    """Every term by name, and what may be said of it; the number is the one that holds here."""
    return [
        {
            "rule": name,
            "title": term.title,
            "starts": term.starts,
            "needs": ([] if term.unit is Unit.FIXED else ["start"]) + [event.value for event in term.needs],
            "takes": [event.value for event in term.takes],
            "unit": term.unit.value,
            "number": practice.number(term),
            "local": term.local,
            "plain": term.plain,
            "sources": list(term.sources),
        }
        for name, term in terms.items()
    ]
