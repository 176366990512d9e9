"""Model fields that keep what they hold clean."""

from django.db import models

from cms import sanitize


class CleanTextField(models.TextField):
    """Rich text that has passed the sanitizer, whoever wrote it."""

    def pre_save(self, model_instance, add):
        cleaned = sanitize.clean(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, cleaned)
        return cleaned
