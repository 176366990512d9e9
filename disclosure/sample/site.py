"""The pages of the sample authority that belong to disclosure: the statutory platform and the topics."""

import json
from datetime import date
from html import escape
from pathlib import Path

from wagtail.models import Page

from cms.models import TopicPage
from cms.sample import markup, pages
from disclosure.models import (
    AnnualReportsPage,
    GuidePage,
    Interpretation,
    LetterSettings,
    PlatformPage,
    PolicyDocument,
    RequestPage,
    RulesPage,
    StatutoryContentPage,
    Validity,
)

HERE = Path(__file__).parent
# The day on which the sample stands still: what is in force is judged by it when topics are put together.
SAMPLE_DAY = date(2026, 11, 20)


def described(name: str):
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def platform() -> None:
    """政府信息公开 with its four sub-columns and the entry to applications, first in the menu."""
    fields = described("platform")
    home = pages.home()
    top = home.get_children().type(PlatformPage).first()
    if top is None:
        top = pages.place(home, PlatformPage, fields["platform"])
        top.move(home, pos="first-child")
        top = PlatformPage.objects.get(pk=top.pk)
    pages.place(top, GuidePage, fields["guide"])
    pages.place(top, RulesPage, composed(fields["rules"]))
    statutory = pages.place(top, StatutoryContentPage, fields["statutory"])
    pages.place(top, AnnualReportsPage, fields["reports"])
    if not LetterSettings.objects.exists():
        LetterSettings.objects.create(**fields["letters"])
    pages.place(top, RequestPage, composed(fields["request"]))
    for column in fields["columns"]:
        pages.column(statutory, column)
    pages.leaders(pages.below(statutory, "organisation"))


def composed(fields: dict) -> dict:
    """With the text as the blocks of a body."""
    fields = dict(fields)
    return {"body": markup.stream(fields.pop("text")), **fields}


def topics(by_topic: dict[str, list[PolicyDocument]]) -> None:
    parent = pages.below(pages.home(), "topics")
    for fields in described("topics"):
        if not parent.get_children().filter(slug=fields["slug"]).exists():
            pages.place(parent, TopicPage, topic(fields, by_topic.get(fields["slug"], [])))


def topic(fields: dict, policies: list[PolicyDocument]) -> dict:
    fields = dict(fields)
    valid = [policy for policy in policies if policy.validity_on(SAMPLE_DAY) not in (Validity.EXPIRED, Validity.REPEALED)]
    explained = Interpretation.objects.visible().filter(policies__in=valid).distinct().newest_first()
    guides = Page.objects.live().filter(slug__in=fields.pop("guides"))
    body = markup.stream(fields.pop("text"))
    body += listed("怎样办", [(f"/services/{guide.slug}/", guide.title, "") for guide in guides])
    body += listed("政策文件", [(item.get_absolute_url(), item.title, item.document_number) for item in valid])
    body += listed("政策解读", [(item.get_absolute_url(), item.title, item.get_form_display()) for item in explained])
    return {**fields, "body": body}


def listed(heading: str, links: list[tuple[str, str, str]]) -> list[dict]:
    """A heading and its links, or nothing."""
    if not links:
        return []
    lines = "".join(f'<li><a href="{url}">{escape(title)}</a>{f"（{note}）" if note else ""}</li>' for url, title, note in links)
    return [{"type": "heading", "value": heading}, {"type": "paragraph", "value": f"<ul>{lines}</ul>"}]
