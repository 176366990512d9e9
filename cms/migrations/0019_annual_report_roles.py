from django.db import migrations

from cms import granting


class Migration(migrations.Migration):
    """Who prepares the annual report; it is published as every entry of the catalogue is."""

    dependencies = [("cms", "0018_alert_of_each_move"), ("disclosure", "0015_annual_report")]

    operations = [migrations.RunPython(lambda apps, editor: granting.install(apps), migrations.RunPython.noop)]
