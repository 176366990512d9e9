"""What a picture says of its making stays with the original, which only staff can fetch."""

import io
from datetime import date

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from PIL import Image as Picture
from wagtail.images.models import Image

from cms.hidden_content import look
from tests.factories import papers

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def bytes_of(image: Image, size: str) -> bytes:
    """As it is shown in this size; what a test before this one made of a picture with this number is not meant."""
    cache.clear()
    with image.get_rendition(size).file.open() as file:
        return file.read()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("size", ["width-30", "original"])
def test_picture_in_a_page_tells_neither_where_nor_with_what_it_was_taken(form, size):
    taken = papers.photograph(camera="K7", form=form)
    assert {one.kind for one in look(taken, TODAY)} == {"location", "camera"}
    image = Image.objects.create(title="照片", width=60, height=40, file=ContentFile(taken, name=f"a.{form.lower()}"))
    shown = bytes_of(image, size)
    assert look(shown, TODAY) == []
    with Picture.open(io.BytesIO(shown)) as picture:
        assert not dict(picture.getexif())
        assert not {"exif", "comment", "xmp"} & set(picture.info)


def test_picture_that_lies_on_its_side_is_turned_up_before_its_notes_are_left_out():
    exif = Picture.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    file = io.BytesIO()
    Picture.new("RGB", (60, 40)).save(file, "JPEG", exif=exif, comment=b"K7")
    image = Image.objects.create(title="照片", width=60, height=40, file=ContentFile(file.getvalue(), name="b.jpg"))
    with Picture.open(io.BytesIO(bytes_of(image, "original"))) as picture:
        assert (picture.size, picture.info.get("comment")) == ((40, 60), None)
