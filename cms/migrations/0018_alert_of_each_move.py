import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def tell_of_each(apps, schema_editor):
    """What nobody has seen yet stays on the desk: an alert for each move of the moment that the old one told of."""
    old, new, move = (apps.get_model("cms", name) for name in ("MovesToldAtOnce", "MoveAlert", "DeadlineMove"))
    told = set()
    for alert in old.objects.filter(seen_at=None).order_by("unowned", "pk"):
        moves = move.objects.filter(at=alert.at)
        if alert.unowned:
            owner = "deadline__owner"
            moves = moves.filter(
                models.Q(**{owner: None}) | models.Q(**{f"{owner}__is_active": False}) | models.Q(**{f"{owner}__email": ""})
            )
        else:
            moves = moves.filter(deadline__owner=alert.user_id)
        rows = [row for row in moves.values_list("pk", "from_on", "to_on") if (alert.user_id, row[0]) not in told]
        told.update((alert.user_id, row[0]) for row in rows)
        new.objects.bulk_create(
            (
                new(user_id=alert.user_id, move_id=pk, earlier=becomes < was, unowned=alert.unowned)
                for pk, was, becomes in sorted(rows, key=lambda row: (row[2] >= row[1], row[2], row[0]))
            ),
            batch_size=500,
        )


class Migration(migrations.Migration):
    dependencies = [("cms", "0017_standard_catalogue_roles")]

    operations = [
        migrations.RemoveConstraint(model_name="movealert", name="move_alert_once"),
        migrations.RemoveIndex(model_name="movealert", name="move_alert_unseen"),
        migrations.RenameModel("MoveAlert", "MovesToldAtOnce"),
        migrations.CreateModel(
            name="MoveAlert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("earlier", models.BooleanField(verbose_name="提前")),
                ("unowned", models.BooleanField(default=False, verbose_name="没有可通知的承办人")),
                ("seen_at", models.DateTimeField(blank=True, null=True, verbose_name="已阅时间")),
                (
                    "move",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alerts",
                        to="cms.deadlinemove",
                        verbose_name="改期",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="move_alerts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="收件人",
                    ),
                ),
            ],
            options={
                "verbose_name": "改期提示",
                "verbose_name_plural": "改期提示",
                "indexes": [
                    models.Index(
                        models.F("user"),
                        models.OrderBy(models.F("earlier"), descending=True),
                        models.F("id"),
                        condition=models.Q(("seen_at", None)),
                        name="move_alert_unseen",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("move", "user"), name="move_alert_once")],
            },
        ),
        migrations.RunPython(tell_of_each, migrations.RunPython.noop),
        migrations.DeleteModel("MovesToldAtOnce"),
        migrations.AlterField(
            model_name="reminder",
            name="fate",
            field=models.CharField(
                choices=[
                    ("sent", "决定提醒"),
                    ("overtaken", "未单独提醒：已由后一次提醒代替"),
                    ("spared", "未再提醒：当天已提醒过，到期日推后"),
                ],
                max_length=10,
                verbose_name="结果",
            ),
        ),
    ]
