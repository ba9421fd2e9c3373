"""What a file of a handout really is, told by its content, and what it may be called."""

import re
import unicodedata
import zipfile
from typing import IO

from nastavnik.programme.enums import HandoutKind
from nastavnik.programme.services.refusals import HandoutNotKnown

HEAD_BYTES = 64 * 1024
MAX_NAME_CHARACTERS = 100
MAX_ZIP_ENTRIES = 20_000
MIMETYPE_BYTES = 100
UNNAMED = "handout"

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_KINDS = frozenset({HandoutKind.DOC, HandoutKind.XLS, HandoutKind.PPT})
SIGNS: tuple[tuple[bytes, HandoutKind], ...] = (
    (b"%PDF-", HandoutKind.PDF),
    (b"\x89PNG\r\n\x1a\n", HandoutKind.PNG),
    (b"\xff\xd8\xff", HandoutKind.JPEG),
    (b"{\\rtf", HandoutKind.RTF),
)
OFFICE_FOLDERS = {"word/": HandoutKind.DOCX, "xl/": HandoutKind.XLSX, "ppt/": HandoutKind.PPTX}
OPEN_TYPES = {
    "application/vnd.oasis.opendocument.text": HandoutKind.ODT,
    "application/vnd.oasis.opendocument.spreadsheet": HandoutKind.ODS,
    "application/vnd.oasis.opendocument.presentation": HandoutKind.ODP,
    "application/epub+zip": HandoutKind.EPUB,
}
# other endings under which a kind is known
ENDINGS = {"jpeg": HandoutKind.JPEG, "text": HandoutKind.TXT}


def recognise(file: IO[bytes], name: str) -> HandoutKind:
    """Return what `file` is by its content; the ending of `name` must say the same.

    Raises `HandoutNotKnown` for anything else, for office files with macros and for broken archives.
    """
    ending = name.rpartition(".")[2].lower()
    file.seek(0)
    kind = _kind_of(file, file.read(HEAD_BYTES), ending)
    file.seek(0)
    if kind is None or ENDINGS.get(ending, ending) != kind:
        raise HandoutNotKnown
    return kind


def _kind_of(file: IO[bytes], head: bytes, ending: str) -> HandoutKind | None:
    for sign, kind in SIGNS:
        if head.startswith(sign):
            return kind
    if head.startswith(OLE):
        return HandoutKind(ending) if ending in OLE_KINDS else None
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_zip(file)
    return HandoutKind.TXT if ending in {"txt", "text"} and _is_text(head) else None


def _kind_of_zip(file: IO[bytes]) -> HandoutKind | None:
    """Tell by the table of contents alone; nothing but a short type name is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if len(names) > MAX_ZIP_ENTRIES or any(name.lower().endswith("vbaproject.bin") for name in names):
                return None
            if "mimetype" in names:
                with archive.open("mimetype") as mimetype:
                    return OPEN_TYPES.get(mimetype.read(MIMETYPE_BYTES).decode("ascii", "replace").strip())
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError):
        return None
    if "[Content_Types].xml" in names:
        folders = (kind for folder, kind in OFFICE_FOLDERS.items() if any(name.startswith(folder) for name in names))
        return next(folders, None)
    return HandoutKind.ZIP


def _is_text(head: bytes) -> bool:
    """Tell whether the bytes are letters in one of the two encodings people use here."""
    if b"\0" in head:
        return False
    for encoding in ("utf-8", "cp1251"):
        try:
            # the head may end in the middle of a letter
            head[: len(head) - 4 if len(head) == HEAD_BYTES else None].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def clean_name(name: str, kind: HandoutKind) -> str:
    """Return what the file is called when it is saved: the words of `name`, and the ending of its kind."""
    base = unicodedata.normalize("NFC", re.split(r"[\\/]", name)[-1])
    stem = base.rpartition(".")[0] or base
    words = re.sub(r"[^\w\s().,№-]+", " ", stem)
    plain = re.sub(r"\s+", " ", words).strip(" .")[:MAX_NAME_CHARACTERS].strip()
    return f"{plain or UNNAMED}.{kind}"
