from django.db import migrations

from cms import granting


class Migration(migrations.Migration):
    """Who prepares the standard catalogue, and who publishes it."""

    dependencies = [("cms", "0016_found_errors"), ("disclosure", "0011_standard_catalogue")]

    operations = [migrations.RunPython(lambda apps, editor: granting.install(apps), migrations.RunPython.noop)]
