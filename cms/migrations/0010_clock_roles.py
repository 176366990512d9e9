from django.db import migrations

from cms import granting


class Migration(migrations.Migration):
    """Who enters the yearly notice and sets local terms: the heads of the disclosure office and the site's administrators."""

    dependencies = [("cms", "0009_reminders")]

    operations = [migrations.RunPython(lambda apps, editor: granting.install(apps), migrations.RunPython.noop)]
