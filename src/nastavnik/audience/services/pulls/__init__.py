"""Figures that come in by themselves: places are asked, once a day and when somebody wishes."""

from nastavnik.audience.services.pulls.pulling import ask_now, pull, pull_due

__all__ = ["ask_now", "pull", "pull_due"]
