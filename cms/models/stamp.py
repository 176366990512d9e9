from django.db import models


class Stamp(models.Model):
    """The present version of a cache tag; a tag without a row has version 0."""

    tag = models.CharField(max_length=80, primary_key=True)
    version = models.BigIntegerField()

    def __str__(self):
        return self.tag
