"""Settings from the environment: read once, typed, and refused with the variable's name when wrong.

Every setting an operator may give has a field in `Env`; nothing else in the project reads `os.environ`.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

T = TypeVar("T")

KEY_FILE = "secret-key"
# Of Chrome and those made of it, Chromium, Firefox, Safari, Edge.
PUSH_SERVICES = (
    "fcm.googleapis.com",
    "jmt17.google.com",
    "*.push.services.mozilla.com",
    "*.push.apple.com",
    "*.notify.windows.com",
)
TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"", "0", "false", "no", "off"})


class EnvError(Exception):
    """One or more environment variables cannot be understood; the text names each of them."""


@dataclass(frozen=True, slots=True)
class Env:
    """What an operator can set. Defaults make a school that runs from one folder on one machine."""

    data_dir: Path
    secret_key: str
    is_debug: bool
    allowed_hosts: list[str]
    base_url: str
    database_url: str
    redis_url: str
    storage_url: str
    mail_url: str
    mail_from: str
    is_web_push: bool
    web_push_services: list[str]
    time_zone: str
    log_level: str
    is_https: bool
    vk_client_id: str
    vk_client_secret: str
    yandex_client_id: str
    yandex_client_secret: str
    upload_quota_bytes: int
    upload_max_bytes: int
    ffmpeg: str
    speech_models: str
    media_prefix: str
    media_secret: str
    media_signature: str
    embed_hosts: list[str]
    trusted_proxies: list[IPv4Network | IPv6Network]
    rtmp_host: str
    rtmp_port: int
    rtmp_certificate: str
    rtmp_key: str
    rtmp_url: str
    ingest_host: str
    ingest_port: int
    ingest_address: str
    ingest_node: str
    broadcast_most: int
    broadcast_most_hours: int
    is_relay_inside: bool
    is_exchange_inside: bool


def _text(value: str) -> str:
    return value.strip()


def _flag(value: str) -> bool:
    word = value.strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ValueError("expected 1 or 0")


def _words(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def _url(*schemes: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        text = value.strip()
        if text and urlsplit(text).scheme not in schemes:
            raise ValueError(f"expected an address beginning with {' or '.join(f'{s}:' for s in schemes)}")
        return text

    return read


def _bytes(value: str) -> int:
    """Read a size such as `500M`, `20G` or a plain number of bytes."""
    text = value.strip().upper().removesuffix("B")
    unit = {"K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}.get(text[-1:], 1)
    digits = text[:-1] if unit > 1 else text
    if not digits.isdigit():
        raise ValueError("expected a size such as 500M or 20G")
    return int(digits) * unit


def _port(value: str) -> int:
    """Read a port; 0 switches off what would listen on it."""
    text = value.strip()
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):  # noqa: PLR2004 -- the last port there is
        raise ValueError("expected a port such as 1935, or 0 for none")
    return int(text)


def _count(value: str) -> int:
    text = value.strip()
    if not (text.isascii() and text.isdigit() and int(text)):
        raise ValueError("expected a number from 1 on")
    return int(text)


def _zone(value: str) -> str:
    try:
        return ZoneInfo(value.strip()).key
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("expected a time zone such as Europe/Moscow") from error


def _networks(value: str) -> list[IPv4Network | IPv6Network]:
    try:
        return [ip_network(word) for word in _words(value)]
    except ValueError as error:
        raise ValueError("expected addresses or networks such as 127.0.0.1,10.0.0.0/8") from error


def _log_level(value: str) -> str:
    level = value.strip().upper()
    if level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError("expected DEBUG, INFO, WARNING or ERROR")
    return level


def _media_signature(value: str) -> str:
    form = value.strip().lower()
    if form not in {"hmac", "nginx"}:
        raise ValueError("expected hmac or nginx")
    return form


def _host_of(url: str) -> str:
    host = urlsplit(url).hostname or ""
    return f"[{host}]" if ":" in host else host


def kept_secret(data_dir: Path) -> str:
    """Return the installation's secret key, making it on the first start; only the owner may read the file."""
    path = data_dir / KEY_FILE
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii").strip()


def _write_once(path: Path, text: str) -> None:
    """Write `path` whole or not at all, and never over what another process of the same start wrote first."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(text)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()


class _Reader:
    """Reads variables and collects what is wrong with all of them, so that one start shows every mistake."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.wrong: list[str] = []

    def read(self, name: str, parse: Callable[[str], T], default: str) -> T:
        value = self.environ.get(name, default)
        try:
            return parse(value)
        except ValueError as error:
            self.wrong.append(f"{name}={value!r}: {error}")
            return parse(default)


def _of_broadcasts(reader: _Reader) -> dict[str, Any]:
    """Return the settings of live broadcasts."""
    return {
        "rtmp_host": reader.read("RTMP_HOST", _text, ""),
        "rtmp_port": reader.read("RTMP_PORT", _port, "1935"),
        "rtmp_certificate": reader.read("RTMP_CERTIFICATE", _text, ""),
        "rtmp_key": reader.read("RTMP_KEY", _text, ""),
        "rtmp_url": reader.read("RTMP_URL", _url("rtmp", "rtmps"), ""),
        "ingest_host": reader.read("INGEST_HOST", _text, "127.0.0.1"),
        "ingest_port": reader.read("INGEST_PORT", _port, "0"),
        "ingest_address": reader.read("INGEST_ADDRESS", _url("ws", "wss"), ""),
        "ingest_node": reader.read("INGEST_NODE", _text, ""),
        "broadcast_most": reader.read("BROADCASTS_AT_ONCE", _count, "4"),
        "broadcast_most_hours": reader.read("BROADCAST_HOURS", _count, "8"),
        "is_relay_inside": reader.read("RELAY_INSIDE", _flag, "0"),
    }


def read_env(environ: Mapping[str, str]) -> Env:
    """Read all settings from `environ`.

    Raises `EnvError` naming every variable that cannot be understood.
    """
    reader = _Reader(environ)
    data_dir = Path(reader.read("NASTAVNIK_DATA", _text, "data") or "data").expanduser().resolve()
    base_url = reader.read("BASE_URL", _url("http", "https"), "http://127.0.0.1:8000").rstrip("/")
    secret = reader.read("SECRET_KEY", _text, "")
    database_url = reader.read("DATABASE_URL", _url("sqlite", "postgres", "postgresql"), "")
    env = Env(
        data_dir=data_dir,
        secret_key=secret,
        is_debug=reader.read("DEBUG", _flag, "0"),
        allowed_hosts=reader.read("ALLOWED_HOSTS", _words, f"{_host_of(base_url)},127.0.0.1,localhost,[::1]"),
        base_url=base_url,
        database_url=database_url or f"sqlite:///{data_dir / 'school.sqlite3'}",
        redis_url=reader.read("REDIS_URL", _url("redis", "rediss", "unix"), ""),
        storage_url=reader.read("STORAGE_URL", _url("file", "s3"), ""),
        mail_url=reader.read("MAIL_URL", _url("smtp", "smtps", "folder", "console"), ""),
        mail_from=reader.read("MAIL_FROM", _text, "school@localhost"),
        is_web_push=reader.read("WEB_PUSH", _flag, "0"),
        web_push_services=reader.read("WEB_PUSH_SERVICES", _words, ",".join(PUSH_SERVICES)),
        time_zone=reader.read("TIME_ZONE", _zone, "Europe/Moscow"),
        log_level=reader.read("LOG_LEVEL", _log_level, "INFO"),
        is_https=base_url.startswith("https:"),
        vk_client_id=reader.read("VK_CLIENT_ID", _text, ""),
        vk_client_secret=reader.read("VK_CLIENT_SECRET", _text, ""),
        yandex_client_id=reader.read("YANDEX_CLIENT_ID", _text, ""),
        yandex_client_secret=reader.read("YANDEX_CLIENT_SECRET", _text, ""),
        upload_quota_bytes=reader.read("UPLOAD_QUOTA", _bytes, "200G"),
        upload_max_bytes=reader.read("UPLOAD_MAX", _bytes, "20G"),
        ffmpeg=reader.read("FFMPEG", _text, ""),
        speech_models=reader.read("SPEECH_MODELS", _text, ""),
        media_prefix=reader.read("MEDIA_PREFIX", _text, "/m/"),
        media_secret=reader.read("MEDIA_SECRET", _text, ""),
        media_signature=reader.read("MEDIA_SIGNATURE", _media_signature, "hmac"),
        embed_hosts=reader.read("EMBED_HOSTS", _words, ""),
        is_exchange_inside=reader.read("EXCHANGE_INSIDE", _flag, "0"),
        trusted_proxies=reader.read("TRUSTED_PROXIES", _networks, ""),
        **_of_broadcasts(reader),
    )
    if reader.wrong:
        raise EnvError("\n".join(reader.wrong))
    return env if env.secret_key else replace(env, secret_key=kept_secret(data_dir))
