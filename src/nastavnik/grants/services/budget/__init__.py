"""The budget of an application: written together line by line, filled from Excel, its contributions reckoned. Callers import from here."""

from nastavnik.grants.services.budget.contributing import renew_contributions
from nastavnik.grants.services.budget.saving import Saved, save_lines
from nastavnik.grants.services.budget.taking import take_lines

__all__ = ["Saved", "renew_contributions", "save_lines", "take_lines"]
