"""按公众看到的样子预览: the latest draft at the widths of a desk and of a telephone, side by side or one at a time."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import Button

from disclosure.admin.writing import KINDS

WIDTHS = {"1280": gettext_lazy("电脑（1280 像素）"), "360": gettext_lazy("手机（360 像素）")}


def button(item) -> Button:
    url = reverse("desk_preview", args=[item._meta.model_name, item.pk])
    return Button(_("公众看到的样子"), url=url, icon_name="mobile-alt", priority=40)


def preview(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Frames of the stored draft; what is typed and not saved yet is not in them."""
    model = KINDS.get(kind)
    if model is None:
        raise Http404
    if not request.user.has_perm(f"disclosure.change_{kind}"):
        raise PermissionDenied
    item = get_object_or_404(model.objects.select_related("latest_revision").defer("body"), pk=pk)
    if item.latest_revision is None:
        raise Http404
    asked = request.GET.get("width", "")
    names = item.snippet_viewset
    context = {
        "page_title": _("公众看到的样子"),
        "item": item,
        "shown": {width: label for width, label in WIDTHS.items() if asked not in WIDTHS or asked == width},
        "widths": WIDTHS,
        "asked": asked,
        "frame": reverse(names.get_url_name("revisions_view"), args=[pk, item.latest_revision_id]),
        "edit_url": reverse(names.get_url_name("edit"), args=[pk]),
    }
    return render(request, "desk/preview.html", context)
