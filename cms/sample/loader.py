"""Loads the ground floor of the sample authority: units, people, identity, pages, places, emergencies. Safe to repeat.

What exists is left as it is, whoever changed it since; what is missing is made.
"""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Site

from cms.models import Department, EmergencyNotice, Place, SiteIdentity, User
from cms.models.emergency import EmergencyUpdate
from cms.roles import ROLES
from cms.sample import neglected, pages

HERE = Path(__file__).parent
AUTHORITY = "澄江市卫生健康委员会"
# For trying the system out on one's own machine; `make run` prints it.
PASSWORD = "chengjiang-2026-sample"


def described(name: str):
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def load(write: Callable[[str], None]) -> None:
    units()
    people()
    identity(pages.home_site(described("identity")["home"]))
    pages.load()
    neglected.load(moment)
    places()
    emergencies()
    write(f"单位 {Department.objects.ours().count()} 个，账号 {User.objects.count()} 个，机构与服务点 {Place.objects.count()} 个")


def moment(text: str | None) -> datetime | None:
    """A wall-clock time of the sample, in the site's time zone."""
    return timezone.make_aware(datetime.fromisoformat(text)) if text else None


def authority() -> Department:
    return Department.objects.get(name=AUTHORITY)


def unit(name: str) -> Department:
    """A unit by its full name, or a division of the authority by its short one."""
    return Department.objects.filter(name__in=[name, AUTHORITY + name]).first() or outside(name)


def outside(name: str) -> Department:
    """Another body that issues documents together with the authority."""
    return Department.objects.get_or_create(name=name, defaults={"kind": Department.Kind.OUTSIDE, "order": 900})[0]


def units() -> None:
    top = None
    for order, fields in enumerate(described("units"), start=1):
        if not fields["address"].startswith("澄江市"):
            fields["address"] = "澄江市" + fields["address"]
        if top is not None:
            fields = {"hours": top.hours, **fields}
        made, _ = Department.objects.get_or_create(name=fields.pop("name"), defaults={**fields, "parent": top, "order": order})
        top = top or made


def people() -> None:
    kept = make_password(PASSWORD)  # once for all: it is slow by design
    for fields in described("users"):
        role, office = ROLES[fields.pop("role")], unit(fields.pop("unit"))
        if User.objects.filter(username=fields["username"]).exists():
            continue
        address = f"{fields['username']}@chengjiang.example"  # a name kept for examples: no mail arrives anywhere
        user = User.objects.create(password=kept, unit=office, job_title=role.name, email=address, **fields)
        user.groups.set(Group.objects.filter(name=role.name))


def identity(site: Site) -> None:
    fields = described("identity")
    fields.pop("home")
    kept = SiteIdentity.for_site(site)
    if not kept.sponsor:
        for name, value in fields.items():
            setattr(kept, name, value)
        kept.save()


def places() -> None:
    listed = described("places")
    names = ("kind", "name", "level", "district", "address", "hours", "telephone", "services")
    for row in listed["places"]:
        fields = dict(zip(names, row, strict=True))
        fields["address"] = "澄江市" + fields["district"] + fields["address"]
        owner = Department.objects.ours().filter(name=fields["name"]).first()
        Place.objects.get_or_create(
            source_id=f"sample:{fields['kind']}:{fields['name']}",
            defaults={**fields, "unit": owner, "data_date": listed["data_date"]},
        )


def emergencies() -> None:
    for fields in described("emergency"):
        if EmergencyNotice.objects.filter(title=fields["title"]).exists():
            continue
        updates = [EmergencyUpdate(**{**update, "at": moment(update["at"])}) for update in fields.pop("updates")]
        times = {name: moment(fields.pop(name)) for name in ("started_at", "ended_at")}
        notice = EmergencyNotice(live=False, **fields, **times)
        notice.updates = updates
        notice.save()
        notice.save_revision(user=author()).publish(user=publisher(), skip_permission_checks=True)


def author() -> User | None:
    return User.objects.filter(username="editor").first()


def publisher() -> User | None:
    return User.objects.filter(username="reviewer").first()
