"""What lies in one person's hands by Wagtail's own book-keeping: pages owned, things locked, drafts not published."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, LockableMixin, Page

from cms import clock
from cms.models import Deadline, User
from cms.registry import OwnedWork


def _models(mixin: type) -> list[type]:
    return [model for model in apps.get_models() if issubclass(model, mixin) and (model is Page or not issubclass(model, Page))]


def owned_pages(user: User) -> list[Page]:
    """Pages not public whose owner the person is: only the owner may edit them who holds no more than the right to add."""
    return list(Page.objects.filter(owner=user, live=False))


def give_page(page: Page, to: User) -> None:
    Page.objects.filter(pk=page.pk).update(owner=to)


def locked(user: User) -> list:
    """Things that nobody but this person may edit."""
    return [item for model in _models(LockableMixin) for item in model._default_manager.filter(locked=True, locked_by=user)]


def give_lock(item, to: User) -> None:
    type(item)._default_manager.filter(pk=item.pk).update(locked_by=to)


def drafts(user: User) -> list:
    """Drafts whose latest version the person wrote and that wait for somebody to go on with them."""
    written = {"latest_revision__user": user, "has_unpublished_changes": True}
    return [item for model in _models(DraftStateMixin) for item in model._default_manager.filter(**written)]


def give_draft(item, to: User) -> None:
    """The new hand signs a revision of its own, with the words as they are; who wrote the last one stays in the history."""
    item.get_latest_revision_as_object().save_revision(user=to, changed=False, clean=False)


def deadlines(user: User) -> list[Deadline]:
    """What has to be done by a day and is the person's to do."""
    return list(Deadline.objects.open().filter(owner=user).soonest())


def give_deadline(deadline: Deadline, to: User) -> None:
    clock.hand_over(Deadline.objects.filter(pk=deadline.pk), to)


KINDS = {
    "locks": OwnedWork(_("锁定的内容"), locked, give_lock),
    "drafts": OwnedWork(_("未发布的草稿"), drafts, give_draft),
    "pages": OwnedWork(_("未公开的网页"), owned_pages, give_page),
    "deadlines": OwnedWork(_("未办结的期限"), deadlines, give_deadline),
}
