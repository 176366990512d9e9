from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceRecord(models.Model):
    """Where an imported item came from: one item may have several sources, a source has one item."""

    source_id = models.CharField(_("来源编号"), max_length=200, unique=True)
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.BigIntegerField()
    item = GenericForeignKey("content_type", "object_id")
    digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("来源记录")
        indexes = [models.Index(fields=["content_type", "object_id"], name="source_item")]

    def __str__(self):
        return self.source_id
