"""The files and pictures that rich text refers to, in the form in which Wagtail stores such a reference."""

import re
from collections.abc import Iterator

from wagtail.documents.models import Document
from wagtail.images.models import Image

REFERENCE = re.compile(r"<(?:a|embed) [^>]*>")
KINDS = {Document: 'linktype="document"', Image: 'embedtype="image"'}
NUMBER = re.compile(r'(?<= id=")\d+(?=")')


def named(source: str) -> Iterator[tuple[type[Document | Image], int]]:
    for reference in REFERENCE.findall(source):
        number = NUMBER.search(reference)
        for kind, mark in KINDS.items():
            if mark in reference and number:
                yield kind, int(number[0])


def exchanged(source: str, old: Document | Image, new: Document | Image) -> str:
    """The rich text with every reference to ``old`` leading to ``new``."""

    def change(reference: re.Match) -> str:
        number = NUMBER.search(reference[0])
        meant = KINDS[type(old)] in reference[0] and number and int(number[0]) == old.pk
        return NUMBER.sub(str(new.pk), reference[0]) if meant else reference[0]

    return REFERENCE.sub(change, source)
