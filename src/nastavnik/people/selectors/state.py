"""What every page of a signed-in person needs to know, in one query."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from nastavnik.people.enums import ConsentKind, Place
from nastavnik.people.models import ConsentRound, ConsentText, User


@dataclass(frozen=True, slots=True)
class PageState:
    """How many notices are unread, and whether there are documents that the person has not been asked about."""

    unread: int
    is_asking_consent: bool


def page_state(user: User, place: Place | None) -> PageState:
    """Return what the base page of `place` shows of `user`; one query."""
    people = User.objects.filter(pk=user.pk)
    counts = people.annotate(unread=Count("notice", filter=Q(notice__read_at=None)))
    if place is None:
        return PageState(unread=counts.values_list("unread", flat=True)[0], is_asking_consent=False)
    rounds = ConsentRound.objects.filter(
        user=user, place_kind=place.kind, place_id=place.id, answered_at__gte=OuterRef("published_at")
    )
    unasked = ConsentText.objects.filter(
        ~Exists(rounds), place_kind=place.kind, place_id=place.id, kind=ConsentKind.PROCESSING
    )
    unread, is_asking = counts.annotate(asks=Exists(unasked)).values_list("unread", "asks")[0]
    return PageState(unread=unread, is_asking_consent=is_asking)
