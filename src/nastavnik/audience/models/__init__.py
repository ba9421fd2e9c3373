"""Rows of channels, counts and reports."""

from nastavnik.audience.models.channels import CountedChannel, Placement, ViewCount
from nastavnik.audience.models.reports import Report, ReportSchedule, SavedTable
from nastavnik.audience.models.viewing import (
    DaySalt,
    DayViewer,
    DayViews,
    MinuteViews,
    MonthViews,
    Retention,
    Viewing,
)

__all__ = [
    "CountedChannel",
    "DaySalt",
    "DayViewer",
    "DayViews",
    "MinuteViews",
    "MonthViews",
    "Placement",
    "Report",
    "ReportSchedule",
    "Retention",
    "SavedTable",
    "ViewCount",
    "Viewing",
]
