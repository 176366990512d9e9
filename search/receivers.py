"""The only signal receivers in the tree: whatever changes a thing that can be found writes an outbox entry beside it."""

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_slug_changed, post_page_move

from cms import outbox
from cms.models import EmergencyNotice
from disclosure.models import Interpretation, PolicyAct, PolicyDocument, PolicyIssuer
from search import desk
from search.documents import KINDS, key
from search.tasks import payload

# Rows that are shown with another one: model -> the fields that name it.
BELONGING = {
    PolicyIssuer: ["policy_id"],
    PolicyAct: ["actor_id", "subject_id"],
}
OWNERS = {PolicyIssuer: PolicyDocument, PolicyAct: PolicyDocument}


def connect() -> None:
    """Called by SearchConfig.ready()."""
    for signal in (post_save, post_delete):
        signal.connect(changed, dispatch_uid=f"search-{id(signal)}")
    m2m_changed.connect(linked, sender=Interpretation.policies.through, dispatch_uid="search-linked")
    page_slug_changed.connect(moved, dispatch_uid="search-slug")
    post_page_move.connect(moved, dispatch_uid="search-moved")


def changed(sender: type[Model], instance: Model, raw: bool = False, **kwargs) -> None:
    """A row that is indexed, or that belongs to one, was written or deleted."""
    if raw or sender._meta.app_label in QUIET_APPS:
        return
    if sender in BELONGING:
        note([f"{OWNERS[sender]._meta.label_lower}:{pk}" for name in BELONGING[sender] if (pk := getattr(instance, name))])
    elif hasattr(instance, "notice_id") and isinstance(instance.notice, EmergencyNotice):
        note([key(instance.notice)])
    elif sender._meta.label_lower in KINDS or sender in desk.models().values() or issubclass(sender, Page):
        note([key(instance)])


def linked(sender, instance: Model, action: str, pk_set=None, **kwargs) -> None:
    """An interpretation was tied to policies, or untied."""
    if action in ("post_add", "post_remove", "pre_clear", "post_clear"):
        others = Interpretation if isinstance(instance, PolicyDocument) else PolicyDocument
        note([key(instance), *(f"{others._meta.label_lower}:{pk}" for pk in pk_set or ())])


def moved(sender, instance: Page, **kwargs) -> None:
    """A page has a new address, and so has everything below it."""
    note([f"{apps.get_model(*kind).__name__ and '.'.join(kind)}:{pk}" for pk, kind in _below(instance)])


def _below(page: Page) -> list[tuple[int, tuple[str, str]]]:
    rows = page.get_descendants(inclusive=True).values_list("pk", "content_type__app_label", "content_type__model")
    return [(pk, (app, model)) for pk, app, model in rows]


def note(keys: list[str]) -> None:
    """Write down what has to be indexed; in the caller's transaction where there is one."""
    with transaction.atomic():
        outbox.add_many("index", [(one, payload(one)) for one in dict.fromkeys(keys)])


QUIET_APPS = {"sessions", "admin", "contenttypes", "axes", "migrations", "wagtailsearch"}
