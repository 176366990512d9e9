from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms import gate

from .stamped import Stamped


class Gated(Stamped):
    """A thing that passes the gate whenever its row is, or becomes, public.

    Wagtail has five ways to make a row live (button, workflow, schedule, ``revision.publish``, ``add_child``) and all of
    them end in ``save()``; that is why this is the one place where ``save()`` is not Django's own
    (docs/decisions/publishing-gate.md).
    """

    released_at = models.DateTimeField(_("通过发布审核的时间"), null=True, blank=True, editable=False)
    taken_down_at = models.DateTimeField(_("紧急下线时间"), null=True, blank=True, editable=False)
    takedown_reason = models.CharField(_("紧急下线原因"), max_length=500, blank=True, editable=False)

    from_source = False  # an import holds it, with what its source says: public there already (cms/findings.py)

    # What belongs to the thing as a whole and not to one of its revisions.
    outlives_revisions = ("released_at", "taken_down_at", "takedown_reason")

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        fields = kwargs.get("update_fields")
        now = timezone.now()  # Wagtail's actions offer no moment of their own
        if not self.live or (fields is not None and "live" not in fields):
            with transaction.atomic():
                super().save(*args, **kwargs)
                if fields is None:
                    gate.drafted(self, None, now)
            return
        with transaction.atomic():
            gate.one_at_a_time()
            gate.require(self, timezone.localdate(now))
            self.released_at = now
            filled = self.prepare_release(now)
            if fields is not None:
                kwargs["update_fields"] = {*fields, *filled, "released_at"}
            super().save(*args, **kwargs)

    def publish(self, revision, user=None, **kwargs):
        """As Wagtail's, but whole or not at all, and with what follows on the first day in public."""
        rows = type(self)._default_manager.filter(pk=self.pk, live=True)
        with transaction.atomic():
            before = rows.exists()
            super().publish(revision, user=user, **kwargs)
            public = rows.first()
            if public and not before:
                gate.went_public(public, user)
            if public and public.live_revision_id == revision.pk:
                gate.released(public, revision)

    def save_revision(self, *args, **kwargs):
        """As Wagtail's, and whoever follows drafts is told of it in the same transaction."""
        with transaction.atomic():
            revision = super().save_revision(*args, **kwargs)
            gate.drafted(self, revision, timezone.now())
        return revision

    def waits_for(self) -> models.Model | None:
        """What this goes public together with, as long as that is not public; nothing for most things."""

    def prepare_release(self, now) -> set[str]:
        """Fill in what the first publication decides (a number, a date); answers with the fields it set."""
        return set()

    def stamps(self) -> set[str]:
        """A draft stands on no public page."""
        public = self.pk is not None and type(self)._base_manager.filter(pk=self.pk, live=True).exists()
        return self.public_stamps() if public else set()

    def public_stamps(self) -> set[str]:
        return super().stamps()

    def with_content_json(self, content):
        restored = super().with_content_json(content)
        for name in self.outlives_revisions:
            setattr(restored, name, getattr(self, name))
        return restored
