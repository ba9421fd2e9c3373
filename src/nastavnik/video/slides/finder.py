"""Where the slides of a film begin, from its grey tap.

The film is followed frame by frame beside the picture that is shown (`_Finder.shown`). When it differs, we wait until it has come
to rest (a fade, a quick run through five slides and a hand that points all end in a picture at rest) and judge that:

- the same picture, or one that this slide had before: nothing happened (somebody walked through, the pointer moved);
- what was shown is still there and something was added, or all of it was scrolled: a step of the same slide;
- nothing to see: a pause, no slide;
- else another slide, which may repeat an earlier one.

A picture that does not come to rest and moves nearly everywhere is a film within the film: one slide, until it rests again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nastavnik.video.slides import likeness
from nastavnik.video.slides.frames import RATE, Frames, Mask, Motion, Picture, block_means, measure_motion

# In frames. At rest: so many pictures alike; after a film within the film more, for it has moments of rest itself.
REST, REST_AFTER_FILM = 3, 8
# Of the calm blocks, so many must rest; somebody who stands in front of the slide lowers it after a while.
RESTING_SHARE, RESTING_SHARE_LATER, LATER = 0.85, 0.6, 6
# Blocks that may move all the same: a pointer leaves one and enters another.
POINTER_BLOCKS = 3
# A slide is there when so many of its changed blocks are as they will rest; a fade before that is followed back so far.
ARRIVED_SHARE, FADING_SHARE, LONGEST_FADE, LONGEST_LOOK = 0.6, 0.3, 4, 240
FILM_AFTER, FILM_SHARE = 8, 0.4
FEWEST_BLOCKS_CHANGED = 2
FEWEST_CALM_BLOCKS = 24
FOLLOW = 0.1
# Who stands in front of a slide hides less of it than another slide takes away.
HIDDEN_SHARE = 0.45
# More slides than so many in so many seconds are shots of a film.
BURST, BURST_SECONDS = 7, 24.0
MOST_STATES = 12


@dataclass(frozen=True, slots=True)
class FoundSlide:
    """A slide: from when on it is shown, when something was added to it, and which earlier one (its number) it repeats."""

    seconds: float
    steps: tuple[float, ...]
    repeats: int | None
    is_film: bool  # a film within the film


@dataclass(slots=True, eq=False)
class _Slide:
    begin: int
    states: list[Picture] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    repeats: "_Slide | None" = None
    is_film: bool = False
    lost: float = 1.0  # of what the slide before it showed


def find_slides(frames: Frames) -> list[FoundSlide]:
    """Return the slides of a film in their order."""
    if not len(frames):
        return []
    finder = _Finder(frames, measure_motion(frames))
    for at in range(len(frames)):
        finder.look(at)
    kept = _without_bursts(finder.slides)
    numbers = {id(slide): number for number, slide in enumerate(kept)}
    return [
        FoundSlide(
            seconds=slide.begin / RATE,
            steps=tuple(step / RATE for step in slide.steps),
            repeats=numbers.get(id(slide.repeats)),
            is_film=slide.is_film,
        )
        for slide in kept
    ]


class _Finder:
    """The state while the film is followed."""

    def __init__(self, frames: Frames, motion: Motion) -> None:
        self.frames, self.motion = frames, motion
        self.slides: list[_Slide] = []
        self.shown: Picture | None = None
        self.since: int | None = None  # when what is shown began to change
        self.is_in_film = False

    def look(self, at: int) -> None:
        """Take the next frame."""
        frame = self.frames[at].astype(np.float32)
        if self.since is None and not self._is_changing(frame, at):
            return
        if self.since is None:
            self.since = at
        resting = self._resting(at)
        if resting is not None:
            self._rest(at, resting)
        elif not self.is_in_film and at - self.since >= FILM_AFTER and self._moves_everywhere(at - FILM_AFTER, at):
            self._begin_film(at)

    def _is_changing(self, frame: Picture, at: int) -> bool:
        """Tell whether the frame differs from what is shown; if not, follow its slow drift."""
        if self.shown is None:
            return True
        calm, threshold = self.motion.calm(at), self.motion.threshold(at)
        changed = (block_means(np.abs(frame - self.shown)) > threshold) & calm
        if changed.sum() >= FEWEST_BLOCKS_CHANGED:  # or only the exposure did: that takes longer to tell
            changed = likeness.changed_blocks(self.shown, frame, calm, threshold)
        if changed.sum() >= FEWEST_BLOCKS_CHANGED or (calm.sum() < FEWEST_CALM_BLOCKS and not self.is_in_film):
            return True
        self.shown += FOLLOW * (frame - self.shown)
        return False

    def _resting(self, at: int) -> Mask | None:
        """Return the calm blocks that rest from `at` on, if they are enough; None while the picture still changes."""
        calm = self.motion.calm(at)
        if calm.sum() < FEWEST_CALM_BLOCKS:
            return None
        steps = self.motion.steps[at + 1 : at + (REST_AFTER_FILM if self.is_in_film else REST)]
        still: Mask = calm & ~(steps > self.motion.threshold(at)).any(axis=0)
        is_late = self.since is not None and at - self.since >= LATER and not self.is_in_film
        wanted = RESTING_SHARE_LATER if is_late else RESTING_SHARE
        # while two texts fade into each other, most of the empty ground rests already
        moving = int(calm.sum() - still.sum())
        is_resting = still.sum() >= wanted * calm.sum() and (is_late or moving <= POINTER_BLOCKS)
        return still if is_resting else None

    def _moves_everywhere(self, begin: int, end: int) -> bool:
        return float(self._moving(begin, end).mean()) >= FILM_SHARE

    def _moving(self, begin: int, end: int) -> NDArray[np.float32]:
        """Return for each frame of a stretch the share of its blocks that move."""
        moved: NDArray[np.float32] = (self.motion.steps[begin:end] > self.motion.threshold(end)).mean(axis=1)
        return moved

    def _begin_film(self, at: int) -> None:
        """Begin a film within the film: with the first frame from which nearly everything moves."""
        first = max(self.since or 0, at - LONGEST_LOOK)
        rests = np.flatnonzero(self._moving(first, at) < FILM_SHARE / 2)
        begin = first + int(rests[-1]) + 1 if len(rests) else first
        self.is_in_film, self.shown = True, None
        self.slides.append(_Slide(begin, is_film=True))

    def _rest(self, at: int, blocks: Mask) -> None:
        """Judge the picture that has come to rest."""
        assert self.since is not None
        picture = self.frames[at : at + REST].astype(np.float32).mean(axis=0)
        begin = self._begin_of(self.shown, picture, blocks, at)
        self.shown, self.since, self.is_in_film = picture.copy(), None, False
        if not likeness.is_blank(picture, blocks):
            self._judge(begin, picture, blocks, self.motion.threshold(at))

    def _begin_of(self, before: Picture | None, picture: Picture, blocks: Mask, at: int) -> int:
        """Return the frame with which `picture`, at rest since `at`, began to come."""
        threshold, first = self.motion.threshold(at), max(self.since or 0, at - LONGEST_LOOK)
        changed = blocks if before is None else likeness.changed_blocks(before, picture, blocks, threshold)
        if not changed.any():
            return first
        apart = np.abs(self.frames[first:at].astype(np.float32) - picture)
        arrived = (block_means(apart)[:, changed] <= threshold).mean(axis=1) >= ARRIVED_SHARE
        begin = _first_of_run(arrived, at - first) + first
        if before is None:  # a film within the film moves all the time: nothing tells a fade from it
            return begin
        restless = np.maximum(threshold / 2, 1.6 * self.motion.usual[self.motion.near(at)][changed])
        fading = (self.motion.steps[first:begin][:, changed] > restless).mean(axis=1) >= FADING_SHARE
        return max(_first_of_run(fading, begin - first) + first, begin - LONGEST_FADE)

    def _judge(self, begin: int, picture: Picture, blocks: Mask, threshold: float) -> None:
        last, lost = self.slides[-1] if self.slides else None, 1.0
        if last is not None and _had(last, picture, blocks, threshold):
            return
        if self._is_seen_again(picture, blocks, threshold):
            self.slides.pop()
            self._step(self.slides[-1], begin, picture)
            return
        earlier = next((one for one in reversed(self.slides) if _had(one, picture, blocks, threshold)), None)
        if last is not None and last.states:
            change = likeness.compare(last.states[-1], picture, blocks, threshold)
            is_more = not change.is_another or likeness.is_scrolled(last.states[-1], picture, blocks)
            if is_more and earlier is None:
                self._step(last, begin, picture)
                return
            lost = change.lost_of_all
        origin = earlier.repeats or earlier if earlier is not None else None
        if last is not None and origin is not None and origin is last.repeats:
            self._step(last, begin, picture)  # it looked so before it was repeated
            return
        self.slides.append(_Slide(begin, [picture], repeats=origin, lost=lost))

    def _is_seen_again(self, picture: Picture, blocks: Mask, threshold: float) -> bool:
        """Tell whether the last slide was the one before it with somebody in front, who has gone: all of that is here again."""
        if len(self.slides) < 2 or self.slides[-1].lost >= HIDDEN_SHARE or not self.slides[-2].states:  # noqa: PLR2004 -- two
            return False
        return not likeness.compare(self.slides[-2].states[-1], picture, blocks, threshold).is_another

    def _step(self, slide: _Slide, begin: int, picture: Picture) -> None:
        slide.steps.append(begin)
        slide.states.append(picture)
        if len(slide.states) > MOST_STATES:  # the first and the newest are what a speaker goes back to
            del slide.states[1]


def _first_of_run(flags: NDArray[np.bool_], end: int) -> int:
    """Return where the run of true flags begins that lasts until `end`."""
    while end > 0 and flags[end - 1]:
        end -= 1
    return end


def _had(slide: _Slide, picture: Picture, blocks: Mask, threshold: float) -> bool:
    """Tell whether the slide looked like `picture` at some time."""
    return any(likeness.is_same(state, picture, blocks, threshold) for state in reversed(slide.states))


def _without_bursts(slides: list[_Slide]) -> list[_Slide]:
    """Leave of a run of very many the first: they are the shots of a film."""
    in_burst: set[int] = set()
    for number in range(len(slides) - BURST + 1):
        if (slides[number + BURST - 1].begin - slides[number].begin) / RATE <= BURST_SECONDS:
            in_burst.update(range(number + 1, number + BURST))
    return [slide for number, slide in enumerate(slides) if number not in in_burst]


def still_times(slides: list[FoundSlide], duration_seconds: float) -> Iterator[float]:
    """Return for each slide the second of its still: just before the next begins, when everything has been added."""
    for number, slide in enumerate(slides):
        end = slides[number + 1].seconds if number + 1 < len(slides) else duration_seconds
        yield still_second(slide.seconds, end)


def still_second(begin_seconds: float, end_seconds: float) -> float:
    """Return the second of the still of a slide: a second before its end, in a short one its middle."""
    return max(end_seconds - 1.0, (begin_seconds + end_seconds) / 2) if end_seconds > begin_seconds else begin_seconds
