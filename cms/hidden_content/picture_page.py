"""A page of PDF that is a picture with its words laid invisibly over it, so that they can be read aloud, searched and copied.

Written by hand: pdfium writes no Chinese without a font file, and what nobody sees needs no font but only the meaning of its codes
(``ToUnicode``).
"""

import io
from collections.abc import Iterable, Iterator

from PIL import Image

QUALITY = 85
INVISIBLE = 3  # the text rendering mode
NOT_WRITABLE = "〓"  # for a sign beyond the basic plane: its code has two bytes only
MEANING = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Codes def /CMapType 2 def "
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"
)

Box = tuple[float, float, float, float]  # left, bottom, right, top, in points
Sign = tuple[str, Box]


def make(shown: Image.Image, width: float, height: float, signs: Iterable[Sign]) -> bytes:
    """A PDF of this one page; ``width`` and ``height`` in points."""
    picture = io.BytesIO()
    shown.save(picture, "JPEG", quality=QUALITY)
    painted = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /P Do Q\n".encode() + b"".join(map(_line, lines(signs)))
    about = f"/Width {shown.width}/Height {shown.height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
    return _file([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width:.2f} {height:.2f}]/Contents 4 0 R"
        "/Resources<</XObject<</P 5 0 R>>/Font<</F 6 0 R>>>>>>".encode(),
        _stream("", painted),
        _stream(f"/Type/XObject/Subtype/Image{about}", picture.getvalue()),
        b"<</Type/Font/Subtype/Type0/BaseFont/Unseen/Encoding/Identity-H/DescendantFonts[7 0 R]/ToUnicode 9 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Unseen/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/FontDescriptor 8 0 R/DW 1000>>",
        b"<</Type/FontDescriptor/FontName/Unseen/Flags 5/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 1000/Descent 0/CapHeight 1000"
        b"/StemV 80>>",
        _stream("", MEANING),
    ])  # fmt: skip


def lines(signs: Iterable[Sign]) -> Iterator[list[Sign]]:
    """Signs that stand beside each other; what the page breaks, and blanks at the ends of a line, belong to none."""
    line: list[Sign] = []
    for sign, box in [*signs, ("\n", (0.0, 0.0, 0.0, 0.0))]:
        if sign not in "\r\n":
            line.append((sign, box))
            continue
        while line and line[-1][0].isspace():
            line.pop()
        if line := line[next((place for place, one in enumerate(line) if not one[0].isspace()), len(line)) :]:
            yield line
        line = []


def _line(signs: list[Sign]) -> bytes:
    """The line from its first sign to its last, as wide and as high as they are."""
    lefts, bottoms, rights, tops = zip(*(box for sign, box in signs if not sign.isspace()), strict=True)  # a blank may have no place
    left, bottom, right, top = min(lefts), min(bottoms), max(rights), max(tops)
    size = max(top - bottom, 1.0)
    stretch = max(right - left, 1.0) / (len(signs) * size) * 100
    codes = "".join(sign if ord(sign) <= 0xFFFF else NOT_WRITABLE for sign, _box in signs).encode("utf-16-be", "replace").hex()
    return f"BT {INVISIBLE} Tr /F {size:.2f} Tf {stretch:.2f} Tz {left:.2f} {bottom:.2f} Td <{codes}> Tj ET\n".encode()


def _stream(about: str, content: bytes) -> bytes:
    return f"<<{about}/Length {len(content)}>>stream\n".encode() + content + b"\nendstream"


def _file(objects: list[bytes]) -> bytes:
    body, offsets = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + table + b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
