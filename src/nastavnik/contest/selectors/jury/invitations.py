"""The link by which somebody comes into a jury."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from nastavnik.contest.models import Juror
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.people.selectors.entry import hash_secret
from nastavnik.programme.models import School

INVITATION_LIVES = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class JuryInvitation:
    """An invitation as its person sees it. `is_over`: it was used, taken back, or is too old."""

    is_over: bool
    juror: Juror
    expires_at: datetime
    # whose account the browser is in
    account: str
    # the address of the invitation has an account: it is opened by signing in
    has_account: bool

    @property
    def can_make_account(self) -> bool:
        """Tell whether coming in makes an account: the link came by mail, and the address has none."""
        return not self.account and bool(self.juror.email) and not self.has_account


def juror_invited_by(secret: str, school: School) -> Juror:
    """Return the juror of a link of the school; raises `DoesNotExist` for what is no link any more."""
    jurors = Juror.objects.select_related("contest__school", "organisation")
    return jurors.get(invitation_digest=hash_secret(secret), contest__school=school, contest__removed_at=None)


def is_invited(juror: Juror, now: datetime) -> bool:
    """Tell whether the link of a juror still works."""
    is_waiting = bool(juror.invitation_digest) and juror.left_at is None and juror.contest.released_at is None
    return is_waiting and now < juror.invited_at + INVITATION_LIVES


def jury_invitation(secret: str, viewer: Actor, school: School, *, now: datetime) -> JuryInvitation:
    """Return the invitation behind a link."""
    juror = juror_invited_by(secret, school)
    has_account = bool(juror.email) and User.objects.filter(email=juror.email).exists()
    return JuryInvitation(
        is_over=not is_invited(juror, now),
        juror=juror,
        expires_at=juror.invited_at + INVITATION_LIVES,
        account=str(viewer) if isinstance(viewer, User) else "",
        has_account=has_account,
    )
