"""The demonstration school: its words are data in `portal/demo/`, its rows are made by the services of the apps."""

from nastavnik.portal.management.demonstration.school import Account, Demonstration, make_demonstration

__all__ = ["Account", "Demonstration", "make_demonstration"]
