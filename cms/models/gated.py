from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms import gate


class Gated(models.Model):
    """A thing that passes the gate whenever its row is, or becomes, public.

    Wagtail has five ways to make a row live (button, workflow, schedule, ``revision.publish``, ``add_child``) and all of
    them end in ``save()``; that is why this is the one place where ``save()`` is not Django's own
    (docs/decisions/publishing-gate.md).
    """

    released_at = models.DateTimeField(_("通过发布审核的时间"), null=True, blank=True, editable=False)
    taken_down_at = models.DateTimeField(_("紧急下线时间"), null=True, blank=True, editable=False)
    takedown_reason = models.CharField(_("紧急下线原因"), max_length=500, blank=True, editable=False)

    # What belongs to the thing as a whole and not to one of its revisions.
    outlives_revisions = ("released_at", "taken_down_at", "takedown_reason")

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        fields = kwargs.get("update_fields")
        if self.live and (fields is None or "live" in fields):
            now = timezone.now()  # Wagtail's publish action offers no moment of its own
            gate.require(self, timezone.localdate(now))
            self.released_at = now
            if fields is not None:
                kwargs["update_fields"] = {*fields, *self.prepare_release(now), "released_at"}
            else:
                self.prepare_release(now)
        super().save(*args, **kwargs)

    def prepare_release(self, now) -> set[str]:
        """Fill in what the first publication decides (a number, a date); answers with the fields it set."""
        return set()

    def with_content_json(self, content):
        restored = super().with_content_json(content)
        for name in self.outlives_revisions:
            setattr(restored, name, getattr(self, name))
        return restored
