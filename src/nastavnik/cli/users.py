"""`nastavnik user add`: the first methodist, or the operator, from the shell."""

import sys
from typing import Annotated

import typer

from nastavnik.cli.publish import fail
from nastavnik.core import clock
from nastavnik.core.errors import Refusal
from nastavnik.people import services
from nastavnik.people.enums import Place, PlaceKind, Role
from nastavnik.people.permissions import SYSTEM
from nastavnik.programme.models import School

app = typer.Typer(no_args_is_help=True, help="Accounts.")


@app.command()
def add(
    email: Annotated[str, typer.Argument(help="the address she signs in with")],
    name: Annotated[str, typer.Option(help="full name")],
    role: Annotated[Role | None, typer.Option(help="what she is in the school")] = None,
    school: Annotated[str, typer.Option(help="the school's short name; needed when there are several")] = "",
    operator: Annotated[bool, typer.Option("--operator", help="may use /admin/")] = False,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="read a password from standard input")
    ] = False,
) -> None:
    """Make an account. Without a password it is entered by a code that comes by mail."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    place = place_named(school) if role else None
    try:
        user = services.create_account(
            actor=SYSTEM, email=email, full_name=name, password=password, is_operator=operator, now=clock.now()
        )
        if role and place:
            services.grant_role(actor=SYSTEM, user_id=user.pk, role=role, place=place, now=clock.now())
    except Refusal as refusal:
        fail(str(refusal.message))
    typer.echo(f"{user.email}: {role.label if role else 'no role'}")


def place_named(slug: str) -> Place:
    """Return the school as a place, or leave with what is wrong."""
    schools = list(School.objects.filter(slug=slug) if slug else School.objects.all())
    if len(schools) == 1:
        return Place(PlaceKind.SCHOOL, schools[0].pk)
    known = (
        ", ".join(School.objects.order_by("slug").values_list("slug", flat=True)) or "none yet (try: nastavnik demo)"
    )
    fail(f"Name one school with --school. Schools: {known}")
