"""One of every kind of thing that the public may not see, each with a secret in it: for index, feeds, exports and sitemap."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from cms.models import Department, EmergencyNotice, LeaderPage, Place, ServiceGuidePage, TopicPage
from disclosure import publication
from disclosure.models import DatedItem, DisclosureAttribute

from .catalogue import draft_interpretation, draft_policy, interpretation, policy
from .people import administrator, person, unit
from .site import article, column, home

SECRET = "绝密字样玄武七号"
DAY = date(2026, 9, 1)
NOON = datetime(2026, 9, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
GUIDE = dict.fromkeys(ServiceGuidePage.ELEMENTS, "略")


def dated(**fields):
    item = DatedItem(kind="budget", written_on=DAY, published_on=DAY, body="<p>正文</p>", **fields)
    item.save()
    item.save_revision()
    return item


def withdrawn(item):
    publication.withdraw(item, "内容有误", administrator(), timezone.now())
    return item


def edited(item):
    """Public, with a newer draft that is not."""
    item.title = f"{item.title}{SECRET}"
    item.save_revision()
    return item


def page(model, **fields):
    return home().add_child(instance=model(**{"title": SECRET, "live": False, **fields}))


UNPUBLISHED = {
    "draft_policy": lambda: draft_policy(SECRET, body=f"<p>{SECRET}</p>"),
    "policy_on_request": lambda: draft_policy(SECRET, attribute=DisclosureAttribute.ON_REQUEST, attribute_reason="略"),
    "policy_withheld": lambda: draft_policy(SECRET, attribute=DisclosureAttribute.WITHHELD, attribute_reason=SECRET),
    "policy_taken_down": lambda: withdrawn(policy(SECRET)),
    "policy_with_a_newer_draft": lambda: edited(policy("公开的标题")),
    "reasons_on_a_public_policy": lambda: policy("公开的标题", interpretation_waiver=SECRET, attribute_reason=""),
    "draft_interpretation": lambda: draft_interpretation(policy(), title=SECRET),
    "interpretation_taken_down": lambda: withdrawn(interpretation(policy(), title=SECRET)),
    "interpretation_of_a_draft": lambda: draft_interpretation(draft_policy(), title=SECRET),
    "draft_dated_item": lambda: dated(title=SECRET),
    "draft_article": lambda: article(SECRET, live=False),
    "draft_column": lambda: page(column("栏目").__class__),
    "draft_topic": lambda: page(TopicPage),
    "draft_leader": lambda: page(LeaderPage, post="主任", in_charge_of=SECRET),
    "draft_guide": lambda: page(ServiceGuidePage, **GUIDE),
    "article_with_a_newer_draft": lambda: edited(article("公开的标题")),
    "draft_emergency": lambda: EmergencyNotice.objects.create(title=SECRET, summary=SECRET, started_at=NOON, live=False),
    "closed_place": lambda: Place.objects.create(kind="hospital", name=SECRET, data_date=DAY, closed_on=DAY),
    "closed_unit": lambda: unit(SECRET, closed_on=DAY),
    "outside_body": lambda: unit(SECRET, kind=Department.Kind.OUTSIDE),
    "person": lambda: person(display_name=SECRET),
}
