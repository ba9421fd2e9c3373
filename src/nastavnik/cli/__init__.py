"""The command `nastavnik`: everything an operator does, from the first start to publishing a shelf of recordings."""

from nastavnik.cli.app import main

__all__ = ["main"]
