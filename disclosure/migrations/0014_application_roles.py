from django.db import migrations

from cms import granting


class Migration(migrations.Migration):
    """Who registers, handles, reviews, approves and signs, by the table of roles."""

    dependencies = [("disclosure", "0013_applications"), ("cms", "0017_standard_catalogue_roles")]

    operations = [migrations.RunPython(lambda apps, editor: granting.install(apps), migrations.RunPython.noop)]
