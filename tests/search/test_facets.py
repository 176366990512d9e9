"""Counts for the catalogue and words for the facets of the search page."""

import pytest

from cms import registry
from disclosure.models import Theme
from search import facets
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(rebuilt):
    def count(**filters):
        rebuilt()
        return registry.facets.get("catalogue")(filters)

    return count


def test_catalogue_counts_policies_only_and_narrowed_by_its_filters(catalogue):
    unit = factories.unit("疾控处")
    factories.policy("甲", issuers=[unit], genre="意见")
    factories.policy("乙", genre="通知")
    factories.draft_policy("草稿")
    factories.article("动态")
    counted = catalogue()
    assert counted["total"] == 2
    assert dict(counted["facets"]["genre"]) == {"意见": 1, "通知": 1}
    assert dict(counted["facets"]["validity"]) == {"valid": 2}
    narrowed = catalogue(unit=str(unit.pk))
    assert (narrowed["total"], dict(narrowed["facets"]["genre"])) == (1, {"意见": 1})


def test_catalogue_without_an_engine_is_none():
    assert registry.facets.get("catalogue")({}) is None


def test_theme_facet_shows_classes_and_below_the_chosen_one_its_own():
    above = Theme.objects.create(name="卫生健康类")
    below = Theme.objects.create(name="疾病预防类", parent=above)
    other = Theme.objects.create(name="教育类")
    counted = {"theme": [(str(above.pk), 5), (str(below.pk), 3), (str(other.pk), 1)]}
    (facet,) = facets.shown(counted, {})
    assert [value.label for value in facet.values] == ["卫生健康类", "教育类"]
    (facet,) = facets.shown(counted, {"theme": str(below.pk)})
    assert [(value.label, value.sub) for value in facet.values] == [("卫生健康类", False), ("疾病预防类", True), ("教育类", False)]


def test_value_that_no_longer_exists_is_left_out():
    assert facets.shown({"unit": [("999999", 3)], "type": [("spaceship", 1)]}, {}) == []


def test_years_stand_newest_first():
    (facet,) = facets.shown({"year": [("2019", 9), ("2026", 1)]}, {})
    assert [value.value for value in facet.values] == ["2026", "2019"]
