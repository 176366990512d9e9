"""A package that proves itself: the BagIt layout (RFC 8493) in one ZIP file, written and read a piece at a time.

``sha256sum -c manifest-sha256.txt`` in the unpacked folder checks it without any program of ours.
"""

import hashlib
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

PIECE = 1024 * 1024  # bytes in memory
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_LINE = re.compile(r"^([0-9a-f]{64})  (.+)$")


@dataclass
class Bag:
    """An open package under ``name``; ``seal`` writes the manifests, and then it is whole."""

    packed: zipfile.ZipFile
    name: str
    sums: dict[str, str] = field(default_factory=dict)
    octets: int = 0

    def put(self, path: str, pieces: Iterable[bytes]) -> None:
        """A file of the payload, ``data/`` before its path."""
        path = f"data/{path}"
        if path in self.sums or ".." in PurePosixPath(path).parts:
            raise ValueError(f"{path} cannot stand in the package")
        self.sums[path], size = self._write(path, pieces)
        self.octets += size

    def seal(self, facts: dict[str, str], made_on: date) -> None:
        about = {**facts, "Bagging-Date": made_on.isoformat(), "Payload-Oxum": f"{self.octets}.{len(self.sums)}"}
        tags = {
            "bagit.txt": DECLARATION,
            "bag-info.txt": "".join(f"{name}: {' '.join(value.split())}\n" for name, value in about.items()),
            "manifest-sha256.txt": _manifest(self.sums),
        }
        sums = {path: self._write(path, [text.encode()])[0] for path, text in tags.items()}
        self._write("tagmanifest-sha256.txt", [_manifest(sums).encode()])

    def _write(self, path: str, pieces: Iterable[bytes]) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        entry = zipfile.ZipInfo(f"{self.name}/{path}")
        entry.compress_type = zipfile.ZIP_DEFLATED
        with self.packed.open(entry, "w", force_zip64=True) as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                file.write(piece)
        return digest.hexdigest(), size


def _manifest(sums: dict[str, str]) -> str:
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(sums.items()))


def read_pieces(file) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def problems(path: Path) -> list[str]:
    """What is wrong with a package, each a sentence; nothing when every byte is as it was packed."""
    try:
        with zipfile.ZipFile(path) as packed:
            return _problems(packed)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        return [_("移交包不能读取：%(error)s") % {"error": error}]


def _problems(packed: zipfile.ZipFile) -> list[str]:
    names = packed.namelist()
    top = names[0].split("/")[0] if names else ""
    there = {name.removeprefix(f"{top}/") for name in names}
    payload = _sums(packed, f"{top}/manifest-sha256.txt")
    tags = _sums(packed, f"{top}/tagmanifest-sha256.txt")
    listed = {**payload, **tags}
    found = [_("缺少文件 %(path)s。") % {"path": path} for path in sorted(set(listed) - there)]
    found += [_("多出文件 %(path)s。") % {"path": path} for path in sorted(there - set(listed) - {"tagmanifest-sha256.txt"})]
    for path in sorted(set(listed) & there):
        try:
            with packed.open(f"{top}/{path}") as file:
                same = hashlib.file_digest(file, "sha256").hexdigest() == listed[path]
        except zipfile.BadZipFile:
            same = False
        if not same:
            found.append(_("文件 %(path)s 与校验值不符。") % {"path": path})
    return found


def _sums(packed: zipfile.ZipFile, name: str) -> dict[str, str]:
    lines = packed.read(name).decode().splitlines()
    return {match[2]: match[1] for match in map(_LINE.match, lines) if match}
