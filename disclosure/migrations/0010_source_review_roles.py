from django.db import migrations

from cms import granting


class Migration(migrations.Migration):
    """Who confirms and who decides a disclosure attribute, by the table of roles."""

    dependencies = [("disclosure", "0009_source_review"), ("cms", "0013_review_steps_and_roles")]

    operations = [migrations.RunPython(lambda apps, editor: granting.install(apps), migrations.RunPython.noop)]
