"""When a link counts as dead. Pure.

One failed visit says nothing: a host is restarted, a line is down. So a link that fails is asked again each day, and counts as
dead only after FAILURES visits in a row over at least QUARANTINE. One good answer ends it all.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

FAILURES = 4
QUARANTINE = timedelta(hours=72)
AGAIN = timedelta(hours=23)  # until a link that failed is asked again: a day, less what the queue takes
GOOD_FOR = timedelta(hours=7 * 24)  # until a link that answered is asked again
INSIDE_FOR = timedelta(hours=20)  # our own pages are asked each night
VOUCHED_FOR = timedelta(hours=90 * 24)  # how long a person's word counts


class State(StrEnum):
    UNCHECKED = "unchecked"
    GOOD = "good"
    UNCLEAR = "unclear"
    FAILING = "failing"
    DEAD = "dead"


STATES = {
    State.UNCHECKED: _("尚未检查"),
    State.GOOD: _("可以打开"),
    State.UNCLEAR: _("机器判断不了"),
    State.FAILING: _("观察中"),
    State.DEAD: _("已失效"),
}


class Trouble(StrEnum):
    """What is wrong with an answer, or that none came."""

    GONE = "gone"
    SERVER = "server"
    HOST = "host"
    CONNECTION = "connection"
    TIMEOUT = "timeout"
    CIRCLE = "circle"
    REFUSED = "refused"
    CERTIFICATE = "certificate"
    PRIVATE = "private"


TROUBLES = {
    Trouble.GONE: _("网页不存在"),
    Trouble.SERVER: _("对方服务器出错"),
    Trouble.HOST: _("域名无法解析"),
    Trouble.CONNECTION: _("连接不上"),
    Trouble.TIMEOUT: _("超时没有回应"),
    Trouble.CIRCLE: _("跳转次数太多"),
    Trouble.REFUSED: _("对方不让机器查看"),
    Trouble.CERTIFICATE: _("证书无法验证"),
    Trouble.PRIVATE: _("内部网络地址，没有检查"),
}
# A reader's browser may fare better with these, so they never count as dead.
UNCLEAR = frozenset({Trouble.REFUSED, Trouble.CERTIFICATE, Trouble.PRIVATE})
# May as well be our own line: they count only while somebody outside answers us at all.
NETWORK = frozenset({Trouble.HOST, Trouble.CONNECTION, Trouble.TIMEOUT})


@dataclass(frozen=True)
class Answer:
    """What a visit found; ``status`` where the host answered."""

    status: int | None = None
    trouble: Trouble | None = None


@dataclass(frozen=True)
class Standing:
    """Where a link stands after its visits."""

    state: State = State.UNCHECKED
    failures: int = 0
    failing_since: datetime | None = None


def after(before: Standing, answer: Answer, outside: bool, now: datetime, online: bool = True) -> tuple[Standing, datetime]:
    """Where a link stands after this answer, and when to ask again. ``online``: somebody outside answers us these days."""
    if answer.trouble is None:
        return Standing(State.GOOD), now + (GOOD_FOR if outside else INSIDE_FOR)
    if answer.trouble in UNCLEAR:
        return Standing(State.UNCLEAR), now + GOOD_FOR
    if answer.trouble in NETWORK and not online:
        return before, now + AGAIN
    failures, since = before.failures + 1, before.failing_since or now
    ours = not outside and answer.trouble is Trouble.GONE  # our own site is certain of what it does not have
    dead = ours or before.state is State.DEAD or failures >= FAILURES and now - since >= QUARANTINE
    return Standing(State.DEAD if dead else State.FAILING, failures, since), now + (AGAIN if outside else INSIDE_FOR)
