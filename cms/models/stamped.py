from django.db import models, transaction

from cms import stamps

# What Wagtail notes on a row about drafts and locks; the public never sees it.
UNSEEN = frozenset({
    "latest_revision",
    "latest_revision_created_at",
    "has_unpublished_changes",
    "draft_title",
    "locked",
    "locked_at",
    "locked_by",
    "last_published_at",
})  # fmt: skip


class Stamped(models.Model):
    """A thing shown on public pages: whoever writes it makes the pages that show it stale, in the same transaction.

    ``stamp_tags`` are the families of pages (lists, the frame) that a change of any such thing touches.
    """

    stamp_name = ""  # what its own tag is called, "policy" in "policy:12"; the model's name where it says nothing
    stamp_tags: tuple[str, ...] = (stamps.FRAME,)

    class Meta:
        abstract = True

    @property
    def stamp(self) -> str:
        """The tag of the page that is about this thing."""
        return f"{self.stamp_name or self._meta.model_name}:{self.pk}"

    def stamps(self) -> set[str]:
        """Tags of the pages that show this thing as it stands in the database now."""
        return {self.stamp, *self.stamp_tags}

    def save(self, *args, **kwargs):
        fields = kwargs.get("update_fields")
        if fields is not None and UNSEEN.issuperset(fields):
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            before = set() if self._state.adding else self.stamps()
            super().save(*args, **kwargs)
            stamps.bump(*before | self.stamps())

    def delete(self, *args, **kwargs):
        with transaction.atomic():
            before = self.stamps()
            deleted = super().delete(*args, **kwargs)
            stamps.bump(*before)
        return deleted


class StampedQuerySet(models.QuerySet):
    """Changes in bulk: new rows touch lists only; which pages show the others is not worked out, so all pages are stale."""

    def bulk_create(self, objs, *args, **kwargs):
        with transaction.atomic(using=self.db):
            made = super().bulk_create(objs, *args, **kwargs)
            known = kwargs.get("update_conflicts") or kwargs.get("ignore_conflicts")
            stamps.bump(*self.model.stamp_tags, *([stamps.FRAME] if known else []))
        return made

    def update(self, **values):
        if UNSEEN.issuperset(values):
            return super().update(**values)
        with transaction.atomic(using=self.db):
            changed = super().update(**values)
            stamps.bump(stamps.FRAME)
        return changed

    update.alters_data = True

    def delete(self):
        with transaction.atomic(using=self.db):
            deleted = super().delete()
            stamps.bump(stamps.FRAME)
        return deleted

    delete.alters_data = True
    delete.queryset_only = True
