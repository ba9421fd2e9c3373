"""What people say about a card; also of one that was published."""

from datetime import datetime

from django.db import transaction

from nastavnik.people.models import User
from nastavnik.studio.models import CardComment
from nastavnik.studio.services.cards import telling
from nastavnik.studio.services.cards.locking import locked
from nastavnik.studio.services.cards.refusals import CommentEmpty


@transaction.atomic
def add_comment(*, actor: User, card_id: int, body: str, now: datetime) -> CardComment:
    """Say something about a card; who makes it and who has spoken are told. Raises `CommentEmpty`."""
    card = locked(actor, card_id)
    if not body.strip():
        raise CommentEmpty
    comment = CardComment.objects.create(card=card, author=actor, body=body.strip(), made_at=now)
    telling.tell_of_comment(comment, actor=actor, now=now)
    return comment
