"""Contests as they are usually arranged: what a new one is copied from. Each is a file of `data/blueprints`."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

FOLDER = files("nastavnik.contest") / "data" / "blueprints"


@dataclass(frozen=True, slots=True)
class Blueprint:
    """An arrangement with its name in addresses; `told` is the file, as its comments describe it."""

    name: str
    title: str
    about: str
    told: dict[str, Any]


@lru_cache(maxsize=1)
def blueprints() -> tuple[Blueprint, ...]:
    """Return all arrangements, in the order of their names."""
    names = sorted(entry.name for entry in FOLDER.iterdir() if entry.name.endswith(".toml"))
    return tuple(_read(name) for name in names)


def blueprint(name: str) -> Blueprint:
    """Return the arrangement of this name. Raises `KeyError`."""
    return {one.name: one for one in blueprints()}[name]


def _read(name: str) -> Blueprint:
    told = tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    return Blueprint(name.removesuffix(".toml"), told["title"], told["about"], told)
