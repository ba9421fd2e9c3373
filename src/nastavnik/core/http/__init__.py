"""Requests and answers: what every view of every app shares."""

from nastavnik.core.http.requests import Request, SignedInRequest, arrived_at, signed_in

__all__ = ["Request", "SignedInRequest", "arrived_at", "signed_in"]
