from django.db import migrations

from cms import granting


class Migration(migrations.Migration):
    """The roles of cms/roles.py as groups. When the table changes, a new migration calls ``install`` again."""

    dependencies = [
        ("cms", "0004_audit"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [migrations.RunPython(lambda apps, editor: granting.install(apps), migrations.RunPython.noop)]
