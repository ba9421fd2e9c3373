"""The commands, their options and what `--help` says. What they do stands in the module that each one loads."""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from nastavnik import __version__
from nastavnik.cli.orphans import die_with
from nastavnik.cli.school import answer_at, load_school

EXIT_CODES = (
    "Exit codes: 0 done; 1 it did not work, and why was said; 2 the command line is wrong; 3 the school is up already; "
    "4 the port is taken; 5 there is no such thing; 6 refused by a rule of the school."
)
app = typer.Typer(
    name="nastavnik",
    help="Nastavnik, an online school for library networks. All data lies in one folder: NASTAVNIK_DATA, or ./data.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
user_app = typer.Typer(help="Accounts.", no_args_is_help=True)
app.add_typer(user_app, name="user")
models_app = typer.Typer(help="Models that recognise speech.", no_args_is_help=True)
app.add_typer(models_app, name="models")
search_app = typer.Typer(help="The search of moments.", no_args_is_help=True)
app.add_typer(search_app, name="search")
contest_app = typer.Typer(help="Contests.", no_args_is_help=True)
app.add_typer(contest_app, name="contest")

Host = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for every network of this machine.")]
Port = Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]
School = Annotated[str, typer.Option(help="The school's short name; needed only when there are several.")]
# The supervisor names itself, so that no process outlives it.
Parent = Annotated[int, typer.Option(hidden=True)]


def print_version(is_wanted: bool) -> None:
    """Print the version and leave."""
    if is_wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def common(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=print_version, is_eager=True)
    ] = False,
) -> None:
    """Take the options that stand before a command."""


@app.command()
def up(
    *,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    demo: Annotated[bool, typer.Option("--demo", help="Make the demonstration school first.")] = False,
    web_workers: Annotated[int, typer.Option(help="Web processes; 0: one per core, four at most.", min=0)] = 0,
    workers: Annotated[int, typer.Option(help="Background processes for each kind of work.", min=1)] = 1,
) -> None:
    """Start the whole school on one address and keep it up until Ctrl-C.

    Brings the database and the static files up to date, then runs the web server, a worker for mail and small things, a
    worker for films and the part that takes live broadcasts in. A process that dies is started again.
    """
    address = answer_at(host, port)
    load_school()
    from nastavnik.cli import up as command

    command.run(host=host, port=port, address=address, is_demo=demo, web_workers=web_workers, workers=workers)


@app.command()
def web(
    *,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option(help="Web processes; 0: one per core, four at most.", min=0)] = 0,
    parent: Parent = 0,
) -> None:
    """Run only the web server (for systemd and many nodes; `up` runs it for you)."""
    answer_at(host, port)
    if parent:
        die_with(parent)
    from nastavnik.cli import web as command

    command.serve(host=host, port=port, workers=workers)


@app.command()
def worker(
    *,
    queues: Annotated[str, typer.Option(help="Which queues, with commas between.")] = "default,video,press,outside",
    batch: Annotated[bool, typer.Option("--batch", help="Run what waits now, then stop.")] = False,
    parent: Parent = 0,
) -> None:
    """Run only background work: mail, films, books, sweeps (for systemd and many nodes; `up` runs it for you)."""
    if parent:
        die_with(parent)
    load_school()
    from django.core.management import call_command

    call_command("worker", queues=queues, batch=batch)


@app.command()
def ingest(*, host: Host = "127.0.0.1", parent: Parent = 0) -> None:
    """Run only the part that takes live broadcasts in (for systemd and many nodes; `up` runs it for you).

    Listens for OBS on RTMP_PORT, and for web processes, which bring the broadcasts of browsers, on INGEST_PORT.
    """
    if parent:
        die_with(parent)
    load_school()
    from nastavnik.cli import ingest as command

    command.run(host=host)


@app.command()
def demo() -> None:
    """Make the demonstration school and print its accounts. Running it twice changes nothing."""
    load_school()
    from nastavnik.cli import up as command

    command.bring_up_to_date()
    typer.echo(command.make_demonstration())


@app.command()
def report(
    school: Annotated[str, typer.Argument(help="The school's short name.")],
    *,
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="As it was at the end of this day.")
    ] = None,
    json: Json = False,
) -> None:
    """Print every figure of the school's report: its code, its value, what it is.

    With --json numbers are JSON numbers and moments are ISO 8601. Ends with 5 when there is no such school.
    """
    load_school()
    from nastavnik.cli import report as command

    command.tell(school_slug=school, day=as_of.date() if as_of else None, is_json=json)


@app.command()
def doctor(*, json: Json = False) -> None:
    """Check everything the school needs and say what to do about what is wrong.

    Every line is ok, warn or fail; the exit code is 1 when one fails.
    """
    load_school()
    from nastavnik.cli import doctor as command

    command.examine(is_json=json)


@app.command()
def publish(
    file: Annotated[Path, typer.Argument(help="The film.", exists=True, dir_okay=False, readable=True)],
    *,
    lesson: Annotated[str, typer.Option(help="The lesson: the last word of its address, /lessons/<slug>/.")],
    school: School = "",
    wait: Annotated[bool, typer.Option("--wait", help="Wait until every quality is made; needs a worker.")] = False,
    json: Json = False,
) -> None:
    """Publish a film as the film of a lesson. The file itself stays where it is.

    Ends with 0 when the film was taken (with --wait: when it is ready), 5 when there is no such lesson, 6 when the
    film was refused, 1 when it could not be made.
    """
    load_school()
    from nastavnik.cli import publish as command

    command.publish(path=file.resolve(), lesson_slug=lesson, school_slug=school, is_waiting=wait, is_json=json)


@app.command("save-film")
def save_film(
    film: Annotated[str, typer.Argument(help="The film: the last word of its address, /videos/<film>/.")],
    file: Annotated[Path, typer.Argument(help="The MP4 to write.", dir_okay=False, writable=True)],
) -> None:
    """Save a film as one MP4 with its title and chapters inside. Nothing is encoded anew.

    Ends with 0 when it was written, 5 when there is no such film, 6 when its file cannot become an MP4.
    """
    load_school()
    from nastavnik.cli import save_film as command

    command.save_film(token=film, path=file.resolve())


@user_app.command("add")
def add_user(
    email: Annotated[str, typer.Argument(help="The address she signs in with.")],
    *,
    name: Annotated[str, typer.Option(help="Her full name.")],
    role: Annotated[str, typer.Option(help="What she is: learner, mentor, methodist, director … or operator.")],
    school: School = "",
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read her password from the input.")] = False,
    invite: Annotated[bool, typer.Option("--invite", help="Send her a link by mail, and print it.")] = False,
) -> None:
    """Make an account with a role in the school; an operator has no school and may repair everything."""
    load_school()
    from nastavnik.cli import users as command

    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    command.add(email=email, full_name=name, role_word=role, school_slug=school, password=password, is_invited=invite)


@search_app.command("rebuild")
def rebuild_search() -> None:
    """Read films, lessons and handouts into the search anew. What is found stays so meanwhile."""
    load_school()
    from nastavnik.cli import search as command

    command.rebuild()


@models_app.command("list")
def list_models(*, json: Json = False) -> None:
    """List the models on this server, and those that `add` knows by name."""
    load_school()
    from nastavnik.cli import models as command

    command.show(is_json=json)


@models_app.command("add")
def add_model(
    source: Annotated[str, typer.Argument(help="A name from `models list`, a folder, or an archive (zip, tar).")],
    *,
    language: Annotated[str, typer.Option(help="The language it hears: ru, en …; empty: many.")] = "",
    name: Annotated[str, typer.Option(help="How it is called here; by default as its folder is.")] = "",
    link: Annotated[bool, typer.Option("--link", help="Use the folder where it lies instead of copying it.")] = False,
) -> None:
    """Bring a model in. A known name is fetched from its maker's address: only this command ever does that.

    Ends with 0 when the model is there, 5 when there is no such file or name, 6 when it is no model, 1 when fetching failed.
    """
    load_school()
    from nastavnik.cli import models as command

    command.add(source=source, language=language, name=name, is_linked=link)


@models_app.command("remove")
def remove_model(name: Annotated[str, typer.Argument(help="Its name in `models list`.")]) -> None:
    """Remove a model; of a linked one the folder stays where it lies."""
    load_school()
    from nastavnik.cli import models as command

    command.remove(name)


# Its words belong to Django, `--help` among them.
@app.command(add_help_option=False, context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def manage(context: typer.Context) -> None:
    """Run one of Django's own commands: `nastavnik manage help` lists them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nastavnik.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["nastavnik manage", *context.args])


@contest_app.command("verify")
def contest_verify(
    file: Annotated[
        Path, typer.Argument(help="Minutes of a jury as JSON.", exists=True, dir_okay=False, readable=True)
    ],
    *,
    json: Json = False,
) -> None:
    """Compute the result of a contest anew from the marks in its minutes; needs no school and no data folder.

    The exit code is 1 when the minutes are not what was signed, or their places do not come out of their marks.
    """
    from nastavnik.cli import contest as command

    command.verify(file=file, is_json=json)


def main() -> None:
    """Run the command line."""
    app()
