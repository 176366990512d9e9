"""主题分类: the 22 classes with their second level stand ready in every installation."""

import pytest

from disclosure.classification import THEMES
from disclosure.models import Theme


def test_classification_has_22_classes_the_last_of_which_is_the_rest():
    assert (len(THEMES), list(THEMES)[-1], THEMES["卫生、体育"]) == (22, "其他", ["卫生", "医药管理", "体育", "其他"])


@pytest.mark.django_db
def test_every_class_is_seeded_with_its_second_level_in_order():
    tops = Theme.objects.filter(parent=None).order_by("order")
    assert {top.name: list(top.children.order_by("order").values_list("name", flat=True)) for top in tops} == THEMES
