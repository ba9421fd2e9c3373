"""The ledger of views: rows are only added."""

from nastavnik.audience.services.counts.correcting import Correction, correct_count, withdraw_count
from nastavnik.audience.services.counts.evidence import stored_evidence
from nastavnik.audience.services.counts.recording import CountRow, record_counts

__all__ = ["Correction", "CountRow", "correct_count", "record_counts", "stored_evidence", "withdraw_count"]
