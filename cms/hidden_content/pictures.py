"""What a picture says about its making: where it was taken, with what, by whom."""

import io

from django.utils.translation import gettext as _
from PIL import ExifTags, Image

from cms.hidden_content.reading import Reading

GPS = ExifTags.IFD.GPSInfo
MADE_WITH = (ExifTags.Base.Make, ExifTags.Base.Model, ExifTags.Base.Artist, ExifTags.Base.Copyright)
OWNER = (ExifTags.Base.CameraOwnerName, ExifTags.Base.BodySerialNumber)
PNG_TEXTS = ("Author", "Comment", "Description", "Copyright")


def read(content: bytes, reading: Reading) -> None:
    with Image.open(io.BytesIO(content)) as picture:
        exif = picture.getexif()
        made = [str(exif[tag]) for tag in MADE_WITH if exif.get(tag)]
        inner = exif.get_ifd(ExifTags.IFD.Exif)
        made += [str(inner[tag]) for tag in OWNER if inner.get(tag)]
        made += [str(picture.info[name]) for name in PNG_TEXTS if picture.info.get(name)]
        if where := exif.get_ifd(GPS):
            # the place itself is what must not be told: only that there is one
            reading.add(_("照片信息"), _("照片记有拍摄地点的经纬度（%(count)d 项）") % {"count": len(where)}, "location")
    reading.add(_("照片信息"), " ".join(made), "camera")
