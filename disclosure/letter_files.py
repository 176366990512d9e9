"""A letter as a file to keep: PDF, sealed where it was sealed, or DOCX; kept in no cache, since it is one person's."""

from io import BytesIO

from django.http import FileResponse, Http404

from disclosure import letters
from disclosure.models import Letter

WRITERS = {
    "pdf": (letters.pdf, "application/pdf"),
    "docx": (letters.docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


def answer(letter: Letter, name: str) -> FileResponse:
    """Raises Http404 for another form than these two."""
    if name not in WRITERS:
        raise Http404
    write, mime = WRITERS[name]
    response = FileResponse(BytesIO(write(letter)), as_attachment=True, filename=f"{letter.number}.{name}", content_type=mime)
    response.headers["Cache-Control"] = "no-store"
    return response
