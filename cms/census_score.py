"""评分: how an inspection counts (国办秘函〔2019〕19号, inspection/scoring). Pure."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

WHOLE = 100
SERVICES = 25  # points of the service block, left out for a department without services; the rest counts four thirds
PASS = 60
GOOD = 80
MOST_BONUS = 30


class Weight(StrEnum):
    VETO = "veto"
    DEDUCTION = "deduction"
    WARNING = "warning"


WEIGHTS = {Weight.VETO: _("单项否决"), Weight.DEDUCTION: _("扣分"), Weight.WARNING: _("提醒")}


class Block(StrEnum):
    """指标板块: only the service block is told apart, since it may fall away."""

    SITE = "site"
    SERVICES = "services"


def score(vetoed: bool, taken: Mapping[Block, float], without_services: bool = False, bonus: float = 0) -> float:
    """Points, at most 130: none after a veto; the bonus only above 80."""
    if vetoed:
        return 0.0
    if without_services:
        left = max(0.0, WHOLE - SERVICES - sum(points for block, points in taken.items() if block is not Block.SERVICES)) * 4 / 3
    else:
        services = min(SERVICES, taken.get(Block.SERVICES, 0))
        left = max(0.0, WHOLE - services - sum(points for block, points in taken.items() if block is not Block.SERVICES))
    return round(left + (min(bonus, MOST_BONUS) if left > GOOD else 0), 1)


def passes(points: float) -> bool:
    return points >= PASS
