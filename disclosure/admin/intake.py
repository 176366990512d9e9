"""从文件新建: a file is brought, read, and the ordinary form opens with what it says."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from cms import audit, uploads
from disclosure import intake
from disclosure.admin.writing import already_used
from disclosure.models import Manuscript, PolicyDocument

ADD = "disclosure.add_policydocument"
TEXTS = frozenset({"docx", "pdf", "doc", "wps", "ofd", "odt", "rtf", "txt"})
MOST_ATTACHMENTS = 20


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Attachments(forms.FileField):
    widget = SeveralFiles

    def clean(self, data, initial=None):
        return [super(Attachments, self).clean(one, initial) for one in data or []]


class ManuscriptForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("DOCX 或者带文字的 PDF。DOC、WPS 在设有转换程序时转换；OFD 只作为附件。"),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{one}" for one in sorted(TEXTS))}),
    )
    keep = forms.BooleanField(label=gettext_lazy("这份文件也作为附件"), required=False)
    attachments = Attachments(
        label=gettext_lazy("附件"), required=False, help_text=gettext_lazy("可以一次选择多份；表格、图片、压缩包都可以。")
    )

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.form_of_file = user, ""

    def _judged(self, file) -> uploads.Upload:
        try:
            return uploads.judge(file, file.name)
        except uploads.UploadRefused as refused:
            audit.record(self.user, "upload.refused", reason=str(refused), name=file.name[:200], size=file.size)
            raise ValidationError([f"{file.name}：{sentence}" for sentence in refused.sentences]) from None

    def clean_file(self):
        file = self.cleaned_data["file"]
        if self._judged(file).extension not in TEXTS:
            raise ValidationError(_("这种文件里没有公文的正文，请放在“附件”里。"))
        self.form_of_file = uploads.recognise(file)
        return file

    def clean_attachments(self):
        files = self.cleaned_data["attachments"]
        if len(files) > MOST_ATTACHMENTS:
            raise ValidationError(_("一次最多 %(most)d 份附件。") % {"most": MOST_ATTACHMENTS})
        for file in files:
            self._judged(file)
        return files


def button() -> HeaderButton:
    return HeaderButton(_("从文件新建"), url=reverse("desk_intake"), icon_name="upload")


def upload(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(ADD):
        raise PermissionDenied
    form = ManuscriptForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        now = timezone.now()
        manuscript = intake.take_in(given["file"], form.form_of_file, given["attachments"], given["keep"], request.user, now)
        return redirect(reverse("wagtailsnippets_disclosure_policydocument:add") + f"?manuscript={manuscript.pk}")
    return render(request, "desk/intake.html", {"form": form, "page_title": _("从文件新建")})


def manuscript_of(request: HttpRequest) -> Manuscript | None:
    """What this person brought and the form begins with; somebody else's is nobody's."""
    pk = request.GET.get("manuscript", "")
    return Manuscript.objects.filter(pk=pk, by=request.user).first() if pk.isdecimal() else None


def tell(request: HttpRequest, manuscript: Manuscript) -> None:
    used = already_used(PolicyDocument, None, manuscript.found["title"], manuscript.found["number"])
    for sentence in (*intake.hints(manuscript), *used):
        messages.warning(request, sentence)
