"""Where things stand: the layers as pyproject.toml declares them, and the files of the project."""

import re
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "nastavnik"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {contract["id"]: contract for contract in PYPROJECT["tool"]["importlinter"]["contracts"]}


def layers() -> list[list[str]]:
    """Return the apps from high to low; apps of one layer stand together."""
    return [[app.strip(" ()") for app in re.split(r"[|:]", layer)] for layer in CONTRACTS["app-layers"]["layers"]]


# The higher the number, the higher the layer.
RANK = {app: -depth for depth, layer in enumerate(layers()) for app in layer}


def python_files(*folders: str) -> list[Path]:
    """Return our own Python files, without migrations, which Django writes."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def templates() -> list[Path]:
    """Return every template of every app."""
    return sorted(PACKAGE.glob("*/templates/**/*.html"))


def faults_in(paths: Iterable[Path], faults_of: Callable[[Path], object]) -> dict[str, object]:
    """Return what is wrong in each file where anything is, by its name: one test goes over all files and tells all of it."""
    found = {str(path.relative_to(ROOT)): faults_of(path) for path in paths}
    assert found, "there are no files to look into"
    return {name: faults for name, faults in found.items() if faults}


def app_of(path: Path) -> str:
    """Return the app in whose folder `path` lies."""
    return path.relative_to(PACKAGE).parts[0]
