"""Managing people: roles are given, superuser rights and one's own roles are not."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from cms.models import User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    person = factories.person("站点管理员")
    client.force_login(person)
    return person


def form_of(person, **changes) -> dict:
    data = {"username": person.username, "display_name": person.display_name, "email": person.email or "a@example.gov.cn"}
    return data | {"is_active": "on", "groups": [group.pk for group in person.groups.all()]} | changes


def test_person_gets_name_unit_post_and_roles(client, administrator):
    person, unit = factories.person(), factories.unit()
    roles = Group.objects.filter(name__in=["编辑", "签发人"])
    changes = {"display_name": "编辑乙", "unit": unit.pk, "job_title": "科员", "groups": [role.pk for role in roles]}
    client.post(reverse("wagtailusers_users:edit", args=[person.pk]), form_of(person, **changes))
    person.refresh_from_db()
    assert (person.display_name, person.unit, person.job_title) == ("编辑乙", unit, "科员")
    assert set(person.groups.all()) == set(roles)


def test_new_person_is_created_with_roles(client, administrator):
    fields = {"username": "editor7", "display_name": "编辑丙", "email": "c@example.gov.cn", "password1": "sunlit-harbour-42"}
    fields |= {"password2": "sunlit-harbour-42", "groups": [Group.objects.get(name="编辑").pk]}
    client.post(reverse("wagtailusers_users:add"), fields)
    assert User.objects.get(username="editor7").has_perm("disclosure.add_policydocument")


def test_nobody_makes_himself_or_others_superuser(client, administrator):
    person = factories.person("编辑")
    for one in (person, administrator):
        client.post(reverse("wagtailusers_users:edit", args=[one.pk]), form_of(one, is_superuser="on"))
        one.refresh_from_db()
        assert not one.is_superuser


def test_nobody_changes_his_own_roles(client, administrator):
    role = Group.objects.get(name="信息公开机构负责人")
    client.post(reverse("wagtailusers_users:edit", args=[administrator.pk]), form_of(administrator, groups=[role.pk]))
    assert [group.name for group in administrator.groups.all()] == ["站点管理员"]


def test_roles_are_not_given_in_bulk(client, administrator):
    role = Group.objects.get(name="信息公开机构负责人")
    for one in (administrator, factories.person("编辑"), factories.administrator()):
        client.post(f"/admin/bulk/cms/user/assign_role/?id={one.pk}", {"role": role.pk})
        assert role not in one.groups.all()


def test_superuser_is_changed_by_superusers_only(client, administrator):
    mighty = factories.administrator()
    response = client.post(reverse("wagtailusers_users:edit", args=[mighty.pk]), form_of(mighty, display_name="别人"))
    assert response.status_code == 302
    mighty.refresh_from_db()
    assert mighty.display_name == ""


def test_list_shows_unit_and_roles(client, administrator):
    factories.person("编辑", "签发人", display_name="编辑丁", unit=factories.unit("疾病预防控制处"))
    html = client.get(reverse("wagtailusers_users:index")).content.decode()
    assert all(text in html for text in ["编辑丁", "疾病预防控制处", "编辑、签发人"])
