"""Where the school knows what is wanted. Each source is a function of a school and a moment, with its threshold in the table below.

What people wrote to mentors is counted and pointed at, never copied: its words stay where rights are asked for, and go when it goes.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext

from nastavnik.core.templatetags.ui import timecode
from nastavnik.learning.selectors.quizzes.hard_minutes import hard_minutes
from nastavnik.learning.selectors.wishes import wishes_since
from nastavnik.live.selectors.room.unanswered import unanswered_since
from nastavnik.mentoring.selectors.wanted import AskedWords, asked_since, overdue_questions
from nastavnik.programme.models import School
from nastavnik.search.selectors import Miss, misses_since, search
from nastavnik.studio.enums import EvidenceKind
from nastavnik.studio.models.topics import LONGEST_TITLE
from nastavnik.studio.selectors.topics.likeness import Words, subject_of, words_of
from nastavnik.studio.services.topics.evidence import Sign
from nastavnik.studio.services.topics.proposing import search_evidence_key

WITHIN = timedelta(days=90)
# of texts looked for in vain so many are looked for once more in a run, the most wanted first
MOST_SEARCHES = 200
# of the questions of these days, the newest
MOST_QUESTIONS = 2000
# a wish of fewer telling words is rather a «no» or a «thank you»
FEWEST_WORDS = 2
MINUTE = 60
# of a question, in pairs
MOST_WORDS = 20


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From when on something is evidence."""

    # times that the same words, in whatever form, were looked for in vain
    searches: int = 3
    # people who asked about the same two things
    askers: int = 3
    # people in a room who wanted a question answered
    votes: int = 2
    # of the points of a minute's questions
    lost: float = 0.5


THRESHOLDS = Thresholds()


def signs_of(school: School, now: datetime) -> list[Sign]:
    """Return everything that shows what is wanted in a school, the strongest sources first."""
    sources = (_searches, _repeated, _overdue, _unanswered_on_air, _minutes, _wishes)
    return [sign for source in sources for sign in source(school, now)]


def _searches(school: School, now: datetime) -> Iterable[Sign]:
    """Yield what was looked for in vain again and again, and is not found now either."""
    groups: dict[Words, list[Miss]] = defaultdict(list)
    for miss in misses_since(school.pk, _day(school, now - WITHIN)):
        if words := words_of(miss.text):
            groups[words].append(miss)
    often = [group for group in groups.values() if _times(group) >= THRESHOLDS.searches]
    for group in sorted(often, key=_times, reverse=True)[:MOST_SEARCHES]:
        most = max(group, key=lambda miss: (miss.count, miss.last_on))
        if search(AnonymousUser(), school, most.text, now).is_missed:
            yield Sign(
                kind=EvidenceKind.SEARCH,
                key=search_evidence_key(most.text),
                title=_title(most.text),
                text=most.text,
                count=_times(group),
                first_on=min(miss.first_on for miss in group),
                last_on=max(miss.last_on for miss in group),
            )


def _repeated(school: School, now: datetime) -> Iterable[Sign]:
    """Yield pairs of telling words that stand in the questions of several people; of what one alone has asked there is no word."""
    asked = asked_since(school.pk, now - WITHIN)[:MOST_QUESTIONS]
    pairs: dict[tuple[str, str], list[AskedWords]] = defaultdict(list)
    for one in asked:
        for pair in combinations(sorted(subject_of(one.text)[:MOST_WORDS]), 2):
            pairs[pair].append(one)
    told: list[set[int]] = []
    for both, questions in sorted(pairs.items(), key=lambda item: (-len(item[1]), item[0])):
        askers, ids = {one.asker_id for one in questions}, {id(one) for one in questions}
        # three words of the same questions are three pairs: one is enough
        if len(askers) < THRESHOLDS.askers or any(ids <= known for known in told):
            continue
        told.append(ids)
        words = ", ".join(both)
        days = [_day(school, one.asked_at) for one in questions]
        yield Sign(
            kind=EvidenceKind.REPEATED,
            key=f"asked:{'+'.join(both)}",
            title=_title(words),
            text=words,
            count=len(questions),
            first_on=min(days),
            last_on=max(days),
            is_closed=True,
        )


def _overdue(school: School, now: datetime) -> Iterable[Sign]:
    """Yield questions that no mentor answered in time: their themes, and where those who may can read them."""
    for question in overdue_questions(school.pk, now):
        call = gettext("Question No. %(number)d to the mentors") % {"number": question.number}
        day = _day(school, question.asked_at)
        yield Sign(
            kind=EvidenceKind.UNANSWERED,
            key=f"question:{question.token}",
            title=_title(question.theme or call),
            text=call,
            count=1,
            first_on=day,
            last_on=day,
            path=f"/consultations/{question.token}/",
            is_closed=True,
        )


def _unanswered_on_air(school: School, now: datetime) -> Iterable[Sign]:
    """Yield what was asked in rooms, wanted by others too, and not come to."""
    for question in unanswered_since(school.pk, now - WITHIN, fewest_votes=THRESHOLDS.votes):
        day = _day(school, question.asked_at)
        yield Sign(
            kind=EvidenceKind.UNANSWERED,
            key=f"live:{question.id}",
            title=_title(question.text),
            text=question.text,
            count=question.votes,
            first_on=day,
            last_on=day,
            path=question.lesson_path,
            is_closed=not question.is_public,
        )


def _minutes(school: School, now: datetime) -> Iterable[Sign]:
    """Yield minutes of films at whose questions much was lost."""
    del now  # whenever it was answered: it is not understood until the film or the questions change
    for minute in hard_minutes(school.pk, least_lost=THRESHOLDS.lost):
        times = f"{timecode(minute.seconds)}–{timecode(minute.seconds + MINUTE)}"
        words = {"lesson": minute.lesson_title, "times": times, "percent": round(100 * minute.lost)}
        yield Sign(
            kind=EvidenceKind.MINUTE,
            key=f"minute:{minute.film_token}:{minute.seconds}",
            title=_title(gettext("%(lesson)s: what is not understood") % words),
            text=gettext("“%(lesson)s”, %(times)s: %(percent)d %% of the answers are wrong") % words,
            count=max(1, round(minute.lost * minute.answers)),
            first_on=minute.last_on,
            last_on=minute.last_on,
            path=f"{minute.lesson_path}?t={minute.seconds}-{minute.seconds + MINUTE}",
        )


def _wishes(school: School, now: datetime) -> Iterable[Sign]:
    """Yield what people wish after lessons. The day is that of the lesson: when somebody answered is kept nowhere."""
    for wish in wishes_since(school.pk, now - WITHIN):
        if len(words_of(wish.text)) < FEWEST_WORDS:
            continue
        day = _day(school, wish.held_at)
        yield Sign(
            kind=EvidenceKind.WISH,
            key=f"wish:{wish.answer_id}",
            title=_title(wish.text),
            text=wish.text,
            count=1,
            first_on=day,
            last_on=day,
            is_closed=True,
        )


def _times(group: list[Miss]) -> int:
    return sum(miss.count for miss in group)


def _day(school: School, moment: datetime) -> date:
    return moment.astimezone(school.zone).date()


def _title(text: str) -> str:
    """Return what a topic may be called: the first line, cut at a word, with a capital letter."""
    lines = text.strip().splitlines() or [""]
    words = " ".join(lines[0].split())
    if len(words) > LONGEST_TITLE:
        words = words[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
    return words[:1].upper() + words[1:]
