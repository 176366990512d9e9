from django.db import migrations

from cms import granting


class Migration(migrations.Migration):
    """Who conducts and who decides a cleanup of normative documents, by the table of roles."""

    dependencies = [("disclosure", "0013_manuscripts_cleanups_scenes"), ("cms", "0017_standard_catalogue_roles")]

    operations = [migrations.RunPython(lambda apps, editor: granting.install(apps), migrations.RunPython.noop)]
