"""`nastavnik user add`: the first methodist and the operator come from the shell."""

from datetime import datetime

import typer
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from nastavnik.cli.exits import Exit, stop_with
from nastavnik.cli.lookup import school_named
from nastavnik.core import clock
from nastavnik.core.errors import Refusal
from nastavnik.people import services
from nastavnik.people.enums import Role
from nastavnik.people.permissions import SYSTEM
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of

OPERATOR = "operator"


def add(
    *, email: str, full_name: str, role_word: str, school_slug: str, password: str | None, is_invited: bool
) -> None:
    """Make the account, or invite her."""
    role = role_named(role_word)
    school = school_named(school_slug) if role else None
    refuse_bad_input(email, password)
    try:
        if is_invited and role and school:
            typer.echo(invite(email=email, full_name=full_name, role=role, school=school))
            return
        make(email=email, full_name=full_name, password=password, role=role, school=school, now=clock.now())
    except Refusal as refusal:
        stop_with(Exit.REFUSED, str(refusal.message))
    how = "with the password you gave" if password else "by a code that comes by mail"
    typer.echo(f"{email} may sign in {how}.")


def make(
    *, email: str, full_name: str, password: str | None, role: Role | None, school: School | None, now: datetime
) -> None:
    """Make the account with its role; without a role it is the operator's."""
    user = services.create_account(
        actor=SYSTEM, email=email, full_name=full_name, password=password, is_operator=role is None, now=now
    )
    if role and school:
        services.grant_role(actor=SYSTEM, user_id=user.pk, role=role, place=place_of(school), now=now)


def invite(*, email: str, full_name: str, role: Role, school: School) -> str:
    """Invite her to the school; return what to tell."""
    invited = services.invite_person(
        actor=SYSTEM,
        place=place_of(school),
        place_title=school.title,
        email=email,
        full_name=full_name,
        role=role,
        now=clock.now(),
    )
    link = f"\n{invited.shown_link}" if invited.shown_link else ""
    return f"An invitation goes to {invited.user.email}.{link}"


def role_named(word: str) -> Role | None:
    """Return the role, or None for an operator."""
    if word == OPERATOR:
        return None
    if word not in Role.values:
        stop_with(Exit.USED_WRONGLY, f"--role is one of: {', '.join([*Role.values, OPERATOR])}")
    return Role(word)


def refuse_bad_input(email: str, password: str | None) -> None:
    """End the command when the address is none, or the password is too easy."""
    try:
        validate_email(email)
        if password is not None:
            validate_password(password)
    except ValidationError as error:
        stop_with(Exit.USED_WRONGLY, " ".join(error.messages))
