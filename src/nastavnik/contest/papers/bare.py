"""Files as a blind jury gets them: without what programs write into them of their authors. Made in a limited process, for each reader."""

import json
import sys
import tempfile
from pathlib import Path
from typing import IO

from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal
from nastavnik.programme.enums import HandoutKind
from nastavnik.video.ffmpeg.limits import GIGABYTE, MEGABYTE, Limits
from nastavnik.video.ffmpeg.run import FfmpegFailed, Watch, run_limited

CHILD = Path(__file__).with_name("bare_child.py")
LIMITS = Limits(cpu_seconds=30, memory_bytes=2 * GIGABYTE, file_bytes=200 * MEGABYTE, wall_seconds=60)
# of the others nothing tells who made them: pictures were written anew, a plain text has no place for it
WAYS = {HandoutKind.PDF: "pdf"} | dict.fromkeys(
    (
        HandoutKind.DOCX,
        HandoutKind.XLSX,
        HandoutKind.PPTX,
        HandoutKind.ODT,
        HandoutKind.ODS,
        HandoutKind.ODP,
    ),
    "zip",
)


class NotBared(Refusal):
    """The file cannot be freed of names: it is damaged, or locked by a password. It is not given to a blind jury then."""

    message = _(
        "This file cannot be opened without the names in it: it is damaged or locked. Tell the organisers of the contest."
    )


def bare_copy(file: IO[bytes], kind: HandoutKind) -> bytes:
    """Return the content of a file without the names in its own notes. Raises `NotBared`."""
    if kind not in WAYS:
        return file.read()
    with tempfile.TemporaryDirectory(prefix="bare-") as name:
        folder = Path(name)
        source, target = folder / f"source.{kind}", folder / f"target.{kind}"
        source.write_bytes(file.read())
        _ask({"kind": WAYS[kind], "path": str(source), "target": str(target)}, folder)
        return target.read_bytes()


def _ask(question: dict[str, str], folder: Path) -> None:
    try:
        finished = run_limited(
            [sys.executable, "-I", str(CHILD), json.dumps(question)],
            limits=LIMITS,
            reads=[folder, CHILD, Path(sys.prefix), Path(sys.base_prefix)],
            writes=[folder],
            folder=folder,
            watch=Watch(),
        )
    except FfmpegFailed as error:
        raise NotBared from error
    if finished.answer.strip() != b"ok":
        raise NotBared
