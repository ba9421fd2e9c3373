"""Addresses of a film's files: signed once for the whole build, expiring, the same for everybody within an hour.

    <MEDIA_URL_PREFIX><expires>-<signature>/<video token>/<build>/<file>

Whoever has such an address may watch: rights are asked when the page is made, not at every piece of the film. The
signature stands before the names, so that relative names inside a playlist keep it.
"""

import base64
import hashlib
import hmac
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from nastavnik.video.models import Video

HOUR_SECONDS = 3600
# Between 11 and 12 hours; a folder that is shown no more stays for a day (`services.sweeps`).
LIVES_HOURS = 12
# bytes of HMAC-SHA256 that stand in the address: 128 bits, as long as nginx's MD5
MAC_BYTES = 16
MASTER = "master.m3u8"
SOUND = "sound.m3u8"
# while a broadcast is on air; these change every second
LIVE_MASTER = "live-master.m3u8"
LIVE_SOUND = "live-sound.m3u8"
STRIP = "strip.vtt"
POSTER_WIDTHS = (320, 640, 1280)


@dataclass(frozen=True, slots=True)
class SignedMedia:
    """Where the files of a film's present build lie until `expires_at` (seconds since 1970)."""

    base_url: str
    expires_at: int
    is_live: bool = False

    @property
    def master_url(self) -> str:
        """Return the playlist of all qualities."""
        return f"{self.base_url}{LIVE_MASTER if self.is_live else MASTER}"

    @property
    def sound_url(self) -> str:
        """Return the playlist of the sound alone; only films with sound have it."""
        return f"{self.base_url}{LIVE_SOUND if self.is_live else SOUND}"

    @property
    def strip_url(self) -> str:
        """Return the list of small pictures for the time bar; only if `video.has_strip`."""
        return f"{self.base_url}{STRIP}"

    def poster_url(self, width: int) -> str:
        """Return the poster of a width of `POSTER_WIDTHS`; only if `video.has_poster`."""
        return f"{self.base_url}poster-{width}.webp"


def signed_media(video: Video, now: datetime) -> SignedMedia:
    """Return the addresses of a film that plays. The caller has checked that the viewer may watch it."""
    base, expires_at = _signed_folder(f"{video.token}/{video.build}", now)
    return SignedMedia(base_url=base, expires_at=expires_at, is_live=video.is_on_air)


def signed_file(video_token: str, folder: str, name: str, now: datetime) -> str:
    """Return the address of a file in a published folder of a film. The caller has checked that the viewer may have it."""
    return f"{_signed_folder(f'{video_token}/{folder}', now)[0]}{name}"


def _signed_folder(folder: str, now: datetime) -> tuple[str, int]:
    expires_at = (math.floor(now.timestamp()) // HOUR_SECONDS + LIVES_HOURS) * HOUR_SECONDS
    return f"{settings.MEDIA_URL_PREFIX}{expires_at}-{signature(expires_at, folder)}/{folder}/", expires_at


def is_signed(given: str, expires_at: int, folder: str) -> bool:
    """Tell whether `given` is our signature of `folder` (`<video token>/<build>`) until `expires_at`."""
    return hmac.compare_digest(given.encode(), signature(expires_at, folder).encode())


def signature(expires_at: int, folder: str) -> str:
    """Return 22 letters that only we can make of these two."""
    digest = DIGESTS[settings.MEDIA_SIGNATURE](f"{expires_at}/{folder}", settings.MEDIA_SECRET)
    return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def _hmac(text: str, secret: str) -> bytes:
    return hmac.digest(secret.encode(), text.encode(), hashlib.sha256)[:MAC_BYTES]


def _nginx(text: str, secret: str) -> bytes:
    """Return what `secure_link_md5 "$expires/$folder $secret"` of nginx computes.

    MD5 is weak where an attacker chooses the text; here it is a number and two random names of ours, and the secret
    comes last, so that a known signature cannot be prolonged.
    """
    return hashlib.md5(f"{text} {secret}".encode(), usedforsecurity=False).digest()


DIGESTS: dict[str, Callable[[str, str], bytes]] = {"hmac": _hmac, "nginx": _nginx}
