"""Nastavnik: an online school for library networks."""

__version__ = "0.1.0"
