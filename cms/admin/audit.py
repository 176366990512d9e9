"""The record of what was done, to be read, filtered and exported; nothing on this screen changes anything."""

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from cms import audit, registry
from cms.admin.exports import ExportsInWords
from cms.models import AuditRecord
from cms.punctuation import labelled, set_apart

MAY_READ = "cms.read_audit"


def _actions():
    codes = [*audit.ACTIONS, *(code for code, _name in registry.audit_actions)]
    return [(code, audit.label(code)) for code in codes]


class AuditFilters(WagtailFilterSet):
    at = django_filters.DateFromToRangeFilter(label=_("时间"), widget=DateRangePickerWidget)
    action = django_filters.MultipleChoiceFilter(label=_("操作"), choices=_actions, widget=forms.CheckboxSelectMultiple)
    actor_label = django_filters.CharFilter(label=_("操作人"), lookup_expr="icontains")
    subject_label = django_filters.CharFilter(label=_("对象"), lookup_expr="icontains")

    class Meta:
        model = AuditRecord
        fields = ["at", "action", "actor_label", "subject_label"]


def _details(record: AuditRecord) -> str:
    return set_apart(labelled(name, value) for name, value in record.details.items())


class AuditReport(ExportsInWords, ReportView):
    model = AuditRecord
    page_title = _("操作记录")
    header_icon = "history"
    filterset_class = AuditFilters
    index_url_name = "audit_report"
    index_results_url_name = "audit_report_results"
    default_ordering = "-at"
    columns = [
        Column("at", label=_("时间"), accessor=lambda record: timezone.localtime(record.at).strftime("%Y-%m-%d %H:%M:%S")),
        Column("actor_label", label=_("操作人")),
        Column("action", label=_("操作"), accessor=lambda record: audit.label(record.action)),
        Column("subject_label", label=_("对象")),
        Column("reason", label=_("理由")),
        Column("details", label=_("详情"), accessor=_details),
    ]
    export_words = {"action": (_("操作"), lambda record: audit.label(record.action)), "details": (_("详情"), _details)}
    list_export = ["at", "actor_label", "action", "subject_label", "reason", "details"]

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(MAY_READ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return AuditRecord.objects.order_by("-at", "-pk")

    def get_filename(self):
        return f"audit-{timezone.localdate():%Y-%m-%d}"


class AuditMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(MAY_READ)


def register() -> None:
    hooks.register(
        "register_admin_urls",
        lambda: [
            path("reports/audit/", AuditReport.as_view(), name="audit_report"),
            path("reports/audit/results/", AuditReport.as_view(results_only=True), name="audit_report_results"),
        ],
    )
    hooks.register(
        "register_reports_menu_item",
        lambda: AuditMenuItem(_("操作记录"), reverse("audit_report"), name="audit", icon_name="history", order=100),
    )
