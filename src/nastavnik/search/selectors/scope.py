"""What somebody may find at all: the films and lessons that she sees in lists."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from nastavnik.core.memory import remembered
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_see_desk, lessons_visible_to, programmes_of
from nastavnik.search.selectors.index import Found
from nastavnik.video.enums import Access, VideoState
from nastavnik.video.models import Video
from nastavnik.video.permissions import videos_of_public_lessons, videos_visible_to

# A film that has something to show, is not passed on by link alone, and is no broadcast that goes on.
LISTED = Q(removed_at=None) & ~Q(build="") & ~Q(access=Access.LINK) & ~Q(state=VideoState.RECORDING)

# a film and its lesson
FilmRow = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Scope:
    """The films, each with the number of its lesson, and the lessons, that may be found."""

    videos: dict[int, int | None]
    lessons: frozenset[int]
    # of the films of one lesson the newest, which its page plays
    playing: frozenset[int]

    def holds(self, found: Found) -> bool:
        """Tell whether a passage may be shown: of a film by its film, else by its lesson; one of neither is everybody's."""
        if found.video_id is not None:
            return found.video_id in self.videos
        return found.lesson_id is None or found.lesson_id in self.lessons

    def lesson_of(self, found: Found) -> int | None:
        """Return the lesson to which a passage belongs now."""
        return self.videos[found.video_id] if found.video_id is not None else found.lesson_id


@dataclass(frozen=True, slots=True)
class _Public:
    """What the lessons that everybody sees hold: what everybody may find, and films for those enrolled in a programme."""

    everybodys: Scope
    films: tuple[FilmRow, ...]
    # the programme of each film that is for those enrolled
    closed: dict[int, int]


def scope_of(actor: Actor, school: School) -> Scope:
    """Return what `actor` may find. The desk is answered by the database; for others the rows are remembered, not the rights.

    What is shown in the end is asked of the database once more, whatever was remembered.
    """
    if can_see_desk(actor, school):
        lessons = lessons_visible_to(actor, school).values_list("pk", flat=True)
        return _scope(_in_time(videos_to_find(actor, school)).values_list("pk", "lesson"), frozenset(lessons))
    public = _public(school)
    places = programmes_of(actor) if public.closed else frozenset()
    if not places:
        return public.everybodys
    films = [row for row in public.films if public.closed.get(row[0]) in {None, *places}]
    return _scope(films, public.everybodys.lessons)


def _scope(films: Iterable[FilmRow], lessons: frozenset[int]) -> Scope:
    """Return the scope of films given with their lessons, the oldest first."""
    videos = dict(films)
    newest = {lesson_id: pk for pk, lesson_id in videos.items()}
    return Scope(videos, lessons, frozenset(newest.values()))


@remembered
def _public(school: School) -> _Public:
    """Return what can be found in the lessons that everybody sees, as rows: a school may have thousands of films."""
    rows = _in_time(videos_of_public_lessons(school).filter(LISTED))
    films = list(rows.values_list("pk", "lesson", "access", "lesson__cycle__programme"))
    closed = {pk: programme for pk, _lesson, access, programme in films if access != Access.OPEN}
    lessons = frozenset(lessons_visible_to(AnonymousUser(), school).values_list("pk", flat=True))
    everybodys = _scope([(pk, lesson) for pk, lesson, *_rest in films if pk not in closed], lessons)
    return _Public(everybodys, tuple((pk, lesson) for pk, lesson, *_rest in films), closed)


def _in_time(videos: QuerySet[Video]) -> QuerySet[Video]:
    return videos.order_by("created_at", "pk")


def videos_to_find(actor: Actor, school: School) -> QuerySet[Video]:
    """Return the films of `school` that `actor` may find, as the database knows them now."""
    films = videos_visible_to(actor, school).filter(LISTED)
    return films.filter(Q(lesson=None) | Q(lesson__removed_at=None))
