"""The export of PRO.Культура.РФ, which is only read: its address is fixed, its key comes from a school."""

import re
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import structlog

from nastavnik.core.outside import Answer, OutsideFault, call
from nastavnik.live.enums import PortalState

log = structlog.get_logger("nastavnik.live.submissions")

API = "https://pro.culture.ru/api/2.5"
ACCEPTED = "accepted"
# what stands in the address of an event there; anything else would change the address that is asked
NUMBER = re.compile(r"[0-9A-Za-z]{1,40}")


def state_of(number: str, key: str) -> PortalState:
    """Return what the export says of an event."""
    if not NUMBER.fullmatch(number):
        return PortalState.MISSING
    try:
        answer = call(
            "GET", f"{API}/events/{number}?{urlencode({'apiKey': key})}", headers={"Accept": "application/json"}
        )
        return _read(answer, number)
    except (OutsideFault, ValueError) as error:
        log.warning("portal_silent", event_number=number, error=type(error).__name__)
        return PortalState.SILENT


def _read(answer: Answer, number: str) -> PortalState:
    """Read an answer. Raises `ValueError` for what is none."""
    if answer.status in {HTTPStatus.FORBIDDEN, HTTPStatus.UNAUTHORIZED}:
        return PortalState.REFUSED
    if answer.status == HTTPStatus.NOT_FOUND:
        return PortalState.MISSING
    told: Any = answer.json() if answer.is_good else None
    event = told.get("event", told) if isinstance(told, dict) else None
    if not isinstance(event, dict):
        raise ValueError("no event")  # noqa: TRY004 -- a wrong answer, whatever its type
    if str(event.get("_id", "")) != number:
        return PortalState.MISSING
    return PortalState.PUBLISHED if event.get("status") == ACCEPTED else PortalState.WAITING
