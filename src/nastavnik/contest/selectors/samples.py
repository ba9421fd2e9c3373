"""Two made-up applications: the jury tries its hand on them, and the preview shows one beside its sheet."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from nastavnik.contest.checking.values import Value
from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.setup import Form

SAMPLES = Path(__file__).parents[1] / "data" / "samples.toml"
TYPED = frozenset({FieldKind.LINE, FieldKind.TEXT})


@cache
def samples() -> list[dict[str, Any]]:
    """Return the samples as they are written (`title`, `values`), the stronger first."""
    found: list[dict[str, Any]] = tomllib.loads(SAMPLES.read_text(encoding="utf-8"))["samples"]
    return found


def sample_values(form: Form) -> dict[str, Value]:
    """Return what fills a form for a look at it: the stronger sample, and the examples of fields that it does not know."""
    known = samples()[0]["values"]
    fields = [field for section in form.sections for field in section.fields]
    examples = {field.key: field.example for field in fields if field.kind in TYPED and field.example}
    return {**examples, **{field.key: known[field.key] for field in fields if field.key in known}}
