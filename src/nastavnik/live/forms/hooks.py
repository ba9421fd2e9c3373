"""What a server in front of ours asks before it takes a stream in: nginx-rtmp by a form, MediaMTX by JSON."""

import json
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest

MOST_BYTES = 16 * 1024
PUBLISH, STILL_PUBLISHING = "publish", "update_publish"


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody at the address `peer` wants to send with `key`, or (`is_sending`) does so already."""

    key: str
    peer: str
    is_sending: bool = False


def asked_by(request: HttpRequest) -> Asked | None:
    """Return what a server asks; None when it is about anything but sending."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return None
    caller = request.META["REMOTE_ADDR"]
    if request.content_type == "application/json":
        return _asked_by_mediamtx(_read(request.body), caller)
    call, name = request.POST.get("call"), request.POST.get("name", "")
    if call not in {PUBLISH, STILL_PUBLISHING} or not name:
        return None
    return Asked(name, _peer(request.POST.get("addr", ""), caller), is_sending=call == STILL_PUBLISHING)


def _asked_by_mediamtx(said: dict[str, Any], caller: str) -> Asked | None:
    key = str(said.get("path", "")).rpartition("/")[2]
    if said.get("action") != PUBLISH or not key:
        return None
    return Asked(key, _peer(str(said.get("ip", "")), caller))


def _read(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _peer(said: str, caller: str) -> str:
    """Return whose stream it is. Only a server of ours is believed: another could hide behind any address."""
    try:
        here, peer = ip_address(caller), ip_address(said)
    except ValueError:
        return caller
    is_ours = here.is_loopback or any(here in network for network in settings.TRUSTED_PROXIES)
    return str(peer) if is_ours else caller
