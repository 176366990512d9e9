"""申请的提交方式: the ways in which an application comes in, each with what fixes its day of receipt (Article 31). Pure."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Fixes(StrEnum):
    """What fixes the day on which an application counts as received."""

    SUBMISSION = "submission"  # the day it is handed over
    SIGNING = "signing"  # the day on which the office signs for it
    CONFIRMATION = "confirmation"  # the day on which the office and the applicant confirm it


@dataclass(frozen=True)
class Channel:
    code: str
    name: str
    fixes: Fixes
    rule: str  # in plain words, for staff and applicants
    tracked: bool = False  # has a number by which the post traces it

    @property
    def confirmed(self) -> bool:
        return self.fixes is Fixes.CONFIRMATION


ONLINE = "online"
CHANNELS = {
    channel.code: channel
    for channel in (
        Channel(ONLINE, _("网上提交"), Fixes.CONFIRMATION, _("以双方确认之日为收到申请之日。")),
        Channel("in_person", _("当面提交"), Fixes.SUBMISSION, _("以提交之日为收到申请之日。")),
        Channel("signed_post", _("挂号信、特快专递"), Fixes.SIGNING, _("以签收之日为收到申请之日。"), tracked=True),
        Channel("letter", _("平常信函"), Fixes.CONFIRMATION, _("当日与申请人确认，以确认之日为收到申请之日。")),
        Channel("fax", _("传真"), Fixes.CONFIRMATION, _("以双方确认之日为收到申请之日。")),
        # Article 29: who has difficulty in writing may apply orally, and the office fills in the form
        Channel("spoken", _("口头提出，工作人员代为填写"), Fixes.SUBMISSION, _("以提交之日为收到申请之日。")),
    )
}


def choices(offline: bool = False) -> list[tuple[str, str]]:
    return [(code, channel.name) for code, channel in CHANNELS.items() if not offline or code != ONLINE]
