"""What the editor is told of proofs."""

from datetime import datetime

from django.urls import reverse

from nastavnik.people.enums import NoticeKind
from nastavnik.people.services import notify
from nastavnik.programme.permissions import place_of
from nastavnik.publishing.models import ProofLink
from nastavnik.publishing.selectors.reading.addresses import link_in_notice


def tell_of_answer(link: ProofLink, *, now: datetime) -> None:
    """Tell who sent a proof what its author says."""
    school = link.article.collection.school
    if link.sent_by_id is None:
        return
    path = reverse("publishing:article_proofs", args=[link.article.token])
    notify(
        user_ids=[link.sent_by_id],
        kind=NoticeKind.DESK,
        template="publishing/notices/proof",
        now=now,
        context={
            "title": link.article.title,
            "who": link.author.name,
            "is_approved": link.is_approved,
            "words": link.words,
        },
        link=link_in_notice(school, path),
        place=place_of(school),
        zone=school.time_zone,
    )
