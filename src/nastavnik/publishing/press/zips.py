"""EPUB and DOCX are zips: packed anew so that the same content makes the same bytes."""

import io
import zipfile
from collections.abc import Mapping

# of everything inside: the earliest that a zip can tell
LONG_AGO = (1980, 1, 1, 0, 0, 0)
FIRST = "mimetype"  # of an EPUB it must come first, and as it is


def packed_anew(content: bytes, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """Return a zip with its parts in the order of their names, without what tells when and where it was made; some replaced."""
    others = replaced or {}
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != FIRST, name)):
            part = zipfile.ZipInfo(name, LONG_AGO)
            part.compress_type = zipfile.ZIP_STORED if name == FIRST or _is_packed(name) else zipfile.ZIP_DEFLATED
            part.create_system = 3
            target.writestr(part, others.get(name) or source.read(name), compresslevel=6)
    return made.getvalue()


def _is_packed(name: str) -> bool:
    """Tell whether packing a part would take time and win nothing."""
    return name.endswith((".jpg", ".png"))
