from django.db import migrations

from cms import granting, review_steps


def lay_down(apps, editor):
    granting.install(apps)
    review_steps.install(apps)


class Migration(migrations.Migration):
    """The right to the fast track, and the workflow 发布前审核 with its three steps; which column it reviews is set in the admin.

    Wagtail's own workflow, which it assigns to every page, goes.
    """

    dependencies = [("cms", "0012_pre_publication_review")]

    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
