from django.db import migrations

from cms import granting


class Migration(migrations.Migration):
    """Who handles applications, prepares the annual report and cleans up normative documents, by the table of roles."""

    dependencies = [("disclosure", "0017_manuscripts_cleanups_scenes"), ("cms", "0020_links_campaigns_and_office_log")]

    operations = [migrations.RunPython(lambda apps, editor: granting.install(apps), migrations.RunPython.noop)]
