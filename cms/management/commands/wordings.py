from django.core.management.base import BaseCommand
from django.utils import timezone

from cms import worded_pages


class Command(BaseCommand):
    help = "Looks everything public through for forbidden and error-prone wordings, and gives out tasks."

    def handle(self, *args, **options):
        checked = worded_pages.check_everything(timezone.now())
        self.stdout.write(
            f"{checked.looked_at} looked at, {checked.found} with wordings of the list, {checked.tasks} new tasks, {checked.settled} closed"
        )
