"""The staff's forms for documents and images, single and several at once: whatever comes in is judged by its content."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from cms import audit, uploads


class _Judged:
    def __init__(self, *args, user=None, **kwargs):
        self._uploader = user
        super().__init__(*args, user=user, **kwargs)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            try:
                self.judged(uploads.judge(file, file.name))
            except uploads.UploadRefused as refused:
                audit.record(self._uploader, "upload.refused", reason=str(refused), name=file.name[:200], size=file.size)
                raise ValidationError(refused.sentences) from None
        return file

    def judged(self, upload: uploads.Upload) -> None:
        """Raise UploadRefused when this form does not take what the file is."""


class DocumentForm(_Judged, BaseDocumentForm):
    pass


class ImageForm(_Judged, BaseImageForm):
    def judged(self, upload):
        uploads.require(upload, "image")
