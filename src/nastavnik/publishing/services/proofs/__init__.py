"""Proofs that authors read by a link: sent, read, remarked on, approved or not. Callers import from here."""

from nastavnik.publishing.services.hearing import give_up_sounds, make_sound, request_sounds, silence
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
    "give_up_sounds",
    "make_sound",
    "note_opened",
    "request_sounds",
    "resolve_remark",
    "send_proof",
    "silence",
    "withdraw_proof",
    "withdraw_remark",
]
