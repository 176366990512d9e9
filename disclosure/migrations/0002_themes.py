from django.db import migrations

from disclosure.classification import THEMES


def seed(apps, schema_editor):
    Theme = apps.get_model("disclosure", "Theme")
    for order, (name, seconds) in enumerate(THEMES.items(), 1):
        top, _ = Theme.objects.get_or_create(parent=None, name=name, defaults={"order": order})
        for position, second in enumerate(seconds, 1):
            Theme.objects.get_or_create(parent=top, name=second, defaults={"order": position})


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
