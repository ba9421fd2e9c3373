"""Coming in and one's own sign-in, as pages show them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from nastavnik.people.enums import DESK_ROLES, Place, Role
from nastavnik.people.models import Invitation, User
from nastavnik.people.permissions import Actor, roles_of


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """An invitation as its person sees it. `is_for_another`: she must sign in by herself first."""

    name: str
    email: str
    place_title: str
    role: str
    inviter: str
    expires_at: datetime
    is_open: bool
    is_entry: bool
    is_for_another: bool


@dataclass(frozen=True, slots=True)
class SecurityPage:
    """How a person signs in, and what protects the account."""

    email: str
    waiting_email: str
    has_password: bool
    has_app: bool
    passkeys: int
    outside: list[str]
    is_of_desk: bool

    @property
    def has_second_step(self) -> bool:
        return self.has_app or self.passkeys > 0

    @property
    def is_advised(self) -> bool:
        """Tell whether the person works with other people's data and has no second step."""
        return self.is_of_desk and not self.has_second_step


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """A person's own page: what the school knows besides what she may change herself."""

    person: User
    library: str
    roles: list[str]
    is_advised: bool


def person_at(email: str) -> User | None:
    """Return the person who may sign in and whose account has this address."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def hash_secret(secret: str) -> str:
    """Return what is kept of a link's secret: long random words need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invitation_page(secret: str, viewer: Actor, *, now: datetime) -> InvitationPage:
    """Return the invitation behind a link; it may be over."""
    found = Invitation.objects.select_related("user", "invited_by").get(secret_hash=hash_secret(secret))
    return InvitationPage(
        name=found.user.full_name,
        email=found.user.email,
        place_title=found.place_title,
        role=str(Role(found.role).label) if found.role else "",
        inviter=str(found.invited_by) if found.invited_by else "",
        expires_at=found.expires_at,
        is_open=found.is_open_at(now),
        is_entry=found.is_entry,
        is_for_another=not found.is_entry and viewer.pk != found.user_id,
    )


def security_page(user: User) -> SecurityPage:
    """Return how `user` signs in."""
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    waiting = EmailAddress.objects.filter(user=user, verified=False).exclude(email=user.email)
    outside = SocialAccount.objects.filter(user=user).values_list("provider", flat=True)
    return SecurityPage(
        email=user.email,
        waiting_email=waiting.values_list("email", flat=True).first() or "",
        has_password=user.has_usable_password(),
        has_app=Authenticator.Type.TOTP in kinds,
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        outside=sorted(outside),
        is_of_desk=any(role in DESK_ROLES for role, _place in roles_of(user)),
    )


def profile_page(user: User, place: Place) -> ProfilePage:
    """Return a person's own page in a school."""
    person = User.objects.select_related("library").get(pk=user.pk)
    return ProfilePage(
        person=person,
        library=person.library.label if person.library else "",
        roles=sorted(str(role.label) for role, held in roles_of(user) if held == place),
        is_advised=security_page(user).is_advised,
    )
