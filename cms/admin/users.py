"""People: name, unit, post and roles beside Wagtail's own fields."""

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from cms.models import Department
from cms.punctuation import listed
from cms.roles import ROLES

OWN_FIELDS = ["display_name", "unit", "job_title", "telephone"]


class _PersonForm:
    """Who may manage people gives out roles; superuser rights are given by superusers only."""

    def __init__(self, *args, for_user=None, **kwargs):
        super().__init__(*args, **kwargs)
        mighty = bool(for_user and for_user.is_superuser)
        for name in ("first_name", "last_name"):
            del self.fields[name]
        if not mighty:
            self.fields.pop("is_superuser", None)
        self.fields.pop("is_active", None)  # an account is closed with a reason, when its work is handed over
        self.fields["groups"].label = _("角色")
        self.fields["groups"].help_text = _("一个人可以担任多个角色。")
        if kwargs.get("editing_self") and not mighty:
            self.fields["groups"].disabled = True
            self.fields["groups"].help_text = _("自己的角色由他人修改。")
        names = [role.name for role in ROLES.values()]
        groups = sorted(Group.objects.all(), key=lambda group: names.index(group.name) if group.name in names else len(names))
        self.fields["groups"].choices = [(group.pk, group.name) for group in groups]
        self.fields["unit"].queryset = Department.objects.ours().open()


class PersonCreationForm(_PersonForm, UserCreationForm):
    display_name = forms.CharField(label=_("姓名"), max_length=100)

    class Meta(UserCreationForm.Meta):
        fields = [*UserCreationForm.Meta.fields, *OWN_FIELDS]
        widgets = {"groups": forms.CheckboxSelectMultiple, "unit": forms.Select}


class PersonEditForm(_PersonForm, UserEditForm):
    display_name = forms.CharField(label=_("姓名"), max_length=100)

    class Meta(UserEditForm.Meta):
        fields = [*UserEditForm.Meta.fields, *OWN_FIELDS]
        widgets = {"groups": forms.CheckboxSelectMultiple, "unit": forms.Select}


class _ForUser:
    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "for_user": self.request.user}


class CreatePerson(_ForUser, CreateView):
    pass


class EditPerson(_ForUser, EditView):
    def dispatch(self, request, *args, **kwargs):
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PeopleIndexView(IndexView):
    search_fields = ["username", "display_name", "email"]

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("unit").prefetch_related("groups")

    @property
    def columns(self):
        box, name, username, _level, active, last_login = super().columns
        unit = Column("unit", label=_("单位"), accessor="unit.label")
        roles = Column("roles", label=_("角色"), accessor=lambda user: listed(user.groups.all()))
        return [box, name, username, unit, roles, active, last_login]


class PeopleViewSet(UserViewSet):
    menu_label = _("用户")
    index_view_class = PeopleIndexView
    add_view_class = CreatePerson
    edit_view_class = EditPerson

    def get_form_class(self, for_update=False):
        return PersonEditForm if for_update else PersonCreationForm
