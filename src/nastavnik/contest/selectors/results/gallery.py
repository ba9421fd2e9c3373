"""The gallery of ideas: what authors let everybody read of their applications once the results are out; and the readers' vote."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.http import Http404
from django.urls import reverse

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application, Contest, GalleryEntry, ReaderVote
from nastavnik.contest.selectors.applications.lookup import application_for
from nastavnik.contest.selectors.public import contest_seen
from nastavnik.contest.selectors.results.public import named_authors
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School


@dataclass(frozen=True, slots=True)
class Idea:
    """An idea in the gallery. `votes` is nothing where readers do not vote."""

    title: str
    direction: str
    library: str
    summary: str
    authors: list[str]
    votes: int
    has_voted: bool
    vote_url: str


@dataclass(frozen=True, slots=True)
class GalleryPage:
    """The ideas of a contest in the order of their titles: an order of votes would win votes."""

    contest: Contest
    ideas: list[Idea]

    @property
    def has_vote(self) -> bool:
        """Tell whether readers vote."""
        return self.contest.has_public_vote


@dataclass(frozen=True, slots=True)
class OwnIdea:
    """What an application's authors let be read of it."""

    application: Application
    initial: Mapping[str, Any]


def gallery_page(actor: Actor, school: School, slug: str, guest: str, now: datetime) -> GalleryPage:
    """Return the gallery of a contest; `guest`: the digest of a reader without an account. Raises `Http404`."""
    contest = contest_seen(actor, school, slug, now)
    if contest.released_at is None:
        raise Http404
    rows = ideas_of(contest).select_related("application__direction", "application__library")
    entries = list(rows.order_by("application__title_key", "application__number"))
    named = named_authors(contest, [one.application_id for one in entries if one.names_authors])
    votes = _votes(contest) if contest.has_public_vote else {}
    hers = _voted(contest, actor, guest) if contest.has_public_vote else set()
    return GalleryPage(contest, [_idea(one, named, votes, hers) for one in entries])


def ideas_of(contest: Contest) -> Any:
    """Return the entries that everybody reads: of admitted applications, while their authors let it."""
    return GalleryEntry.objects.filter(
        application__contest=contest, application__state=ApplicationState.ADMITTED, is_public=True
    )


def _idea(entry: GalleryEntry, named: Mapping[int, list[str]], votes: Mapping[int, int], hers: set[int]) -> Idea:
    application = entry.application
    return Idea(
        title=application.title,
        direction=application.direction.title if application.direction else "",
        library=application.library.label if application.library else "",
        summary=entry.summary,
        authors=named.get(application.pk, []),
        votes=votes.get(application.pk, 0),
        has_voted=application.pk in hers,
        vote_url=reverse("contest:vote_idea", args=[application.token]),
    )


def _votes(contest: Contest) -> dict[int, int]:
    rows = ReaderVote.objects.filter(application__contest=contest).values("application").annotate(many=Count("pk"))
    return {row["application"]: row["many"] for row in rows.order_by()}


def _voted(contest: Contest, actor: Actor, guest: str) -> set[int]:
    votes = ReaderVote.objects.filter(application__contest=contest)
    own = votes.filter(user=actor) if isinstance(actor, User) else votes.filter(guest=guest).exclude(guest="")
    return set(own.values_list("application_id", flat=True))


def own_idea(actor: Actor, school: School, token: str) -> OwnIdea:
    """Return the idea of an application to its authors. Raises `Application.DoesNotExist`, also before the release."""
    application = application_for(actor, school, token)
    if application.contest.released_at is None or application.state != ApplicationState.ADMITTED:
        raise Application.DoesNotExist
    entry = GalleryEntry.objects.filter(application=application).first()
    if entry is None:
        return OwnIdea(application, {})
    names = ("summary", "is_public", "names_authors")
    return OwnIdea(application, {name: getattr(entry, name) for name in names})


def idea_to_vote(actor: Actor, school: School, token: str, now: datetime) -> Application:
    """Return the application of an idea that `actor` may read. Raises `Http404`."""
    application = Application.objects.select_related("contest").filter(token=token, contest__school=school).first()
    if application is None:
        raise Http404
    contest = contest_seen(actor, school, application.contest.slug, now)
    if contest.released_at is None or not ideas_of(contest).filter(application=application).exists():
        raise Http404
    application.contest = contest
    return application
