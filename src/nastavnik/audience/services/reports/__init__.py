"""Every write of reports: freezing, removing, bringing back, sending by itself."""

from nastavnik.audience.services.reports.freezing import freeze_report, remove_report, restore_report

__all__ = ["freeze_report", "remove_report", "restore_report"]
