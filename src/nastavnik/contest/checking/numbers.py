"""Numbers and sums as people type them: `12 500,50`. Sums are whole kopecks, never a float."""

import re
from decimal import Decimal

SPACES = re.compile(r"[\s\u00a0\u202f]+")
NUMBER = re.compile(r"-?\d{1,12}(?:[.,]\d{1,4})?", re.ASCII)
MONEY = re.compile(r"\d{1,12}(?:[.,]\d{1,2})?", re.ASCII)
KOPECKS = 100


def read_number(text: str) -> Decimal | None:
    """Return a number; None for anything else."""
    plain = SPACES.sub("", text)
    return Decimal(plain.replace(",", ".")) if NUMBER.fullmatch(plain) else None


def read_money(text: str) -> int | None:
    """Return a sum in kopecks; None for anything else."""
    plain = SPACES.sub("", text)
    return int(Decimal(plain.replace(",", ".")) * KOPECKS) if MONEY.fullmatch(plain) else None


def write_money(kopecks: int) -> str:
    """Write a sum in roubles: `12 500` or `12 500,50`."""
    roubles, rest = divmod(kopecks, KOPECKS)
    grouped = f"{roubles:,}".replace(",", "\u00a0")
    return f"{grouped},{rest:02}" if rest else grouped
