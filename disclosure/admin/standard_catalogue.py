"""Staff screens of the standard catalogue: its editions, one edition at a glance, its rows."""

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from cms.admin.searching import find
from cms.gate import Refused
from disclosure import standard_catalogue, standard_targets
from disclosure.admin.listing import StateColumn
from disclosure.admin.states import State
from disclosure.models import StandardCatalogue, StandardRow
from disclosure.standard import channels, limits

SHOWN = 50  # rows to mend on the page of an edition
CHANGE = "disclosure.change_standardcatalogue"
PUBLISH = "disclosure.publish_standardcatalogue"


# -- rows ---------------------------------------------------------------------------------------------------------


class LimitsField(forms.CharField):
    """公开时限 as it is written, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value):
        return limits.written(value) if isinstance(value, list) else value

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return []
        try:
            return [one.stored() for one in limits.read(text)]
        except limits.Unclear as unclear:
            raise ValidationError(str(unclear)) from None

    def has_changed(self, initial, data):
        return limits.written(initial or []).split() != (data or "").split()


class RowForm(WagtailAdminModelForm):
    time_limits = LimitsField(
        label=gettext_lazy("公开时限"), help_text=gettext_lazy("每行一项，如“自信息形成或者变更之日起20个工作日内”。")
    )
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("公开渠道和载体"), choices=list(channels.LABELS.items()), widget=forms.CheckboxSelectMultiple
    )
    levels = forms.MultipleChoiceField(label=gettext_lazy("公开层级"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = self.instance.catalogue.level_names if self.instance.catalogue_id else []
        self.fields["levels"].choices = [(name, name) for name in names]

    def clean(self):
        values = super().clean()
        if self.instance.catalogue.published and (changed := [name for name in self.changed_data if name in StandardRow.CORE]):
            self.add_error(changed[0], _("这一版已经公布，只能更换责任单位、电话和所指的内容；要改条目，请建立新的版本并写变更说明。"))
        return values | self._target(values)

    def _target(self, values: dict) -> dict:
        """The address may be of a page or a query of ours: then that is kept, which survives a move."""
        try:
            if values.get("query"):
                return {"query": standard_targets.read_query(values["query"], timezone.localdate())}
            if not values.get("address") or values.get("page"):
                return {}
            found = standard_targets.read(values["address"], timezone.localdate())
        except standard_targets.NoTarget as wrong:
            self.add_error("query" if values.get("query") else "address", str(wrong))
            return {}
        page = standard_targets.page_at(values["address"]) if found["page_id"] else None
        return {"page": page, "query": found["query"], "address": found["address"]}

    def save(self, commit=True):
        self.instance.state = standard_targets.resolve_row(self.instance, timezone.localdate()).state
        return super().save(commit)


class RowFilters(WagtailFilterSet):
    field = django_filters.CharFilter(label=gettext_lazy("领域"))
    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("检查结果"), choices=StandardRow.State, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = StandardRow
        fields = ["catalogue", "field", "state", "unit"]


STATE_LOOKS = {
    StandardRow.State.OPEN: ("check", "good"),
    StandardRow.State.ON_REQUEST: ("lock", "quiet"),
    StandardRow.State.UNCHECKED: ("time", "quiet"),
    StandardRow.State.EMPTY: ("warning", "wait"),
    StandardRow.State.UNPUBLISHED: ("warning", "bad"),
    StandardRow.State.NOTHING: ("warning", "bad"),
    StandardRow.State.DEAD: ("warning", "bad"),
}


def state_of(row: StandardRow) -> State:
    return State(row.get_state_display(), *STATE_LOOKS[StandardRow.State(row.state)])


class RowIndexView(generic.IndexView):
    search_backend_name = None

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("catalogue", "unit")

    def search_queryset(self, queryset):
        return find(queryset, self.search_query, self.search_fields) if self.is_searching else queryset

    @cached_property
    def columns(self):
        title = self._get_title_column("__str__")
        return [
            Column("position", label=_("序号"), width="6%"),
            title,
            Column("field", label=_("领域"), width="12%"),
            Column("unit", label=_("责任单位"), width="16%"),
            StateColumn("state", label=_("检查结果"), accessor=state_of, width="16%"),
            Column("catalogue", label=_("目录"), width="16%"),
        ]


class CreateRow(generic.CreateView):
    """A row of the draft that is being prepared; it goes to the end."""

    def get_initial_form_instance(self):
        draft = StandardCatalogue.objects.filter(released_at=None).newest_first().first()
        if draft is None:
            raise PermissionDenied(_("没有正在编制的目录；请先建立新的版本。"))
        last = draft.rows.order_by("-position").first()
        return StandardRow(catalogue=draft, position=last.position + 1 if last else 1, field=last.field if last else "")

    def get_form_kwargs(self):
        return {"instance": self.get_initial_form_instance(), **super().get_form_kwargs()}


class EditRow(generic.EditView):
    pass


class DeleteRow(generic.DeleteView):
    def delete_action(self):
        if self.object.catalogue.published:
            raise PermissionDenied(_("这一版已经公布，不能删除条目；请建立新的版本。"))
        super().delete_action()


class RowViewSet(ModelViewSet):
    model = StandardRow
    name = "standard-rows"
    icon = "list-ul"
    menu_label = gettext_lazy("标准目录条目")
    index_view_class = RowIndexView
    add_view_class = CreateRow
    edit_view_class = EditRow
    delete_view_class = DeleteRow
    filterset_class = RowFilters
    search_fields = ["first_item", "second_item", "content"]
    ordering = ["-catalogue__year", "-catalogue__edition", "position"]
    list_per_page = 50
    add_to_admin_menu = False
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("field"), FieldPanel("statutory_item")]),
                    FieldRowPanel([FieldPanel("first_item"), FieldPanel("second_item")]),
                    FieldPanel("content"),
                    FieldPanel("sources"),
                    FieldPanel("time_limits"),
                    FieldPanel("bodies"),
                ],
                heading=gettext_lazy("公开什么"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("channels"),
                    FieldPanel("other_channel"),
                    FieldRowPanel([FieldPanel("everyone"), FieldPanel("particular"), FieldPanel("particular_who")]),
                    FieldRowPanel([FieldPanel("active"), FieldPanel("on_request")]),
                    FieldPanel("levels"),
                    FieldRowPanel([FieldPanel("responsibility"), FieldPanel("scope")]),
                ],
                heading=gettext_lazy("怎样公开"),
            ),
            MultiFieldPanel(
                [FieldPanel("unit"), FieldPanel("telephone"), FieldPanel("page"), FieldPanel("query"), FieldPanel("address")],
                heading=gettext_lazy("谁负责、打开什么"),
            ),
        ],
        base_form_class=RowForm,
    )


# -- editions -----------------------------------------------------------------------------------------------------


class EditionIndexView(generic.IndexView):
    """The title leads to the edition at a glance."""

    def get_edit_url(self, instance):
        return reverse("standard_desk", args=[instance.pk])

    @cached_property
    def columns(self):
        released = Column("released_at", label=_("公布"), accessor=lambda one: _day(one.released_at) or _("草稿"))
        checked = Column("checked_at", label=_("上次检查"), accessor=lambda one: _day(one.checked_at))
        return [self._get_title_column("__str__"), Column("year", label=_("年度")), Column("edition", label=_("版次")), released, checked]


def _day(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d") if moment else ""


class CatalogueForm(WagtailAdminModelForm):
    def clean(self):
        values = super().clean()
        if self.instance.published and self.changed_data:
            raise ValidationError(_("这一版已经公布，不能修改；请建立新的版本。"))
        return values


class EditionViewSet(ModelViewSet):
    model = StandardCatalogue
    name = "standard-catalogues"
    icon = "table"
    menu_label = gettext_lazy("标准目录")
    menu_order = 50
    index_view_class = EditionIndexView
    search_fields = ["title"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("year"), FieldPanel("edition")]),
            FieldPanel("title"),
            FieldPanel("levels"),
            FieldPanel("change_notice"),
        ],
        base_form_class=CatalogueForm,
    )


class YearForm(forms.Form):
    year = forms.IntegerField(label=gettext_lazy("年度"), min_value=2000, max_value=9998)


def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """An edition at a glance: what it says of itself, what its rows lead to, what is to be mended and by whom."""
    if not request.user.has_perm("disclosure.view_standardcatalogue"):
        raise PermissionDenied
    found = get_object_or_404(StandardCatalogue, pk=pk)
    unresolved = found.rows.unresolved().select_related("unit").in_order()
    context = {
        "edition": found,
        "rows": found.rows.count(),
        "unresolved": [(row, state_of(row), reverse("standard-rows:edit", args=[row.pk])) for row in unresolved[:SHOWN]],
        "unresolved_count": unresolved.count(),
        "missing": standard_catalogue.missing_duties(found),
        "may_change": request.user.has_perm(CHANGE),
        "may_publish": request.user.has_perm(PUBLISH),
        "year": YearForm(initial={"year": max(found.year, timezone.localdate().year)}),
        "rows_url": f"{reverse('standard-rows:index')}?catalogue={pk}",
    }
    return render(request, "desk/standard_edition.html", context)


@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One of the verbs; what is refused is said in a sentence, and nothing has changed."""
    found = get_object_or_404(StandardCatalogue, pk=pk)
    if not request.user.has_perm(PUBLISH if verb == "publish" else CHANGE):
        raise PermissionDenied
    try:
        found = VERBS[verb](request, found)
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    return redirect("standard_desk", found.pk)


def _publish(request: HttpRequest, found: StandardCatalogue) -> StandardCatalogue:
    standard_catalogue.publish(found, request.user, timezone.now())
    messages.success(request, _("《%(title)s》已公布。") % {"title": found})
    return found


def _check(request: HttpRequest, found: StandardCatalogue) -> StandardCatalogue:
    report = standard_catalogue.check(found, timezone.now())
    words = _("已检查 %(rows)d 条，有 %(unresolved)d 条打不开内容。")
    messages.success(request, words % {"rows": sum(report.counts.values()), "unresolved": report.unresolved})
    return found


def _begin(request: HttpRequest, found: StandardCatalogue) -> StandardCatalogue:
    form = YearForm(request.POST)
    if not form.is_valid():
        raise Refused(_("请写明年度。"))
    made = standard_catalogue.begin(found, form.cleaned_data["year"], request.user)
    messages.success(request, _("已建立《%(title)s》，条目照原样带入；改完后写变更说明再公布。") % {"title": made})
    return made


VERBS = {"publish": _publish, "check": _check, "begin": _begin}
