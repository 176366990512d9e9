"""The lists of catalogue items on staff screens: their columns, search and state; a fixed number of queries."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.models import Revision
from wagtail.snippets.views.snippets import IndexView

from cms.admin.exports import ExportsInWords
from cms.admin.searching import find
from disclosure.admin.states import publication_state
from disclosure.models import PolicyDocument
from disclosure.numbers import number_key


class StateColumn(Column):
    """A state in words with its icon; ``accessor`` gives a ``State``."""

    cell_template_name = "desk/cells/state.html"


class DayColumn(Column):
    """A statutory day as the records write it."""

    def get_value(self, instance):
        day = super().get_value(instance)
        return day.isoformat() if day else ""


def with_schedule(queryset: QuerySet) -> QuerySet:
    """Adds ``scheduled_for``: the moment for which a revision is approved to go public."""
    revisions = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(queryset.model),
        object_id=Cast(OuterRef("pk"), CharField()),
        approved_go_live_at__isnull=False,
    )
    return queryset.annotate(scheduled_for=Subquery(revisions.values("approved_go_live_at")[:1]))


class ItemIndexView(ExportsInWords, IndexView):
    """What the lists of policies, interpretations and dated items share."""

    default_ordering = "-latest_revision"
    search_backend_name = None
    related = ("column",)
    related_in_exports = ("theme__parent", "publisher")
    export_words = {"state": (_("状态"), lambda item: publication_state(item).words)}
    item_columns = ()

    def get_base_queryset(self):
        related = (*self.related, *(self.related_in_exports if self.is_export else ()))
        items = super().get_base_queryset().select_related(*related).defer("body")
        return with_schedule(items)

    def order_queryset(self, queryset):
        """Last edited first, unless a column head says otherwise; what has no date comes last either way."""
        name = self.ordering or self.default_ordering
        direction = F(name.removeprefix("-"))
        order = direction.desc(nulls_last=True) if name.startswith("-") else direction.asc(nulls_last=True)
        return queryset.order_by(order, "-pk")

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        found = find(queryset, self.search_query, self.search_fields, self.exactly(self.search_query))
        return found.order_by(*queryset.query.order_by) if self.is_explicitly_ordered else found

    def exactly(self, text: str) -> Q | None:
        """What else a text may stand for, a document number in any writing say."""
        key = number_key(text)
        return Q(number_key=key) if key and issubclass(self.model, PolicyDocument) else None

    @cached_property
    def columns(self):
        title = self._get_title_column("title", accessor="title")
        state = StateColumn("state", label=_("状态"), accessor=publication_state)
        published = DayColumn("published_on", label=_("公开日期"), sort_key="published_on", width="10%")
        return [BulkActionsCheckboxColumn("bulk_actions", obj_type="snippet"), title, *self.item_columns, state, published]
