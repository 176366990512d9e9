"""Lays the table of roles down as Wagtail's groups; called by migrations, so it works on historical models."""

from cms.roles import ROLES, files_of, pages_of, permissions_of

# Permissions whose code does not end in the name of their model.
MODEL_OF = {"cms.take_down": "user", "cms.read_audit": "user", "cms.fast_track": "user", "wagtailadmin.access_admin": "admin"}


def install(apps) -> None:
    """Make each role's group and give it exactly what the table says; safe to repeat.

    Migrations run before Django creates the permissions of the models, so those that are missing are created here.
    """
    Group, Page, Collection = (
        apps.get_model(*name) for name in (("auth", "Group"), ("wagtailcore", "Page"), ("wagtailcore", "Collection"))
    )
    Group.objects.filter(name__in=["Editors", "Moderators"], user__isnull=True).delete()  # what Wagtail brings
    for role in ROLES.values():
        group, _ = Group.objects.get_or_create(name=role.name)
        group.permissions.set([_permission(apps, name) for name in permissions_of(role)])
        _give(apps, group, "GroupPagePermission", "page", Page, [f"wagtailcore.{code}" for code in pages_of(role)])
        _give(apps, group, "GroupCollectionPermission", "collection", Collection, files_of(role))


def _give(apps, group, model: str, on: str, tree, names: list[str]) -> None:
    """Permissions that Wagtail keeps per node of a tree: here always on the root, so on everything."""
    root = tree.objects.filter(depth=1).first()
    rows = apps.get_model("wagtailcore", model).objects
    rows.filter(group=group).delete()
    if root is not None:
        rows.bulk_create([rows.model(group=group, permission=_permission(apps, name), **{on: root}) for name in names])


def _permission(apps, name: str):
    app, code = name.split(".")
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app, model=MODEL_OF.get(name) or code.split("_", 1)[1]
    )
    permissions = apps.get_model("auth", "Permission").objects
    return permissions.get_or_create(content_type=kind, codename=code, defaults={"name": code.replace("_", " ")})[0]
