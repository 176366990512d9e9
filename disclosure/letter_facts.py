"""文书写什么: what each place of a template is filled with, from what happened to the application. In Chinese, as letters are.

Names go in, identity numbers and addresses do not: nothing here opens what is sealed.
"""

from datetime import date

from cms import calendars, regulations
from cms.terms import Due
from disclosure import application_clock, fees, remedies
from disclosure.application_clock import ADDRESSEES, CORRECTION, FEE, Kind
from disclosure.exemptions import EXEMPTIONS
from disclosure.fees import Method
from disclosure.letter_kinds import ALL_DUE, ARTICLE, REASON, RECEIVED, REMEDY, LetterKind
from disclosure.models import Applicant, Application, ApplicationEvent, LetterSettings, Paper, Reply
from disclosure.outcomes import articles_of

# what a letter rests on, by its kind; a reply rests on what its outcome does
ARTICLES = {
    LetterKind.RECEIPT: ("ogi/31", "ogi/33"),
    LetterKind.CORRECTION: ("ogi/30",),
    LetterKind.EXTENSION: ("ogi/33",),
    LetterKind.THIRD_PARTY: ("ogi/32",),
    LetterKind.AGENCY: ("ogi/34",),
    LetterKind.FEE: ("ogi/42", "fees/notice"),
}
WITHOUT_ARTICLE = ("ogi/33",)  # practice: an outcome that no article speaks of rests on the duty to reply
# the reason of outcomes that ask for no sentence of the officer's own
PLAIN_REASONS = {
    "already_public": "您申请的信息已经主动公开。",
    "granted": "您申请的信息可以公开。",
    "not_corrected": "您没有在告知的期限内补正，也没有说明正当理由。",
    "not_paid": "您没有在收费通知书写明的期限内缴纳信息处理费。",
    "withdrawn": "您已经撤回申请。",
}
OUTCOMES_OF = {Kind.NOT_CORRECTED: "not_corrected", Kind.NOT_PAID: "not_paid", Kind.WITHDRAWN: "withdrawn"}


def day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def applicants(application: Application) -> str:
    """A representative is not written to: the letter is the applicant's."""
    people = application.applicants.filter(part=Applicant.Part.APPLICANT)
    return "、".join(person.name for person in people)


def facts(
    application: Application, kind: LetterKind, event: ApplicationEvent | None, outcome: str, setting: LetterSettings
) -> dict[str, str]:
    """Everything that a template of this kind may name, without empty lines.

    ``event`` None: a reply that is not signed yet. Raises TermError, CalendarError and OrgansMissing.
    """
    organ = application.unit.name if application.unit_id else ""
    found = {
        "申请人": applicants(application),
        "回执编号": application.number,
        "信息名称": application.title,
        RECEIVED: day(application.received_on) if application.received_on else "",
        "本机关": organ,
        "联系方式": setting.contact,
        "形式": application.get_form_display(),
        "途径": application.get_delivery_display(),
    }
    if kind is LetterKind.REPLY:
        found |= _of_reply(application, event, outcome, setting)
    else:
        found |= {ARTICLE: _cited(ARTICLES[kind]), **_OWN[kind](application, event)}
    return {name: "\n".join(line.strip() for line in str(value).splitlines() if line.strip()) for name, value in found.items()}


def _cited(references: tuple[str, ...]) -> str:
    return "、".join(regulations.article(reference, "zh").citation for reference in references)


def _of_reply(application: Application, event: ApplicationEvent | None, outcome: str, setting: LetterSettings) -> dict[str, str]:
    reply: Reply | None = getattr(application, "reply", None)
    if reply is not None and reply.outcome != outcome:
        reply = None
    grounds = tuple(reply.grounds) if reply else ()
    given = application.papers.filter(kind=Paper.Kind.GIVEN)
    reason = reply.reason if reply else event.data.get("reason", "")
    return {
        ARTICLE: _cited(articles_of(outcome, grounds) or WITHOUT_ARTICLE),
        REASON: reason or PLAIN_REASONS.get(outcome, ""),
        REMEDY: remedies.paragraph(outcome, setting.organs),
        "内容": "；".join(text for text in reply.details.values() if text) if reply else "",
        "不予公开的依据": "；".join(str(EXEMPTIONS[ground].name) for ground in grounds),
        "附件": "、".join(paper.name for paper in given),
    }


def _until(application: Application, event: ApplicationEvent) -> list[application_clock.Happened]:
    """What had happened when the letter became due: what came later does not change what it says."""
    return [one.happened for one in application.events.filter(pk__lte=event.pk)]


def _reply_day(application: Application, event: ApplicationEvent) -> str:
    due = application_clock.reply_due(_until(application, event), calendars.calendar(), calendars.practice())
    return day(due.date) if due else ""


def _owed(application: Application, event: ApplicationEvent, term: str) -> Due:
    calendar, practice = calendars.calendar(), calendars.practice()
    run = next(run for run in application_clock.runs(_until(application, event), calendar, practice) if run.term == term)
    return application_clock.due(run, calendar, practice)


def _receipt(application: Application, event: ApplicationEvent) -> dict[str, str]:
    return {ALL_DUE: _reply_day(application, event)}


def _correction(application: Application, event: ApplicationEvent) -> dict[str, str]:
    return {ALL_DUE: day(_owed(application, event, CORRECTION).date), REASON: event.data["items"]}


def _extension(application: Application, event: ApplicationEvent) -> dict[str, str]:
    data = event.data
    return {ALL_DUE: _reply_day(application, event), REASON: data["reason"], "工作日数": data["working_days"]}


def _consultation(application: Application, event: ApplicationEvent) -> dict[str, str]:
    """The term runs from the day on which the letter is received, which nobody knows yet."""
    number = calendars.practice().numbers.get(ADDRESSEES[event.data["addressee"]])
    number = number or application_clock.TERM[ADDRESSEES[event.data["addressee"]]].number
    party = application.parties.get(pk=event.data["party"])
    return {ALL_DUE: f"自收到之日起{number}个工作日内", "对方": party.name}


def _fee(application: Application, event: ApplicationEvent) -> dict[str, str]:
    method = fees.TARIFFS[Method(event.data["method"])]
    remedy = regulations.article("fees/remedy", "zh").text
    due = day(_owed(application, event, FEE).date)
    return {ALL_DUE: due, REASON: event.data["reason"], "金额": event.data["yuan"], "计收方式": str(method.title), REMEDY: remedy}


_OWN = {
    LetterKind.RECEIPT: _receipt,
    LetterKind.CORRECTION: _correction,
    LetterKind.EXTENSION: _extension,
    LetterKind.THIRD_PARTY: _consultation,
    LetterKind.AGENCY: _consultation,
    LetterKind.FEE: _fee,
}
