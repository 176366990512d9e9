"""评分 as the inspection counts (国办秘函〔2019〕19号)."""

import pytest

from cms.census_score import Block, passes, score

SITE, SERVICES = Block.SITE, Block.SERVICES


@pytest.mark.parametrize(
    ("vetoed", "taken", "without_services", "bonus", "points"),
    [
        pytest.param(False, {}, False, 0, 100, id="nothing-found"),
        pytest.param(True, {}, False, 30, 0, id="veto"),
        pytest.param(False, {SITE: 12.5}, False, 0, 87.5, id="deductions"),
        pytest.param(False, {SITE: 300}, False, 0, 0, id="never-below-nought"),
        pytest.param(False, {SERVICES: 60}, False, 0, 75, id="services-lose-their-block-at-most"),
        pytest.param(False, {SITE: 15}, False, 10, 95, id="bonus-above-80"),
        pytest.param(False, {SITE: 20}, False, 10, 80, id="no-bonus-at-80"),
        pytest.param(False, {SITE: 10}, False, 50, 120, id="bonus-at-most-30"),
        pytest.param(False, {SITE: 15}, True, 0, 80, id="without-services-four-thirds"),
        pytest.param(False, {SERVICES: 20}, True, 0, 100, id="without-services-block-does-not-count"),
    ],
)
def test_score(vetoed, taken, without_services, bonus, points):
    assert score(vetoed, taken, without_services, bonus) == points


@pytest.mark.parametrize(("points", "passed"), [(59.9, False), (60, True)])
def test_below_60_fails(points, passed):
    assert passes(points) is passed
