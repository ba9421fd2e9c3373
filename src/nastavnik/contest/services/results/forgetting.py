"""A person who asked to be forgotten votes for no idea any more. Decisions and minutes stay: results rest on them."""

from nastavnik.contest.models import ReaderVote


def forget_person(*, user_id: int) -> None:
    """Take a person's votes as a reader away. Safe to repeat."""
    ReaderVote.objects.filter(user=user_id).delete()
