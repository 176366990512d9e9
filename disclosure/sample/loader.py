"""Loads the disclosure part of the sample authority: platform, policies, interpretations, dated items, topics.

Safe to repeat: an item is made when its source record ``sample:KIND/NAME`` is missing, and never touched again.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import ReferenceIndex

from cms import calendars
from cms.models import ColumnPage
from cms.sample import files, markup
from cms.sample.loader import AUTHORITY, author, publisher, unit
from cms.sample.markup import Entry
from disclosure import publication
from disclosure.models import (
    CONTENT_CHECKLIST,
    DatedAttachment,
    DatedItem,
    DisclosureAttribute,
    Form,
    Interpretation,
    PolicyAct,
    PolicyAttachment,
    PolicyDocument,
    PolicyIssuer,
    Round,
    SourceRecord,
    Theme,
)
from disclosure.sample import annual_reports, applications, review, scenes, site, standard

HERE = Path(__file__).parent
FORMS = {
    "文字": Form.TEXT,
    "图解": Form.GRAPHIC,
    "视频": Form.VIDEO,
    "动漫": Form.CARTOON,
    "发布会": Form.PRESS_CONFERENCE,
    "吹风会": Form.BRIEFING,
    "专家访谈": Form.EXPERT,
    "场景演示": Form.SCENE,
}
ROUNDS = {"": Round.FIRST, "二次": Round.SECOND, "跟进": Round.FOLLOW_UP}
ACTS = {"修改": PolicyAct.Kind.AMENDS, "废止": PolicyAct.Kind.REPEALS, "替代": PolicyAct.Kind.REPLACES}
ATTRIBUTES = {"": DisclosureAttribute.ACTIVE, "依申请公开": DisclosureAttribute.ON_REQUEST}


def load(write: Callable[[str], None]) -> None:
    site.platform()
    policies = _made("policies", policy)
    acts(policies)
    interpretations = _made("interpretations", interpretation)
    dated = _made("dated", dated_item)
    annual_reports.attach(dated)
    applications.load(timezone.localdate())
    release(policies + interpretations + dated)
    site.topics(topic_policies())
    scenes.load(policy_named, interpretation_named)
    review.set_up(policies)
    standard.load()
    new = len(policies) + len(interpretations) + len(dated)
    write(f"政策文件 {_count('policies')} 件，解读 {_count('interpretations')} 件，其他公开信息 {_count('dated')} 件（新装入 {new} 件）")


# -- what is there already ----------------------------------------------------------------------------------------


def _source(kind: str, name: str) -> str:
    return f"sample:{kind}/{name}"


def _count(kind: str) -> int:
    return SourceRecord.objects.filter(source_id__startswith=_source(kind, "")).count()


def _made(kind: str, make: Callable[[Entry], object]) -> list[tuple[Entry, object]]:
    """Drafts of what is missing, each with its source record."""
    known = set(SourceRecord.objects.filter(source_id__startswith=_source(kind, "")).values_list("source_id", flat=True))
    made = []
    for entry in markup.read_all(HERE / kind):
        if _source(kind, entry.name) in known:
            continue
        item = make(entry)
        SourceRecord.objects.create(
            source_id=_source(kind, entry.name),
            content_type=ContentType.objects.get_for_model(item),
            object_id=item.pk,
            digest="",
            imported_at=timezone.now(),
        )
        made.append((entry, item))
    return made


def policy_named(name: str) -> PolicyDocument:
    record = SourceRecord.objects.get(source_id=_source("policies", name))
    return PolicyDocument.objects.get(pk=record.object_id)


def interpretation_named(name: str) -> Interpretation:
    record = SourceRecord.objects.get(source_id=_source("interpretations", name))
    return Interpretation.objects.get(pk=record.object_id)


# -- from files to drafts -----------------------------------------------------------------------------------------


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def written(entry: Entry) -> date | None:
    """The day of signing: as it stands, or so many working days before the sample is loaded, so that a clock runs out soon."""
    if ago := int(entry["working_days_ago"] or 0):
        return calendars.calendar().nth_before(timezone.localdate(), ago)
    return day(entry["written"] or entry["published"])


def common(entry: Entry) -> dict:
    """The fields that every catalogue item has."""
    audience = entry.several("audience")
    return {
        "title": entry["title"],
        "summary": entry["summary"],
        "body": markup.html(entry.text),
        "column": ColumnPage.objects.filter(slug=entry["column"]).first() if entry["column"] else None,
        "theme": theme(entry["theme"] or "卫生、体育/卫生"),
        "publisher": unit(AUTHORITY),
        "written_on": written(entry),
        "published_on": day(entry["published"]),
        "keywords": " ".join(entry.several("keywords")),
        "for_enterprises": "企业" in audience,
        "for_citizens": "公民" in audience,
        "attribute": ATTRIBUTES[entry["attribute"]],
        "attribute_reason": entry["attribute_reason"],
        "live": False,
    }


def theme(path: str) -> Theme:
    parent, _, name = path.partition("/")
    return Theme.objects.get(parent__name=parent, name=name)


def policy(entry: Entry) -> PolicyDocument:
    made = PolicyDocument(
        **common(entry),
        document_number=entry["number"],
        genre=entry["genre"],
        normative=entry["normative"] == "yes",
        plan=entry["column"] == "plans",
        trial=entry["trial"] == "yes",
        in_force_on=day(entry["in_force"]),
        expires_on=day(entry["expires"]),
        interpretation_waiver=entry["waiver"],
        interpretation_due_on=day(entry["interpretation_due"]),
        publish_within=int(entry["publish_within"]) if entry["publish_within"] else None,
        publish_within_law=entry["publish_within_law"],
    )
    made.issuers = [PolicyIssuer(unit=unit(name), lead=place == 0) for place, name in enumerate(entry.several("issuers"))]
    made.attachments = [PolicyAttachment(document=files.document(name, title), title=title) for name, title in entry.attachments]
    made.clean()
    made.save()
    return made


def acts(made: list[tuple[Entry, PolicyDocument]]) -> None:
    """What the documents do to each other, once all of them are there: 废止 NAME DAY."""
    for entry, actor in made:
        for written in entry.several("acts"):
            kind, name, effective = written.split()
            actor.acts.add(PolicyAct(subject=policy_named(name), kind=ACTS[kind], effective_on=day(effective)))
        if entry["acts"]:
            actor.save()


def interpretation(entry: Entry) -> Interpretation:
    made = Interpretation(
        **common(entry),
        form=FORMS[entry["form"]],
        round=ROUNDS[entry["round"]],
        covers=[name for name in CONTENT_CHECKLIST if name in entry.several("covers")],
        concerns="\n".join(entry.several("concerns")),
        expert=entry["expert"],
        picture_text=entry["picture_text"],
        transcript=entry.more.get("transcript", ""),
    )
    if entry["picture"]:
        made.picture = files.image(HERE / "pictures" / entry["picture"], entry["title"])
    made.save()
    made.policies.set([policy_named(name) for name in entry.several("policies")])
    made.save()
    return made


def dated_item(entry: Entry) -> DatedItem:
    made = DatedItem(
        **common(entry),
        kind=entry["kind"],
        year=int(entry["year"]),
        amount=entry["amount"] or None,
        closes_on=day(entry["closes"]),
    )
    made.attachments = [DatedAttachment(document=files.document(name, title), title=title) for name, title in entry.attachments]
    made.save()
    return made


# -- from drafts to the public ------------------------------------------------------------------------------------


def release(made: list[tuple[Entry, object]]) -> None:
    """A first revision for each; all but the drafts and the registered ones go through the gate, in the order of the days."""
    made.sort(key=lambda pair: pair[1].published_on or date.max)
    for _, item in made:
        item.save_revision(user=author())
    for entry, item in made:
        item.refresh_from_db()  # an interpretation goes out with its policy
        if not entry["state"] and not item.live:
            publication.publish(item, by=publisher())
    for _, item in made:
        ReferenceIndex.create_or_update_for_object(item)


def topic_policies() -> dict[str, list[PolicyDocument]]:
    """The policies of each topic that the public may see, newest first."""
    by_topic: dict[str, list[PolicyDocument]] = {}
    for entry in markup.read_all(HERE / "policies"):
        item = policy_named(entry.name)
        if entry["topic"] and item.live:
            by_topic.setdefault(entry["topic"], []).append(item)
    return {topic: sorted(items, key=lambda item: item.published_on, reverse=True) for topic, items in by_topic.items()}
