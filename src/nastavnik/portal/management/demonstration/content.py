"""What the demonstration school consists of, read from the files in `portal/demo/`."""

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "demo"
FILMS = FOLDER / "films"

# A table of a TOML file; the files' own comments say what stands in them.
Table = dict[str, Any]


def read(name: str) -> Table:
    """Return the table in `portal/demo/<name>.toml`."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
