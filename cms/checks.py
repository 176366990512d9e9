"""System checks of the clock: `manage.py check --database default`, and every migration, run them."""

from itertools import islice

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import calendars, clock, term_words
from cms.missing_notice import missing_notice
from cms.models import CalendarNotice, ClockSettings, Deadline, LocalTerm
from cms.terms import TermError
from cms.workdays import CalendarError

NAMED = 20  # deadlines that one message names


@register(Tags.database)
def next_year_has_a_notice(app_configs, databases=None, **kwargs) -> list[CheckMessage]:
    """cms.W001: the notice of the next year is missing, from about November on."""
    if not _has_tables(databases):
        return []
    found = missing_notice(timezone.localdate())
    hint = _("在工作台的“工作日安排”中录入。")
    return [Warning(found.sentence, hint=hint, id="cms.W001")] if found else []


@register(Tags.database)
def open_deadlines_can_be_computed(app_configs, databases=None, **kwargs) -> list[CheckMessage]:
    """cms.W002: open deadlines that no notice moves any more, because they cannot be computed."""
    if not _has_tables(databases):
        return []
    stuck = clock.uncomputable(clock.each_once(calendars.calendar), calendars.practice())
    lines = [f"{deadline.pk}《{deadline.subject_label}》{deadline.term}：{_why(error)}" for deadline, error in islice(stuck, NAMED)]
    if not lines:
        return []
    more = sum(1 for _one in stuck)
    text = _("有未办结的期限不能再计算，工作日安排变动时不会改期：") + "；".join(lines)
    return [Warning(text + (_("；另有 %(more)d 项。") % {"more": more} if more else ""), id="cms.W002")]


def _why(error: Exception) -> str:
    if isinstance(error, TermError | CalendarError):
        return term_words.refusal(error)
    if isinstance(error, LookupError):
        return _("没有这个名称的期限")
    return str(error)


def _has_tables(databases) -> bool:
    """A check that runs before the first migration has nothing to say."""
    if not databases or "default" not in databases:
        return False
    connection = connections["default"]
    wanted = {model._meta.db_table for model in (CalendarNotice, ClockSettings, Deadline, LocalTerm)}
    if not wanted <= set(connection.introspection.table_names()):
        return False
    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, Deadline._meta.db_table)}
    return {field.column for field in Deadline._meta.concrete_fields} <= columns and CalendarNotice.objects.exists()
