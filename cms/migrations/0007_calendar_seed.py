from django.db import migrations

from cms import calendar_seed


def write(apps, editor):
    Notice, Day = apps.get_model("cms", "CalendarNotice"), apps.get_model("cms", "CalendarDay")
    for notice in calendar_seed.notices():
        row = Notice.objects.create(
            code=notice.code,
            jurisdiction=notice.jurisdiction,
            year=notice.year,
            covers_year=notice.covers_year,
            title=notice.title,
            known_on=notice.known_on,
        )
        Day.objects.bulk_create(
            Day(notice=row, date=day, state=state.value, name=notice.names[day]) for day, state in notice.days.items()
        )


class Migration(migrations.Migration):
    """The notices of 2004 to 2026 and of cities; later ones are entered by an administrator."""

    dependencies = [("cms", "0006_clock")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
