"""How much of a film somebody has played, where the holes are, and why it is so many per cent."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from nastavnik.core.sealing import key_for
from nastavnik.learning.models import Completion, LessonRule, WatchCoverage
from nastavnik.learning.selectors.completion import DEFAULT_PERCENT
from nastavnik.learning.watching import passes
from nastavnik.learning.watching.seconds import (
    Piece,
    cut,
    holes_of,
    length_of,
    percent_of,
    pieces_of,
    seconds_for,
    unpacked,
)
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.video import selectors as video_selectors
from nastavnik.video.models import Video
from nastavnik.video.selectors import Player

PURPOSE = "learning.watching"
# As many holes are told; the others are seen on the bar.
SHOWN_HOLES = 8
# as many can be clicked there: nobody hits a thousand of them
DRAWN_HOLES = 120


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was played of a film of `length` seconds; second n is bit n."""

    length: int
    bits: int

    @property
    def watched_seconds(self) -> int:
        """How many seconds were played."""
        return self.bits.bit_count()

    @property
    def percent(self) -> int:
        """How much of the film that is: rounded down, so that 100 means all of it."""
        return percent_of(self.watched_seconds, self.length)

    @property
    def pieces(self) -> list[Piece]:
        """The stretches (begin, end) that were played."""
        return pieces_of(self.bits)

    @property
    def holes(self) -> list[Piece]:
        """The stretches that were not."""
        return holes_of(self.bits, self.length)


@dataclass(frozen=True, slots=True)
class Hole:
    """A stretch that was not played, and the link that plays it."""

    begin: int
    end: int

    @property
    def seconds(self) -> int:
        """How long it is."""
        return self.end - self.begin

    @property
    def link(self) -> str:
        """Return the address, on the page of the film, that plays it and stops."""
        return f"?t={self.begin}-{self.end}"


@dataclass(frozen=True, slots=True)
class Progress:
    """What `learning/lesson/progress.html` shows of a film to a person who is signed in."""

    url: str
    # lets the page report what it plays
    pass_text: str
    is_live: bool
    coverage: Coverage
    # so many seconds make the lesson count; nothing where no lesson waits for it
    counts_at: int
    counts_percent: int

    @property
    def missing_seconds(self) -> int:
        """How many seconds are still to be played until the lesson counts."""
        return max(self.counts_at - self.coverage.watched_seconds, 0)

    @property
    def left_seconds(self) -> int:
        """How many seconds were not played."""
        return self.coverage.length - self.coverage.watched_seconds

    @property
    def holes(self) -> list[Hole]:
        """The largest holes, the largest first."""
        return self._largest(SHOWN_HOLES)

    @property
    def drawn_holes(self) -> list[Hole]:
        """The holes that the bar offers, in their order."""
        return sorted(self._largest(DRAWN_HOLES), key=lambda hole: hole.begin)

    @property
    def untold_holes(self) -> int:
        """How many more there are than `holes`."""
        return max(len(self.coverage.holes) - SHOWN_HOLES, 0)

    def _largest(self, most: int) -> list[Hole]:
        holes = [Hole(begin, end) for begin, end in self.coverage.holes]
        return sorted(holes, key=lambda hole: (-hole.seconds, hole.begin))[:most]

    @property
    def path(self) -> str:
        """The played stretches as the path of a picture that is as wide as the film is long, and one high."""
        return "".join(f"M{begin} 0h{end - begin}v1h{begin - end}z" for begin, end in self.coverage.pieces)

    @property
    def said_pieces(self) -> str:
        """The played stretches as the page's script reads them: `0-12,40-90`."""
        return ",".join(f"{begin}-{end}" for begin, end in self.coverage.pieces)


def coverage_of(user_id: int, video_ids: Collection[int]) -> Mapping[int, Coverage]:
    """Return what a person has played of each of these films, by their ids; films she never opened are not in it."""
    rows = WatchCoverage.objects.filter(user=user_id, video__in=video_ids)
    found = rows.values_list("video", "seconds", "video__duration_seconds")
    return {video_id: coverage_in(kept, duration) for video_id, kept, duration in found}


def coverage_in(kept: bytes | memoryview | None, duration_seconds: float | None) -> Coverage:
    """Return the coverage that a row keeps (`WatchCoverage.seconds`; None: there is no row).

    What lies behind the end of the film is left out: a broadcast that was played is a little longer than its recording.
    """
    length = length_of(duration_seconds or 0.0)
    return Coverage(length, cut(unpacked(kept or b""), length))


def progress_in(
    *, user_id: int, player: Player, kept: bytes | memoryview | None, counts_percent: int, now: datetime
) -> Progress | None:
    """Return how a person stands to the film that `player` shows her; None when it shows none.

    `kept`: `WatchCoverage.seconds` of the two, None without a row. `counts_percent`: how much of it makes the lesson count,
    0 when no lesson waits for it.
    """
    if not player.is_film:
        return None
    coverage = coverage_in(kept, player.duration_seconds)
    counts_at = seconds_for(counts_percent, coverage.length)
    allowed = passes.Pass(
        user_id=user_id,
        video_id=player.video_id,
        length=coverage.length,
        counts_at=counts_at,
        issued_at=int(now.timestamp()),
        on_air_since=int(player.began_at.timestamp()) if player.is_live else 0,
    )
    return Progress(
        url=reverse("learning:watched", args=[player.token]),
        pass_text=passes.written(allowed, key_for(PURPOSE)),
        is_live=player.is_live,
        coverage=coverage,
        counts_at=counts_at,
        counts_percent=counts_percent,
    )


def progress_of(actor: User, school: School, token: str, now: datetime) -> Progress:
    """Return how a person stands to a film, by its address. Raises `Video.DoesNotExist` where there is nothing for her to play."""
    video = video_selectors.video_to_watch(actor, school, token)
    player = video_selectors.player_of(actor, video, now, has_link=True)
    kept = WatchCoverage.objects.filter(user=actor, video=video).values_list("seconds", flat=True).first()
    percent = _percent_awaited(actor, video.lesson_id)
    progress = progress_in(user_id=actor.pk, player=player, kept=kept, counts_percent=percent, now=now)
    if progress is None:
        raise Video.DoesNotExist
    return progress


def _percent_awaited(user: User, lesson_id: int | None) -> int:
    """Return how much of its film makes a lesson count; 0 when there is no lesson, or it counts already."""
    if lesson_id is None or Completion.objects.filter(user=user, lesson=lesson_id).exists():
        return 0
    return rule_percents([lesson_id])[lesson_id]


def rule_percents(lesson_ids: Collection[int]) -> Mapping[int, int]:
    """Return how much of its film makes each of these lessons count."""
    own = dict(LessonRule.objects.filter(lesson__in=lesson_ids).values_list("lesson_id", "percent"))
    return {lesson_id: own.get(lesson_id, DEFAULT_PERCENT) for lesson_id in lesson_ids}
