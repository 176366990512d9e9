"""The form of 期限设置: in Wagtail's settings, saved by the verb that recomputes what a changed practice moves."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList

from cms import calendars, local_practice, term_words
from cms.models import ClockSettings
from cms.workdays import CalendarError


class ClockSettingsForm(WagtailAdminModelForm):
    def clean_jurisdiction(self) -> str:
        """One that has a calendar: the nation, a province, or a city with a notice of its own."""
        jurisdiction = self.cleaned_data["jurisdiction"]
        try:
            calendars.calendar(jurisdiction)
        except CalendarError as error:
            raise ValidationError(term_words.refusal(error)) from None
        return jurisdiction

    def save(self, commit: bool = True) -> ClockSettings:
        if not commit:
            return super().save(commit=False)
        return local_practice.change(super().save, self.for_user, timezone.now())


PANELS = ObjectList(
    [
        MultiFieldPanel([FieldPanel("jurisdiction"), FieldPanel("warn_working_days")], heading=_("工作日安排")),
        FieldPanel("reading", help_text=_("条例第三十三条只规定征求意见的时间不计算在内；两种算法都有机关采用。")),
        MultiFieldPanel([FieldRowPanel([FieldPanel("office_opens"), FieldPanel("office_closes")])], heading=_("办公时间")),
        InlinePanel(
            "local_terms",
            [FieldPanel("term"), FieldPanel("number"), FieldPanel("basis")],
            heading=_("本地期限"),
            label=_("本地期限"),
            help_text=_("法律留给地方规定的期限；不填的按通行的规定。改动后，未办结的期限立即重新计算，并通知承办人。"),
        ),
    ],
    base_form_class=ClockSettingsForm,
)


def register() -> None:
    # here and not on the model: the form asks cms/calendars.py, which reads the model
    ClockSettings.edit_handler = PANELS
