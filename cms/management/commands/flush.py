"""Django's own `flush`, for whom the seal on the audit records is lifted: it empties everything, and asks before."""

from django.core.management.commands import flush
from django.db import connections

from cms import seal


class Command(flush.Command):
    def handle(self, **options):
        with seal.lifted(connections[options["database"]]):
            super().handle(**options)
