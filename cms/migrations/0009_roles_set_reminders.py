from django.db import migrations

from cms import granting


class Migration(migrations.Migration):
    """Who sets the site up sets its reminders too."""

    dependencies = [("cms", "0008_reminders")]

    operations = [migrations.RunPython(lambda apps, editor: granting.install(apps), migrations.RunPython.noop)]
