"""`nastavnik doctor`: is everything as it should be, and if not, what to do."""

import json
from collections.abc import Callable
from dataclasses import asdict

import typer

from nastavnik.cli.exits import Exit
from nastavnik.cli.findings import Finding, Mark, fail
from nastavnik.cli.organs import CHECKS


def examine(*, is_json: bool) -> None:
    """Run every check and tell what was found; ends with 1 when something fails."""
    findings = [look_at(name, check) for name, check in CHECKS.items()]
    if is_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(line for finding in findings for line in lines_of(finding)))
    has_failed = any(finding.mark == Mark.FAIL for finding in findings)
    raise typer.Exit(Exit.FAILED if has_failed else Exit.DONE)


def look_at(name: str, check: Callable[[], Finding]) -> Finding:
    """Run one check; one that breaks is itself a finding, and the others go on."""
    try:
        finding = check()
    except Exception as error:  # noqa: BLE001 -- whatever is broken is what the doctor is asked about
        finding = fail(f"{type(error).__name__}: {str(error).strip()}", "This check itself broke; see the text above.")
    finding.what = name
    return finding


def lines_of(finding: Finding) -> list[str]:
    """Return the finding as a person reads it."""
    line = f"{finding.mark:5} {finding.what:12} {finding.told}"
    return [line, f"{'':18} -> {finding.advice}"] if finding.advice else [line]
