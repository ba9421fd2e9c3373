"""Files of talks and small films whose slides are known, made on the spot and kept for the whole run of the tests."""

import io
import random
from functools import cache
from pathlib import Path

import numpy as np
from bench import _slides_film as made
from pptx import Presentation
from pptx.util import Inches
from tests.video.factories import VideoFactory
from tests.video.films import FOLDER, ffmpeg, written

from nastavnik.video.enums import RenditionKind, VideoState
from nastavnik.video.ffmpeg import ladder, loudness, probe
from nastavnik.video.ffmpeg.playlists import MadeRendition
from nastavnik.video.ffmpeg.tap import TAP
from nastavnik.video.models import Rendition, Video
from nastavnik.video.services import store
from nastavnik.video.slides.frames import Frames

CALM = made.Hardship(noise=1.0, fades=0.0, goes_back=0.0, blank_seconds=0.0, has_pointer=False)
# Three slides of eight seconds.
PLAN = [made.Shown(begin=8.0 * number, end=8.0 * (number + 1), number=number) for number in range(3)]
SECONDS = 24.0


def pdf(pages: list[list[tuple[int, str]]]) -> bytes:
    """A PDF of 16:9 whose pages have these lines: the size of the letters, and the words (Latin)."""
    parts = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    parts.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids = []
    for lines in pages:
        text, y = "", 500
        for size, words in lines:
            text += f"BT /F1 {size} Tf 40 {y - size} Td ({words}) Tj ET\n"
            y -= size * 2
        kids.append(f"{len(parts) + 1} 0 R")
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 960 540] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {len(parts) + 2} 0 R >>"
        )
        parts.append(f"<< /Length {len(text)} >>\nstream\n{text}endstream")
    parts[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(pages)} >>"
    return _assembled(parts)


def _assembled(parts: list[str]) -> bytes:
    content, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{part}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\n"
    return content + f"{head}startxref\n{len(content)}\n%%EOF\n".encode()


def pptx(pages: list[tuple[str, str]]) -> bytes:
    """A PPTX whose slides have a title and a text, a table and a group of shapes."""
    talk = Presentation()
    for title, text in pages:
        slide = talk.slides.add_slide(talk.slide_layouts[5])
        slide.shapes.title.text = title
        slide.shapes.add_textbox(Inches(1), Inches(2), Inches(5), Inches(1)).text_frame.text = text
        table = slide.shapes.add_table(1, 2, Inches(1), Inches(3), Inches(5), Inches(1)).table
        table.cell(0, 0).text = f"table of {title}"
        group = slide.shapes.add_group_shape()
        group.shapes.add_textbox(Inches(1), Inches(5), Inches(2), Inches(1)).text_frame.text = f"group of {title}"
    file = io.BytesIO()
    talk.save(file)
    return file.getvalue()


def grey_frames(talk: list[made.Shown], hardship: made.Hardship, seed: int = 1) -> Frames:
    """The tap of a talk, without an encoder between."""
    frames = [
        picture.reshape(90, 2, 160, 2).mean(axis=(1, 3))
        for number, picture in enumerate(made.pictures(talk, hardship, seed))
        if number % (made.RATE // 2) == made.RATE // 4
    ]
    return np.array(frames).astype(np.uint8)


@cache
def talk_film() -> Path:
    """A talk of three slides with a voice-like sound."""
    picture = made.write_film(FOLDER / "slides-talk-picture.mp4", PLAN, CALM)
    path = FOLDER / "slides-talk.mp4"
    sound = f"aevalsrc=0.1*sin(2*PI*220*t)*lt(mod(t\\,2)\\,1.4):s=44100:d={SECONDS}"
    ffmpeg("-i", str(picture), "-f", "lavfi", "-i", sound, "-c:v", "copy", "-c:a", "aac", "-b:a", "64k", str(path))
    return path


@cache
def build_files() -> tuple[Path, list[MadeRendition]]:
    """The qualities of the talk as the ladder makes them, with its tap."""
    folder = FOLDER / "slides-talk-build"
    folder.mkdir()
    source = probe.probe(talk_film(), work_dir=folder)
    made_all, _log = ladder.make_rungs(
        talk_film(), source, ladder.plan(source.picture), folder, loudness=loudness.AS_IT_IS, has_tap=True
    )
    return folder, made_all


def ready_talk(school, **words) -> Video:
    """A film of the school that is ready: the talk of three slides."""
    folder, renditions = build_files()
    fields = {"ready": True, "duration_seconds": SECONDS, "width": 320, "height": 180, "state": VideoState.READY}
    video = VideoFactory(school=school, **fields | words)
    build = store.media_root() / video.token / video.build
    build.mkdir(parents=True)
    for rendition in renditions:
        for name in rendition.files:
            store.link(folder / name, build / name)
        Rendition.objects.create(
            video=video,
            build=video.build,
            name=rendition.name,
            kind=RenditionKind.PICTURE if rendition.is_picture else RenditionKind.SOUND,
            width=rendition.width,
            height=rendition.height,
            codecs=rendition.codecs,
            bandwidth=rendition.peak_bits,
            bytes=rendition.bytes,
        )
    return video


def tap_file() -> Path:
    return build_files()[0] / TAP


def noise_file(name: str) -> Path:
    return written(name, random.Random(1).randbytes(4000))
