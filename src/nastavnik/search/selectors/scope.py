"""What somebody may find at all: the films and lessons that she sees in lists."""

from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import IntegerField, Q, QuerySet, Value

from nastavnik.core.memory import remembered
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Lesson, School
from nastavnik.programme.permissions import can_see_desk, lessons_visible_to, programmes_of
from nastavnik.search.selectors.index import Found
from nastavnik.video.enums import Access, VideoState
from nastavnik.video.models import Video
from nastavnik.video.permissions import videos_of_public_lessons, videos_visible_to

# A film that has something to show, is not passed on by link alone, and is no broadcast that goes on.
LISTED = Q(removed_at=None) & ~Q(build="") & ~Q(access=Access.LINK) & ~Q(state=VideoState.RECORDING)

# Whatever decides who may find a film, but the asker. A film of which one of these has changed since the scope was read is not
# shown before it is read again.
LESSON_FACTS = ("state", "removed_at", "cycle__programme", "cycle__programme__is_public")
FACTS = ("lesson", "access", "state", "build", "removed_at", *(f"lesson__{name}" for name in LESSON_FACTS))
LESSON, ACCESS, PROGRAMME = map(FACTS.index, ("lesson", "access", "lesson__cycle__programme"))
Facts = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """The films and the lessons that may be found, each with its facts as they were read."""

    films: dict[int, Facts]
    lessons: dict[int, Facts]
    # of the films of one lesson the newest, which its page plays
    playing: frozenset[int]

    def holds(self, found: Found) -> bool:
        """Tell whether a passage may be shown: of a film by its film, else by its lesson; one of neither is everybody's."""
        if found.video_id is not None:
            return found.video_id in self.films
        return found.lesson_id is None or found.lesson_id in self.lessons

    def lesson_of(self, found: Found) -> int | None:
        """Return the lesson to which a passage belongs now."""
        lesson_id: int | None = self.films[found.video_id][LESSON] if found.video_id is not None else found.lesson_id
        return lesson_id


@dataclass(frozen=True, slots=True)
class _Public:
    """What the lessons that everybody sees hold: what everybody may find, and all films, some for those enrolled."""

    everybodys: Scope
    films: dict[int, Facts]
    has_closed: bool


def scope_of(actor: Actor, school: School) -> Scope:
    """Return what `actor` may find. The desk is answered by the database; for others the rows are remembered, not the rights.

    What is shown in the end is compared with the database once more, whatever was remembered.
    """
    if can_see_desk(actor, school):
        return _scope(*_facts_of(videos_to_find(actor, school), lessons_visible_to(actor, school)))
    public = _public(school)
    places = programmes_of(actor) if public.has_closed else frozenset()
    if not places:
        return public.everybodys
    films = {pk: film for pk, film in public.films.items() if film[ACCESS] == Access.OPEN or film[PROGRAMME] in places}
    return _scope(films, public.everybodys.lessons)


def _scope(films: dict[int, Facts], lessons: dict[int, Facts]) -> Scope:
    """Return the scope of films, given the oldest first."""
    newest = {film[LESSON]: pk for pk, film in films.items()}
    return Scope(films, lessons, frozenset(newest.values()))


@remembered
def _public(school: School) -> _Public:
    """Return what can be found in the lessons that everybody sees, as rows: a school may have thousands of films."""
    films, lessons = _facts_of(
        videos_of_public_lessons(school).filter(LISTED), lessons_visible_to(AnonymousUser(), school)
    )
    everybodys = {pk: film for pk, film in films.items() if film[ACCESS] == Access.OPEN}
    return _Public(_scope(everybodys, lessons), films, has_closed=len(everybodys) < len(films))


def _facts_of(videos: QuerySet[Video], lessons: QuerySet[Lesson]) -> tuple[dict[int, Facts], dict[int, Facts]]:
    """Return the facts of films by their numbers, the oldest first, and those of lessons. One query."""
    of_films = videos.values_list("pk", "created_at", *FACTS)
    # a lesson comes as a film without a number: its own stands where that of the film's lesson does
    none = Value(None, IntegerField())
    nothing = [none] * (len(FACTS) - len(LESSON_FACTS) - 1)
    of_lessons = lessons.values_list(none, none, "pk", *nothing, *LESSON_FACTS)
    rows = list(of_films.union(of_lessons, all=True))
    known = sorted((row for row in rows if row[0] is not None), key=itemgetter(1, 0))
    films = {pk: tuple(facts) for pk, _created_at, *facts in known}
    return films, {lesson_id: tuple(facts[-len(LESSON_FACTS) :]) for pk, _at, lesson_id, *facts in rows if pk is None}


def videos_to_find(actor: Actor, school: School) -> QuerySet[Video]:
    """Return the films of `school` that `actor` may find, as the database knows them now."""
    films = videos_visible_to(actor, school).filter(LISTED)
    return films.filter(Q(lesson=None) | Q(lesson__removed_at=None))
