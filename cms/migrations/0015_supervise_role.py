from django.db import migrations

from cms import granting


class Migration(migrations.Migration):
    """Who may supervise tasks, as cms/roles.py says."""

    dependencies = [("cms", "0014_assignments_and_census")]

    operations = [migrations.RunPython(lambda apps, editor: granting.install(apps), migrations.RunPython.noop)]
