"""What somebody may find at all: the films and lessons that she sees in lists."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from nastavnik.core.memory import remembered
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_see_desk
from nastavnik.programme.selectors import LessonCard
from nastavnik.programme.selectors.lessons import visible_cards
from nastavnik.search.selectors.index import Found
from nastavnik.video.enums import Access, VideoState
from nastavnik.video.models import Video
from nastavnik.video.permissions import videos_of_public_lessons, videos_visible_to, watched_by

# A film that has something to show, is not passed on by link alone, and is no broadcast that goes on.
LISTED = Q(removed_at=None) & ~Q(build="") & ~Q(access=Access.LINK) & ~Q(state=VideoState.RECORDING)


@dataclass(frozen=True, slots=True)
class Scope:
    """The films, each with the number of its lesson, and the lessons with their cards, that may be found."""

    videos: dict[int, int | None]
    lessons: dict[int, LessonCard]
    # of the films of one lesson the newest, which its page plays
    playing: frozenset[int]

    def holds(self, found: Found) -> bool:
        """Tell whether a passage may be shown: of a film by its film, else by its lesson; one of neither is everybody's."""
        if found.video_id is not None:
            return found.video_id in self.videos
        return found.lesson_id is None or found.lesson_id in self.lessons

    def lesson_of(self, found: Found) -> LessonCard | None:
        """Return the lesson to which a passage belongs now."""
        lesson_id = self.videos[found.video_id] if found.video_id is not None else found.lesson_id
        return self.lessons.get(lesson_id) if lesson_id is not None else None


def scope_of(actor: Actor, school: School) -> Scope:
    """Return what `actor` may find. The desk is answered by the database; for others the rows are remembered, not the rights."""
    cards = {card.id: card for card in visible_cards(actor, school)}
    if can_see_desk(actor, school):
        rows = videos_to_find(actor, school).order_by("created_at", "pk").values_list("pk", "lesson")
        return _scope(dict(rows), cards)
    return _scope({video.pk: video.lesson_id for video in watched_by(actor, _public_films(school))}, cards)


def _scope(videos: dict[int, int | None], cards: dict[int, LessonCard]) -> Scope:
    """Return the scope of films given with their lessons, the oldest first."""
    newest = {lesson_id: pk for pk, lesson_id in videos.items()}
    return Scope(videos, cards, frozenset(newest.values()))


def videos_to_find(actor: Actor, school: School) -> QuerySet[Video]:
    """Return the films of `school` that `actor` may find, as the database knows them now."""
    films = videos_visible_to(actor, school).filter(LISTED)
    return films.filter(Q(lesson=None) | Q(lesson__removed_at=None))


@remembered
def _public_films(school: School) -> tuple[Video, ...]:
    return tuple(
        videos_of_public_lessons(school).filter(LISTED).select_related("lesson__cycle").order_by("created_at", "pk")
    )
