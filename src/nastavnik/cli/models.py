"""`nastavnik models`: what recognises speech. Nothing is fetched but by `models add` with a known name."""

import json
import shutil
import urllib.request
from dataclasses import asdict
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit

import typer
from django.conf import settings

from nastavnik.cli.exits import Exit, stop_with
from nastavnik.video.selectors.recognition import ModelRow, model_rows
from nastavnik.video.speech.asking import Model
from nastavnik.video.speech.catalogue import KNOWN, Known
from nastavnik.video.speech.engines import PACKAGES
from nastavnik.video.speech.models import ModelRefused, add_files, add_folder, is_installed, remove_model

TIMEOUT_SECONDS = 60


def show(*, is_json: bool) -> None:
    """Print the models that are there, and those that can be fetched."""
    rows = model_rows()
    if is_json:
        typer.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2))
        return
    typer.echo("\n".join(map(_line, rows)) or "No model is here yet: speech is not recognised, everything else works.")
    there = {row.name for row in rows}
    offered = [f"  {one.name:16} {one.megabytes:5} MB  {one.about}" for one in KNOWN.values() if one.name not in there]
    typer.echo("\n".join(["", "nastavnik models add NAME fetches:", *offered]))


def _line(row: ModelRow) -> str:
    missing = f"; install {row.missing} to use it" if row.missing else ""
    return f"{row.name:18} {row.engine:8} {row.language or 'many languages'}{missing}"


def add(*, source: str, language: str, name: str, is_linked: bool) -> None:
    """Bring a model in from a path or by its known name."""
    path = Path(source)
    try:
        if source in KNOWN and not path.exists():
            model = _fetched(KNOWN[source], name or source)
        elif path.exists():
            called = name or path.name.removesuffix(".zip").partition(".tar")[0]
            folder = Path(settings.SPEECH_MODELS)
            model = add_folder(folder, path.resolve(), name=called, language=language, is_linked=is_linked)
        else:
            stop_with(Exit.NOT_FOUND, f"{source}: neither a path nor one of {', '.join(KNOWN)}")
    except ModelRefused as refused:
        stop_with(Exit.REFUSED, str(refused))
    except OSError as error:
        if isinstance(error, HTTPError):
            error.close()
        stop_with(Exit.FAILED, f"{source}: {error}")
    typer.echo(_told(model))


def _told(model: Model) -> str:
    told = f"{model.name} is here: {model.engine}, {model.language or 'many languages'}."
    if not is_installed(model.engine):
        told += f" Its program is not: pip install '{PACKAGES[model.engine]}'"
    return told


def _fetched(known: Known, name: str) -> Model:
    def fetch(folder: Path) -> None:
        for address in known.addresses:
            typer.echo(f"Fetching {address} (about {known.megabytes} MB in all)", err=True)
            _fetch(address, folder / Path(urlsplit(address).path).name)

    return add_files(Path(settings.SPEECH_MODELS), name=name, language=known.language, fetch=fetch)


def _fetch(address: str, target: Path) -> None:
    # only addresses of the catalogue come here
    with urllib.request.urlopen(address, timeout=TIMEOUT_SECONDS) as answer, target.open("wb") as file:  # noqa: S310 -- see above
        shutil.copyfileobj(answer, file, 2**20)


def remove(name: str) -> None:
    """Remove a model."""
    if not remove_model(Path(settings.SPEECH_MODELS), name):
        stop_with(Exit.NOT_FOUND, f"There is no model {name}.")
    typer.echo(f"{name} is gone.")
