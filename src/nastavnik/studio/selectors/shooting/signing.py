"""A consent as somebody who is shown sees it by her link: the document that was sent, her answer, what she may do."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from nastavnik.core.markdown import render_markdown
from nastavnik.people.selectors.entry import hash_secret
from nastavnik.programme.models import School
from nastavnik.studio.models import ShownPerson
from nastavnik.studio.selectors.shooting.states import ShownState, state_of


@dataclass(frozen=True, slots=True)
class SigningPage:
    """A consent behind a link. `state` is a word of `ShownState`.

    `may_answer`: an answer is taken; `is_over`: it was never answered, and cannot be any more; `signer`: the name to be typed.
    """

    secret: str
    person: ShownPerson
    film: str
    school: str
    operator: str
    sender: str
    signer: str
    document: SafeString
    state: str
    may_answer: bool
    may_withdraw: bool
    is_over: bool


def signing_page(school: School, secret: str, now: datetime) -> SigningPage:
    """Return the consent behind a link. Raises `ShownPerson.DoesNotExist`."""
    rows = ShownPerson.objects.select_related("card__school__owner", "added_by")
    person = rows.get(secret_hash=hash_secret(secret), card__school=school)
    state = state_of(person)
    is_open = person.expires_at is not None and person.expires_at > now and person.card.removed_at is None
    return SigningPage(
        secret=secret,
        person=person,
        film=person.card.title,
        school=school.title,
        operator=person.card.school.owner.name,
        sender=str(person.added_by or ""),
        signer=person.guardian or person.name,
        document=render_markdown(person.text),
        state=state,
        may_answer=is_open and state != ShownState.AGREED,
        may_withdraw=state == ShownState.AGREED,
        is_over=not is_open and state == ShownState.ASKED,
    )
