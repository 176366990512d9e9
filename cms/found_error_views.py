"""The public pages of 我为政府网站找错: the form, the receipt with its state, and the released answers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cms import found_errors, metatags, paging, receipts, stamps
from cms.accounts.locking import client_address
from cms.found_error_forms import FoundErrorForm, NumberForm
from cms.gate import Refused
from cms.models import Assignment, FoundError

CRUMB = [{"url": "/found-errors/", "title": "我为政府网站找错"}]


@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """Opened from the footer of a page, it knows the page by the referrer."""
    form = FoundErrorForm(request.POST or None, initial={"page": came_from(request)})
    refused: list[str] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            found = found_errors.receive(
                data["kind"], data["page"], data["description"], data["contact"], client_address(request), timezone.now()
            )
            return redirect("found_error", number=found.number)
        except Refused as error:
            refused = error.sentences
    context = {"form": form, "refused": refused, "crumbs": CRUMB, "crumb_title": _("告诉我们哪里不对")}
    return render(request, "cms/found_error_form.html", context, status=429 if refused else 400 if form.is_bound else 200)


def came_from(request: HttpRequest) -> str:
    """The page that the visitor came from, when it is one of ours and not this form."""
    ours = f"{request.scheme}://{request.get_host()}"
    referrer = request.headers.get("Referer", "")
    path = found_errors.place_of(referrer) if referrer.startswith(ours + "/") else ""
    return "" if path.startswith("/found-errors/") else path


@never_cache
def status(request: HttpRequest, number: str) -> HttpResponse:
    """For whoever has the number: how it stands. What was written is not repeated, for the number may be seen by others."""
    if receipts.read(number) != number:
        raise Http404
    found = get_object_or_404(FoundError.objects.select_related("assignment"), number=number)
    due = Assignment.objects.with_due().get(pk=found.assignment_id).due_on
    context = {"found": found, "due": due, "crumbs": CRUMB, "crumb_title": _("办理情况")}
    return render(request, "cms/found_error.html", context)


def answered(request: HttpRequest) -> HttpResponse:
    """What was found and what was done about it, and the way to ask after one's own number."""
    stamps.depends(request, found_errors.ANSWERS)
    form = NumberForm(request.GET if "number" in request.GET else None)
    if form.is_bound:
        number = receipts.read(request.GET["number"])
        if number and FoundError.objects.filter(number=number).exists():
            return redirect("found_error", number=number)
        form.add_error("number", _("没有这个编号，请核对。编号形如 ZC20261120-7F3K9QXM。"))
    context = {
        "pages": paging.paginate(FoundError.objects.visible(), request.GET.get("page")),
        "params": {},
        "form": form,
        "tags": metatags.column_tags(_("我为政府网站找错"), "咨询投诉"),
        "crumb_title": "我为政府网站找错",
    }
    return render(request, "cms/found_errors.html", context)
