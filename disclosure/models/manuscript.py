from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Manuscript(models.Model):
    """来稿: what was read out of a file, between its upload and the form of the document that begins with it.

    Nothing of it is in the catalogue; the person who brought it alone sees it.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)
    name = models.CharField(_("文件名"), max_length=200)
    found = models.JSONField(default=dict)  # title, number, issuers, written_on, in_force_on, expires_on, body
    notes = models.JSONField(default=list)  # sentences about what was not read, and what is hidden in the file
    attachments = models.ManyToManyField("wagtaildocs.Document", related_name="+", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("来稿")
        default_permissions = ()

    def __str__(self):
        return self.name
