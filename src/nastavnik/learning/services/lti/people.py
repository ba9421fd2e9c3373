"""Whose account somebody of a platform comes into: connected once by herself, or made for her where the methodist allows it.

An e-mail that a platform tells is not used for anything: whoever may write her own address there could otherwise take over
the account that has it here, or lie in wait in an account made under somebody else's.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from nastavnik.core import journal
from nastavnik.core.ids import new_token
from nastavnik.learning.models import LtiLaunch, LtiPerson
from nastavnik.learning.services.lti.entrances import use
from nastavnik.learning.services.lti.grades import begin_grade
from nastavnik.learning.services.lti.refusals import ConnectedOtherwise, NoAccountsFromThere, NobodyYet
from nastavnik.people.enums import NO_ADDRESS_DOMAIN, Role
from nastavnik.people.models import User
from nastavnik.people.permissions import SYSTEM, Actor
from nastavnik.people.services import create_account, grant_role
from nastavnik.programme.permissions import place_of

UNNAMED = "—"


@transaction.atomic
def come_in(*, launch: LtiLaunch, person: LtiPerson, now: datetime) -> None:
    """Use the entrance up for a person who is connected; her grade is written back from now on. Raises `Refused`."""
    assert launch.link is not None  # whoever chooses lessons does not come in
    use(launch, now=now)
    begin_grade(link=launch.link, person=person, now=now)


@transaction.atomic
def connect(*, actor: Actor, launch: LtiLaunch, now: datetime) -> LtiPerson:
    """Connect the signed-in person with the one of the platform. Raises `NobodyYet`, `ConnectedOtherwise`."""
    if not isinstance(actor, User):
        raise NobodyYet
    person = _connected(launch, actor, now)
    journal.record(actor=actor, verb="connected with platform", subject=actor, now=now, platform=launch.platform_id)
    come_in(launch=launch, person=person, now=now)
    return person


@transaction.atomic
def make_account(*, launch: LtiLaunch, now: datetime) -> LtiPerson:
    """Make an account with the role of a learner for somebody who has none. Raises `NoAccountsFromThere`, `ConnectedOtherwise`."""
    if not launch.platform.makes_accounts:
        raise NoAccountsFromThere
    email = f"{new_token(16)}@{NO_ADDRESS_DOMAIN}"
    user = create_account(actor=SYSTEM, email=email, full_name=launch.name or UNNAMED, now=now)
    place = place_of(launch.platform.school)
    grant_role(actor=SYSTEM, user_id=user.pk, role=Role.LEARNER, place=place, now=now)
    person = _connected(launch, user, now)
    come_in(launch=launch, person=person, now=now)
    return person


def _connected(launch: LtiLaunch, user: User, now: datetime) -> LtiPerson:
    try:
        with transaction.atomic():
            return LtiPerson.objects.create(platform=launch.platform, sub=launch.sub, user=user, linked_at=now)
    except IntegrityError as error:
        raise ConnectedOtherwise from error


@transaction.atomic
def disconnect(*, actor: User, person_id: int, now: datetime) -> None:
    """Forget who of a platform a person is, at her own wish; grades already given stay in the platform."""
    person = LtiPerson.objects.get(pk=person_id, user=actor)
    platform_id = person.platform_id
    person.delete()
    journal.record(actor=actor, verb="disconnected from platform", subject=actor, now=now, platform=platform_id)


def forget_person(*, user_id: int) -> None:
    """Forget who of which platform somebody is, and the entrances that name her."""
    for person in LtiPerson.objects.filter(user=user_id):
        LtiLaunch.objects.filter(platform=person.platform_id, sub=person.sub).delete()
        person.delete()
