"""Working days and hours: the country's production calendar as data, and reckoning by it. No database, no clock."""

from nastavnik.mentoring.terms.calendar import Year, is_decreed, year_of
from nastavnik.mentoring.terms.hours import HOUR, WorkingHours

__all__ = ["HOUR", "WorkingHours", "Year", "is_decreed", "year_of"]
