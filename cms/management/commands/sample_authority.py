"""Loads the sample authority, a fictitious city's health commission written for this project; safe to repeat."""

from django.core.management import BaseCommand
from django.db import transaction
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms import registry, review
from cms.sample import loader


class Command(BaseCommand):
    help = "装入样例机关（虚构的澄江市卫生健康委员会）；可重复执行，已有内容不改动。"

    def handle(self, **options):
        # each thing is entered into Wagtail's index of references once it is whole, not at each of its savings
        with transaction.atomic(), disable_reference_index_auto_update(), review.excused("装入样例机关"):
            loader.load(self.stdout.write)
            for _name, load in registry.sample_content:
                load(self.stdout.write)
        self.stdout.write("样例机关已装入。")
