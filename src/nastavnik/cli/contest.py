"""`nastavnik contest`: minutes of a jury computed anew, without the school that made them."""

import json
from dataclasses import asdict
from pathlib import Path

import typer

from nastavnik.cli.exits import Exit, stop_with
from nastavnik.contest.ranking.told import MOST_BYTES, Difference, NotMinutes, differences, read_file

SENTENCES = {
    "sha256": "the file is not what was signed: its hash is {computed}, beside it stands {told}",
    "mark": "a mark that cannot be counted: {told} (wanted: {computed})",
    "place": "the place is told as {told}; out of the marks comes {computed}",
    "total": "the total is told as {told}; out of the marks comes {computed}",
    "decided_by": "equals are told to be parted by {told}; by the rules it is {computed}",
}


def verify(*, file: Path, is_json: bool) -> None:
    """Compute the ranking of minutes anew and say what differs; the exit code is 1 when something does."""
    if file.stat().st_size > MOST_BYTES:
        stop_with(Exit.FAILED, f"{file}: larger than any minutes ({MOST_BYTES // 2**20} MB).")
    try:
        told, sha256 = read_file(file.read_bytes())
        found = differences(told, sha256)
    except NotMinutes:
        stop_with(Exit.FAILED, f"{file}: no minutes of a contest, or of a format that this version does not know.")
    if is_json:
        typer.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
    else:
        places = len(told["ranking"])
        typer.echo("\n".join(map(sentence, found)) or f"Right: {places} places come out of the marks. SHA-256 {sha256}")
    if found:
        raise typer.Exit(Exit.FAILED)


def sentence(one: Difference) -> str:
    """Return a difference in words."""
    where = f"application {one.number}: " if one.number is not None else ""
    return where + SENTENCES[one.what].format(told=one.told, computed=one.computed)
