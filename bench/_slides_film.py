"""Films of talks whose slides are known: drawn here, given to ffmpeg as bare pictures, small so that they are quick to make.

    plan_talk   what happens when: slides, bullets that appear, fades, a speaker who goes back, a film within the film
    write_film  the talk as an MP4, with a head that moves, a pointer, the noise of a camera

The same seed gives the same talk.
"""

import random
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from nastavnik.video.ffmpeg.binary import find_ffmpeg

WIDTH, HEIGHT, RATE = 320, 180, 6
WORDS = [
    "library",
    "reader",
    "project",
    "budget",
    "village",
    "school",
    "archive",
    "story",
    "meeting",
    "grant",
    "partner",
    "evening",
    "museum",
    "family",
    "plan",
    "report",
    "audience",
    "result",
    "method",
    "question",
    "answer",
    "letter",
    "region",
    "holiday",
    "reading",
    "children",
    "teacher",
    "summer",
]
Grey = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hardship:
    """What makes the slides of a talk hard to see."""

    noise: float = 2.0
    has_head: bool = True
    has_pointer: bool = True
    fades: float = 0.3  # the share of changes that are fades
    shake: float = 0.0  # points by which a hand-held camera sways
    is_decorated: bool = False  # every slide has the same busy frame
    films: int = 0  # full-screen films within the talk
    scrolls: int = 0  # slides that are long pages and are scrolled
    goes_back: float = 0.08  # the share of slides that were shown before
    passer_by: bool = False  # now and then somebody walks through the picture and stands there
    blank_seconds: float = 3.0


@dataclass(slots=True)
class Shown:
    """A slide of the talk: when, how it comes, what it shows."""

    begin: float
    end: float = 0.0
    fade: float = 0.0
    number: int = 0
    repeats: int | None = None
    steps: list[float] = field(default_factory=list)
    kind: str = "slide"  # slide, film, page


def plan_talk(slides: int, seconds: float, hardship: Hardship, seed: int = 1) -> list[Shown]:
    """Return the slides of a talk in their order."""
    chance = random.Random(seed)
    weights = [chance.uniform(0.4, 1.6) for _slide in range(slides)]
    scale = (seconds - hardship.blank_seconds) / sum(weights)
    films = set(chance.sample(range(2, slides - 1), hardship.films)) if hardship.films else set()
    pages = set(chance.sample(sorted(set(range(1, slides)) - films), hardship.scrolls)) if hardship.scrolls else set()
    talk: list[Shown] = []
    at = hardship.blank_seconds
    for number, weight in enumerate(weights):
        shown = Shown(begin=at, end=at + weight * scale, number=number)
        if number and chance.random() < hardship.fades:
            shown.fade = chance.choice((0.5, 0.8, 1.0))
        last = (talk[-1].number, talk[-1].repeats) if talk else ()
        seen = [
            other for other in talk[:-1] if other.kind == "slide" and other.repeats is None and other.number not in last
        ]
        if number in films:
            shown.kind, shown.fade = "film", 0.0
        elif number in pages:
            shown.kind = "page"
        elif len(seen) > 1 and chance.random() < hardship.goes_back:
            shown.repeats = chance.choice(seen).number
        elif chance.random() < 0.5:
            shown.steps = _steps(chance, shown)
        talk.append(shown)
        at = shown.end
    return talk


def _steps(chance: random.Random, shown: Shown) -> list[float]:
    count = chance.randint(1, 3)
    room = shown.end - shown.begin - 5.0
    return [shown.begin + 2.5 + room * (step + 1) / (count + 1) for step in range(count)] if room > 3 * count else []


class _Pen:
    """Draws in the measures of the small picture, into one that is `scale` times as large."""

    def __init__(self, scale: int) -> None:
        self.scale = scale
        self.image = Image.new("L", (WIDTH * scale, HEIGHT * scale), 245)
        self.pen = ImageDraw.Draw(self.image)

    def text(self, x: float, y: float, words: str, size: int, fill: int) -> None:
        """Write words."""
        font = ImageFont.load_default(size * self.scale)
        self.pen.text((x * self.scale, y * self.scale), words, fill=fill, font=font)

    def box(self, left: float, top: float, right: float, bottom: float, fill: int) -> None:
        """Fill a rectangle."""
        self.pen.rectangle([side * self.scale for side in (left, top, right, bottom)], fill=fill)


def draw(
    number: int, bullets: int, *, is_decorated: bool = False, scroll: float = 0.0, is_page: bool = False, scale: int = 1
) -> Grey:
    """Return the picture of a slide with so many of its bullets."""
    chance, pen = random.Random(1000 + number), _Pen(scale)
    if is_decorated:
        _decorate(pen)
    pen.text(16, 10 - scroll, " ".join(chance.sample(WORDS, 3)).capitalize(), 15, 30)
    if not is_page and chance.random() < 0.3:
        _draw_chart(pen, chance)
    for row in range(40 if is_page else bullets):
        text = " ".join(chance.sample(WORDS, 4 if is_page else 3))
        pen.text(20, 38 + row * 21 - scroll, f"- {text}", 11, 50)
    return np.asarray(pen.image, np.float32)


def _draw_chart(pen: _Pen, chance: random.Random) -> None:
    x, y = chance.randint(150, 180), chance.randint(70, 90)
    pen.box(x, y, x + 110, y + 60, chance.randint(90, 200))
    for bar in range(4):
        tall = chance.randint(10, 50)
        pen.box(x + 10 + bar * 25, y + 55 - tall, x + 25 + bar * 25, y + 55, chance.randint(10, 80))


def _decorate(pen: _Pen) -> None:
    for x in range(0, WIDTH, 12):
        pen.box(x, HEIGHT - 16, x + 6, HEIGHT, 120)
        pen.box(x, 0, x + 4, 6, 120)
    pen.box(WIDTH - 40, 6, WIDTH - 8, 26, 90)


def write_album(path: Path, slides: int, seconds: float) -> Path:
    """Write a film of 1280 × 720 that shows so many slides one after the other: for the weight of their stills."""
    words = ["-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{WIDTH * 4}x{HEIGHT * 4}", "-r", f"{slides / seconds:.9f}"]
    words += ["-i", "pipe:0", "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-g", "1", "-pix_fmt", "yuv420p"]
    frames = (draw(number, 5, scale=4).astype(np.uint8) for number in range(slides))
    return _encode(path, words, frames)


def _encode(path: Path, words: list[str], frames: Iterable[NDArray[np.uint8]]) -> Path:
    command = [find_ffmpeg().path, "-y", "-loglevel", "error", *words, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for frame in frames:
            process.stdin.write(frame.tobytes())
    if process.returncode:
        raise RuntimeError(f"ffmpeg ended with {process.returncode}")
    return path


def pictures(talk: list[Shown], hardship: Hardship, seed: int = 1) -> Iterator[NDArray[np.uint8]]:
    """Return the frames of the film, `RATE` a second."""
    noise = np.random.default_rng(seed)
    grain = [noise.normal(0, hardship.noise, (HEIGHT, WIDTH)).astype(np.float32) for _frame in range(17)]
    before = np.full((HEIGHT, WIDTH), 8, np.float32)
    kept: dict[tuple[int, int], Grey] = {}
    number = 0
    for frame in range(int(talk[-1].end * RATE)):
        at = frame / RATE
        while number + 1 < len(talk) and at >= talk[number + 1].begin:
            before = _whole(talk[number], talk[number].end, hardship, kept)
            number += 1
        picture = before if at < talk[0].begin else _faded(talk[number], at, before, hardship, kept)
        yield _dressed(picture, at, frame, hardship, grain)


def _faded(shown: Shown, at: float, before: Grey, hardship: Hardship, kept: dict[tuple[int, int], Grey]) -> Grey:
    picture = _whole(shown, at, hardship, kept)
    share = (at - shown.begin) / shown.fade if shown.fade else 1.0
    return picture if share >= 1 else before + (picture - before) * share


def _whole(shown: Shown, at: float, hardship: Hardship, kept: dict[tuple[int, int], Grey]) -> Grey:
    if shown.kind == "film":
        return _moving(shown.number, at)
    if shown.kind == "page":
        return _page(shown, at, hardship)
    original = shown.number if shown.repeats is None else shown.repeats
    bullets = random.Random(original).randint(3, 5)
    bullets = bullets if shown.repeats is not None else bullets - sum(step > at for step in shown.steps)
    key = (original, max(bullets, 1))
    if key not in kept:
        kept[key] = draw(*key, is_decorated=hardship.is_decorated)
    return kept[key]


def _page(shown: Shown, at: float, hardship: Hardship) -> Grey:
    """Return a long page; it is scrolled for two seconds in every seven."""
    turns, rest = divmod(at - shown.begin, 7.0)
    scroll = min(60 * (turns + max(0.0, rest - 5.0) / 2), 600)
    return draw(shown.number, 0, is_decorated=hardship.is_decorated, scroll=round(scroll), is_page=True)


def _moving(number: int, at: float) -> Grey:
    """Return a frame of a film within the film: everything moves, with a new shot every four seconds."""
    shot = number * 100 + int(at / 4)
    chance = np.random.default_rng(shot)
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    waves = np.zeros((HEIGHT, WIDTH), np.float32)
    for _wave in range(5):
        x, y, speed, phase = (
            chance.uniform(0.01, 0.12),
            chance.uniform(0.01, 0.12),
            chance.uniform(2, 5),
            chance.uniform(0, 6),
        )
        waves += np.sin(x * across + y * down + speed * at + phase)
    return np.asarray(128 + 25 * waves, np.float32)


def _dressed(picture: Grey, at: float, frame: int, hardship: Hardship, grain: list[Grey]) -> NDArray[np.uint8]:
    """Put the head, the pointer, whoever passes by and the noise over a picture."""
    picture = picture.copy()
    if hardship.has_head:
        _put_head(picture, at)
    if hardship.passer_by and at % 60 > 48:
        x = int(min((at % 60 - 48) * 60, 150))
        picture[40:, x : x + 45] = 70 + 10 * np.sin(at)
    if hardship.has_pointer:
        x, y = int(160 + 120 * np.sin(at / 3)), int(90 + 60 * np.sin(at / 2.3))
        picture[y : y + 5, x : x + 3] = 0
    if hardship.shake:
        sway = (int(hardship.shake * np.sin(at * 2.1)), int(hardship.shake * np.sin(at * 1.7)))
        picture = np.roll(picture, sway, (0, 1))
    frame_of_film: NDArray[np.uint8] = np.clip(picture + grain[frame % len(grain)], 0, 255).astype(np.uint8)
    return frame_of_film


def _put_head(picture: Grey, at: float) -> None:
    """Draw a speaker in the corner who moves, and now and then sits still."""
    sway = 0.0 if at % 37 < 6 else 4 * np.sin(at * 2.7) + 2 * np.sin(at * 1.3)
    x, y = int(272 + sway), int(140 + sway / 2)
    picture[120:, 240:] = 150
    picture[y - 16 : y + 16, x - 12 : x + 12] = 80
    picture[y + 16 :, x - 22 : x + 22] = 50


def write_film(path: Path, talk: list[Shown], hardship: Hardship, seed: int = 1) -> Path:
    """Write the talk as an MP4 of its picture alone."""
    words = ["-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(RATE), "-i", "pipe:0"]
    words += ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "28", "-g", "24", "-pix_fmt", "yuv420p"]
    return _encode(path, words, pictures(talk, hardship, seed))


@dataclass(frozen=True, slots=True)
class Score:
    """How the slides found compare with those that there are."""

    truth: int
    found: int
    right: int
    worst_seconds: float
    repeats_right: int
    repeats: int

    @property
    def precision(self) -> float:
        """Return the share of the found that are there."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Return the share of those that are there which were found."""
        return self.right / self.truth


def score(found: list[tuple[float, int | None]], talk: list[Shown], within: float = 0.5) -> Score:
    """Compare the found slides (their seconds and the number of the one they repeat) with the talk, one to one."""
    left, pairs = list(range(len(talk))), {}
    for number, (seconds, _repeats) in enumerate(found):
        near = min(left, key=lambda one: abs(talk[one].begin - seconds), default=None)
        if near is not None and abs(talk[near].begin - seconds) <= within:
            left.remove(near)
            pairs[number] = near
    worst = max((abs(talk[there].begin - found[number][0]) for number, there in pairs.items()), default=0.0)
    backs = {number for number, there in pairs.items() if talk[there].repeats is not None}
    origins = {one: found[one][1] for one in backs}
    right = [one for one, of in origins.items() if of is not None and pairs.get(of) == talk[pairs[one]].repeats]
    return Score(len(talk), len(found), len(pairs), worst, len(right), len(backs))
