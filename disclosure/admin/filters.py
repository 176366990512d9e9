"""The filters that editors need above the lists of catalogue items."""

import django_filters
from django import forms
from django.db.models import Exists, Max, Min, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets import BooleanRadioSelect

from cms.models import ColumnPage, Department
from disclosure.models import DatedItem, DisclosureAttribute, Form, Genre, Interpretation, PolicyDocument, PolicyIssuer, Theme, Validity

STATES = [
    ("draft", _("草稿")),
    ("live", _("已公开")),
    ("changed", _("已公开，有未发布的修改")),
    ("scheduled", _("已定时")),
    ("taken_down", _("已紧急下线")),
]
STATE_CONDITIONS = {
    "draft": Q(live=False, taken_down_at=None, scheduled_for=None),
    "live": Q(live=True),
    "changed": Q(live=True, has_unpublished_changes=True),
    "scheduled": Q(scheduled_for__isnull=False),
    "taken_down": Q(taken_down_at__isnull=False),
}


def _choice(label, choices, **kwargs):
    return django_filters.ChoiceFilter(label=label, choices=choices, empty_label=_("全部"), **kwargs)


def _yes_or_no(label, **kwargs):
    return django_filters.BooleanFilter(label=label, widget=BooleanRadioSelect, **kwargs)


class ItemFilters(WagtailFilterSet):
    """Those that every kind of item has; ``scheduled_for`` is annotated by the list."""

    state = _choice(_("状态"), STATES, method="filter_state")
    column = django_filters.ModelChoiceFilter(label=_("栏目"), queryset=ColumnPage.objects.order_by("path"), empty_label=_("全部"))
    theme = django_filters.ModelChoiceFilter(
        label=_("主题"), queryset=Theme.objects.filter(parent=None), method="filter_theme", empty_label=_("全部")
    )
    attribute = _choice(_("公开属性"), DisclosureAttribute.choices)
    year = django_filters.ChoiceFilter(label=_("公开年份"), field_name="published_on__year", empty_label=_("全部"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        days = self._meta.model.objects.aggregate(first=Min("published_on"), last=Max("published_on"))
        if days["first"]:
            years = range(days["last"].year, days["first"].year - 1, -1)
            self.filters["year"].extra["choices"] = [(year, str(year)) for year in years]

    def filter_state(self, queryset, name, value):
        return queryset.filter(STATE_CONDITIONS[value])

    def filter_theme(self, queryset, name, value):
        return queryset.filter(Q(theme=value) | Q(theme__parent=value))


class PolicyFilters(ItemFilters):
    validity = _choice(_("时效"), Validity.choices, method="filter_validity")
    genre = _choice(_("体裁"), Genre.choices)
    normative = _yes_or_no(_("行政规范性文件"))
    without_interpretation = django_filters.BooleanFilter(
        label=_("解读"),
        method="filter_without_interpretation",
        widget=forms.Select(choices=[("", _("全部")), ("true", _("面向企业或公众而没有解读的"))]),
    )
    issuer = django_filters.ModelChoiceFilter(
        label=_("制发机关"),
        field_name="issuers__unit",
        queryset=Department.objects.filter(Exists(PolicyIssuer.objects.filter(unit=OuterRef("pk")))),
        empty_label=_("全部"),
    )

    class Meta:
        model = PolicyDocument
        fields = [
            "state",
            "without_interpretation",
            "validity",
            "issuer",
            "column",
            "theme",
            "genre",
            "normative",
            "attribute",
            "year",
        ]

    def filter_validity(self, queryset, name, value):
        return queryset.having_validity(value, timezone.localdate())

    def filter_without_interpretation(self, queryset, name, value):
        return queryset.without_interpretation() if value else queryset


class InterpretationFilters(ItemFilters):
    form = _choice(_("解读形式"), Form.choices)

    class Meta:
        model = Interpretation
        fields = ["state", "form", "round", "column", "theme", "attribute", "year"]


class DatedFilters(ItemFilters):
    class Meta:
        model = DatedItem
        fields = ["state", "kind", "column", "theme", "attribute", "year"]
