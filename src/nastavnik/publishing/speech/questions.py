"""Questions of a room with what was said in answer: moved together from where it was said to the end of an article."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from nastavnik.publishing.speech.articles import Article, Block, Section
from nastavnik.publishing.speech.paragraphs import CHAPTER_TOLERANCE_SECONDS

# of an answer whose end nobody marked, with no other question behind it
LONGEST_ANSWER_SECONDS = 300.0
LEVEL = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A question. `seconds` and `end_seconds`: of its answer in the film, None where that is not known."""

    text: str
    seconds: float | None = None
    end_seconds: float | None = None


def with_answers(
    chosen: Sequence[Article], proposals: Iterable[Article], asked: Sequence[Asked], *, title: str
) -> tuple[Article, ...]:
    """Return the articles that were chosen, the last with the questions under `title`, each with what was said in answer.

    The answers are looked for in all `proposals` of the lesson; where they were said they stand no more. An article of which nothing is
    left is none.
    """
    if not asked:
        return tuple(chosen)
    spans = list(_spans(asked))
    answers: list[list[Block]] = [[] for _one in asked]
    for block in (block for one in proposals for section in one.sections for block in section.blocks):
        if (number := _answered(block, spans)) is not None:
            answers[number].append(block)
    left = [replace(one, sections=_left(one.sections, spans)) for one in chosen]
    kept = [one for one in left if one.sections] or left[-1:]
    questions = [Section(one.text, tuple(blocks), LEVEL) for one, blocks in zip(asked, answers, strict=True)]
    last = replace(kept[-1], sections=(*kept[-1].sections, Section(title, ()), *questions))
    return (*kept[:-1], last)


def _spans(asked: Sequence[Asked]) -> Iterator[tuple[float, float] | None]:
    """Yield when each question is answered; until the next one where nobody marked the end."""
    for one, following in zip(asked, [*asked[1:], None], strict=True):
        if one.seconds is None:
            yield None
            continue
        begin = one.seconds - CHAPTER_TOLERANCE_SECONDS
        next_begin = following.seconds if following and following.seconds is not None else None
        end = one.end_seconds or next_begin or one.seconds + LONGEST_ANSWER_SECONDS
        yield begin, end - CHAPTER_TOLERANCE_SECONDS


def _answered(block: Block, spans: Sequence[tuple[float, float] | None]) -> int | None:
    """Return the number of the question that a block answers."""
    at = block.seconds
    if at is None:
        return None
    return next((number for number, span in enumerate(spans) if span and span[0] <= at < span[1]), None)


def _left(sections: Iterable[Section], spans: Sequence[tuple[float, float] | None]) -> tuple[Section, ...]:
    """Return sections without what answers a question; an empty one is left out."""
    left = [
        replace(one, blocks=tuple(block for block in one.blocks if _answered(block, spans) is None)) for one in sections
    ]
    return tuple(one for one in left if one.blocks)
