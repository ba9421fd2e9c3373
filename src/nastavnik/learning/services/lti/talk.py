"""What platforms are asked over the network: their keys, tokens of access, and their services. All calls are guarded (`core.outside`)."""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache

from nastavnik.core.ids import new_token
from nastavnik.core.outside import Answer, Fault, OutsideFault, call
from nastavnik.core.sealing import digest
from nastavnik.learning.enums import SystemFault
from nastavnik.learning.lti.services import assertion_claims, token_form
from nastavnik.learning.lti.words import Refused, Why
from nastavnik.learning.models import LtiPlatform
from nastavnik.learning.services.lti.keys import signed

# A platform's keys are remembered for so long; an unknown kid lets us ask again, but not more often than this.
KEYS_SECONDS = 3600
AGAIN_SECONDS = 60
# Whoever comes while somebody's launch asks for them waits for so long.
OTHERS_WAIT_SECONDS = 2.0
# A token of access is not used in its last minute.
SPARE_SECONDS = 60
MOST_TOKEN_SECONDS = 3600
MOST_SAID = 300

# of each platform's keys: held while they are asked for
_asking: dict[str, threading.Lock] = {}


class Untaken(Exception):
    """A platform did not do what it was asked; `said` is what it said of it."""

    def __init__(self, fault: SystemFault, said: str = "") -> None:
        self.fault, self.said = fault, said[:MOST_SAID]
        super().__init__(f"{fault.value}: {self.said}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a service is asked: under which right (`scope`), in which form, with what."""

    method: str
    url: str
    scope: str
    headers: Mapping[str, str]
    body: Mapping[str, Any] | None = None


def find_key(platform: LtiPlatform, kid: str) -> Mapping[str, Any] | None:
    """Return the platform's key of this name. Raises `Refused` when its keys cannot be read."""
    name = _cache_name("keys", platform.keys_url)
    kept: dict[str, Any] | None = cache.get(name)
    if kept is None or (kid not in kept and cache.add(_cache_name("again", platform.keys_url), 1, AGAIN_SECONDS)):
        kept = _keys_anew(platform, name, kept)
    found: Mapping[str, Any] | None = kept.get(kid)
    return found


def _keys_anew(platform: LtiPlatform, name: str, known: dict[str, Any] | None) -> dict[str, Any]:
    """Return the keys as they are now; one person's launch asks for them, the others wait a little for what it hears.

    Anybody can begin a launch: a platform that is silent must not hold up the threads that answer pages.
    """
    lock = _asking.setdefault(name, threading.Lock())
    if not lock.acquire(timeout=OTHERS_WAIT_SECONDS):
        raise Refused(Why.KEYS_SILENT, "it is being asked")
    try:
        kept: dict[str, Any] | None = cache.get(name)
        if kept is None or kept == known:
            kept = _keys_if_it_speaks(platform)
            cache.set(name, kept, KEYS_SECONDS)
        return kept
    finally:
        lock.release()


def _keys_if_it_speaks(platform: LtiPlatform) -> dict[str, Any]:
    silent = _cache_name("silent", platform.keys_url)
    if cache.get(silent):
        raise Refused(Why.KEYS_SILENT, "it did not answer a moment ago")
    try:
        return _read_keys(platform)
    except Refused:
        cache.set(silent, 1, AGAIN_SECONDS)
        raise


def _read_keys(platform: LtiPlatform) -> dict[str, Any]:
    try:
        answer = call("GET", platform.keys_url, headers={"Accept": "application/json"})
        if not answer.is_good:
            raise Refused(Why.KEYS_SILENT, said_of(answer))
        return {key["kid"]: key for key in answer.json()["keys"] if isinstance(key.get("kid"), str)}
    except (OutsideFault, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(Why.KEYS_SILENT, f"{type(error).__name__}: {error}"[:200]) from error


def ask_service(platform: LtiPlatform, wanted: Wanted, *, now: datetime) -> Answer:
    """Ask a service of the platform in the school's name. Raises `Untaken` unless it does as asked."""
    answer = _asked(platform, wanted, now)
    if answer.status == 401:  # noqa: PLR2004 -- unauthorised: the token may have been withdrawn before its time
        cache.delete(_token_name(platform, wanted.scope))
        answer = _asked(platform, wanted, now)
    if not answer.is_good:
        raise Untaken(fault_of(answer.status), said_of(answer))
    return answer


def _asked(platform: LtiPlatform, wanted: Wanted, now: datetime) -> Answer:
    headers = {**wanted.headers, "Authorization": f"Bearer {_access_token(platform, wanted.scope, now)}"}
    content = json.dumps(wanted.body).encode() if wanted.body is not None else None
    return guarded(wanted.method, wanted.url, headers=headers, body=content)


def _access_token(platform: LtiPlatform, scope: str, now: datetime) -> str:
    """Return a token that opens the platform's services of `scope`. Raises `Untaken`."""
    name = _token_name(platform, scope)
    kept: str | None = cache.get(name)
    if kept is not None:
        return kept
    claims = assertion_claims(platform.client_id, platform.token_url, new_token(22))
    form = token_form(signed(claims, now=now), scope)
    answer = guarded("POST", platform.token_url, headers={"Accept": "application/json"}, form=form)
    if not answer.is_good:
        # 400 is what OAuth says to a client it does not know (RFC 6749, 5.2)
        is_key = answer.status in {400, 401, 403}
        raise Untaken(SystemFault.KEY if is_key else fault_of(answer.status), said_of(answer))
    token, seconds = _read_token(answer)
    if seconds > SPARE_SECONDS:
        cache.set(name, token, min(seconds, MOST_TOKEN_SECONDS) - SPARE_SECONDS)
    return token


def _read_token(answer: Answer) -> tuple[str, int]:
    try:
        words = answer.json()
        return str(words["access_token"]), int(words.get("expires_in") or 0)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Untaken(SystemFault.ODD, said_of(answer)) from error


def guarded(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes | None = None,
    form: Mapping[str, str] | None = None,
    login: tuple[str, str] | None = None,
) -> Answer:
    """Call another system; what keeps it from answering becomes a fault in words. Raises `Untaken`."""
    try:
        return call(method, url, headers=headers, body=body, form=form, login=login)
    except OutsideFault as error:
        faults = {Fault.SILENT: SystemFault.SILENT, Fault.TOO_MUCH: SystemFault.ODD}
        raise Untaken(faults.get(error.fault, SystemFault.ADDRESS), error.said) from error


def fault_of(status: int) -> SystemFault:
    """Return what a status of HTTP means for us."""
    if status in {401, 403}:
        return SystemFault.KEY
    if status in {404, 410}:
        return SystemFault.GONE
    # too early, too often, or another change came between: it may be taken a little later
    if status in {408, 409, 425, 429} or status >= 500:  # noqa: PLR2004 -- errors of the server
        return SystemFault.SERVER
    return SystemFault.REFUSED if status >= 400 else SystemFault.ODD  # noqa: PLR2004 -- errors of the client


def said_of(answer: Answer) -> str:
    """Return what another system said of a failure, for its administrator."""
    words = " ".join(answer.body[:MOST_SAID].decode("utf-8", "replace").split())
    return f"{answer.status} {words}".strip()[:MOST_SAID]


def _token_name(platform: LtiPlatform, scope: str) -> str:
    return _cache_name("token", platform.token_url, platform.client_id, scope)


def _cache_name(*words: str) -> str:
    return f"lti-{digest(' '.join(words), purpose='learning.lti-cache')[:40]}"
