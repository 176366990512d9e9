from itertools import count

from django.contrib.auth.models import Group

from cms.models import Department, User

_serial = count(1)
PASSWORD = "sunlit-harbour-42"


def unit(name: str = "", **fields) -> Department:
    """A unit; the same name gives the same unit."""
    name = name or f"测试单位{next(_serial)}"
    return Department.objects.get_or_create(name=name, defaults=fields)[0]


def person(*roles: str, **fields) -> User:
    """A user who holds the named roles (names of groups)."""
    username = fields.pop("username", f"user{next(_serial)}")
    user = User.objects.create_user(username, password=PASSWORD, **{"display_name": username, **fields})
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def administrator() -> User:
    return User.objects.create_superuser(f"root{next(_serial)}", password=PASSWORD)
