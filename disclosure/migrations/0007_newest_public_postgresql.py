"""PostgreSQL reads an index on a date downwards with the empty ones first; the lists want them last (``newest_first``).

SQLite has them last already and refuses to be told so in an index, hence by hand and for PostgreSQL alone.
"""

from django.db import migrations

NEWEST = "published_on DESC NULLS LAST, id DESC"
INDEXES = {
    "policy_newest_nulls_last": ("disclosure_policydocument", NEWEST),
    "policy_theme_nulls_last": ("disclosure_policydocument", f"theme_id, {NEWEST}"),
    "policy_column_nulls_last": ("disclosure_policydocument", f"column_id, {NEWEST}"),
    "interpretation_nulls_last": ("disclosure_interpretation", NEWEST),
    "dated_nulls_last": ("disclosure_dateditem", f"kind, {NEWEST}"),
}


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, (table, columns) in INDEXES.items():
            schema_editor.execute(f"CREATE INDEX {name} ON {table} ({columns}) WHERE live AND taken_down_at IS NULL")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0006_interpretation_due")]
    operations = [migrations.RunPython(create, drop)]
