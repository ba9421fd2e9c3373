"""Proofs that authors read by a link: sent, read, remarked on, approved or not. Callers import from here."""

from nastavnik.publishing.services.proofs.answering import (
    Answer,
    add_remark,
    answer_proof,
    note_opened,
    withdraw_remark,
)
from nastavnik.publishing.services.proofs.resolving import resolve_remark
from nastavnik.publishing.services.proofs.sending import send_proof, withdraw_proof

__all__ = [
    "Answer",
    "add_remark",
    "answer_proof",
    "note_opened",
    "resolve_remark",
    "send_proof",
    "withdraw_proof",
    "withdraw_remark",
]
