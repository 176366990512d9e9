"""A workbook on its way into a draft: uploaded, seen as differences, confirmed; and the way out of it."""

import tempfile

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cms import uploads
from cms.gate import Refused
from disclosure import standard_import
from disclosure.models import StandardCatalogue, StandardRow, StandardUpload
from disclosure.standard import reading, writing
from disclosure.standard_import import Preview

CHANGE = "disclosure.change_standardcatalogue"
SHOWN = 100  # rows of each kind in a preview
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class WorkbookForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("XLSX 文件"), widget=forms.FileInput(attrs={"accept": ".xlsx"}))

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            if uploads.judge(file, file.name).extension != "xlsx":
                raise ValidationError(_("请使用 .xlsx 文件。"))
        except uploads.UploadRefused as refused:
            raise ValidationError(refused.sentences) from None
        file.seek(0)
        return file


def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """The form; after it, what the workbook would change, or what is wrong with it."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    catalogue = get_object_or_404(StandardCatalogue, pk=pk)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    context = {"edition": catalogue, "form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            shown = standard_import.preview(catalogue, file.read(), file.name, request.user, timezone.now())
        except reading.Unreadable as unreadable:
            form.add_error("file", str(unreadable))
        except Refused as refused:
            form.add_error("file", refused.sentences)
        else:
            return render(request, "desk/standard_preview.html", context | _as_lists(shown))
    return render(request, "desk/standard_import.html", context)


def _as_lists(shown: Preview) -> dict:
    found = shown.found
    names = {name: StandardRow._meta.get_field(name.removesuffix("_id")).verbose_name for name in standard_import.COMPARED}
    return {
        "preview": shown,
        "counts": {"added": len(found.added), "removed": len(found.removed), "changed": len(found.changed), "same": len(found.same)},
        "added": found.added[:SHOWN],
        "removed": found.removed[:SHOWN],
        "changed": [(row, [names[name] for name in changed]) for _old, row, changed in found.changed[:SHOWN]],
        "ownerless": [row for row in shown.reading.rows if row.unit_id is None][:SHOWN],
    }


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    kept = get_object_or_404(StandardUpload, pk=pk, by=request.user)
    catalogue = kept.catalogue_id
    try:
        found = standard_import.take(kept, request.user, timezone.now())
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    else:
        told = {"added": len(found.added), "removed": len(found.removed), "changed": len(found.changed)}
        messages.success(request, _("已导入：新增 %(added)d 条，删去 %(removed)d 条，修改 %(changed)d 条。") % told)
    return redirect("standard_desk", catalogue)


def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The edition as a workbook, from a temporary file: memory stays flat."""
    if not request.user.has_perm("disclosure.view_standardcatalogue"):
        raise PermissionDenied
    catalogue = get_object_or_404(StandardCatalogue, pk=pk)
    file = tempfile.TemporaryFile()
    rows = catalogue.rows.select_related("unit", "page").in_order()
    writing.write(catalogue, rows.iterator(chunk_size=1000), file)
    file.seek(0)
    name = f"{catalogue.title}-{catalogue.year}-{catalogue.edition}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
