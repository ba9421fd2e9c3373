"""A player that begins to play is given a pass: from then on it reports without a cookie, and nobody is asked about rights again."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from nastavnik.audience.enums import ViewerKind
from nastavnik.audience.models import DaySalt
from nastavnik.audience.services.viewing import passes
from nastavnik.audience.services.viewing.passes import FIRST_DAY, Pass
from nastavnik.core.sealing import key_for
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.permissions import can_see_desk
from nastavnik.video.models import Video

KEY_BITS = 63
SALT_BYTES = 32
LONGEST_SECONDS = 48 * 3600
VIEWERS = "audience.viewers"
# as machines call themselves, in small letters
BOTS = (
    "bot",
    "crawl",
    "spider",
    "slurp",
    "headless",
    "lighthouse",
    "preview",
    "monitor",
    "curl/",
    "wget/",
    "python",
    "http-client",
)


@dataclass(frozen=True, slots=True)
class Visitor:
    """What a request tells of whoever asks. It is made into a number; nothing of it is kept."""

    address: str
    browser: str
    languages: str

    @property
    def is_bot(self) -> bool:
        """Whether it is a machine, by what it says of itself: a browser of a person always names her languages."""
        name = self.browser.lower()
        return not name or not self.languages or any(word in name for word in BOTS)


def open_viewing(*, actor: Actor, video: Video, visitor: Visitor, is_embedded: bool, now: datetime) -> str:
    """Return the pass for a viewing of `video` by `actor`, who may watch it."""
    day = now.astimezone(video.school.zone).date()
    is_live = video.is_on_air
    one = Pass(
        key=secrets.randbits(KEY_BITS),
        school_id=video.school_id,
        video_id=video.pk,
        kind=kind_of(actor, video, visitor),
        viewer=viewer_of(actor.pk) if isinstance(actor, User) else _guest(visitor, day),
        length=0 if is_live else min(max(round(video.duration_seconds or 0), 1), LONGEST_SECONDS),
        issued_at=int(now.timestamp()),
        on_air_since=int(video.created_at.timestamp()) if is_live else 0,
        is_embedded=int(is_embedded),
        day_number=(day - FIRST_DAY).days,
    )
    return passes.written(one, key_for(passes.PURPOSE))


def kind_of(actor: Actor, video: Video, visitor: Visitor) -> ViewerKind:
    """Return as what somebody is counted: whoever sees the desk is staff, on other days and pages too."""
    if visitor.is_bot:
        return ViewerKind.BOT
    if can_see_desk(actor, video.school):
        return ViewerKind.STAFF
    return ViewerKind.PERSON if isinstance(actor, User) else ViewerKind.GUEST


def viewer_of(user_id: int) -> int:
    """Return the number of a person: the same every day, and of no use without the key of the school."""
    return _number(str(user_id), key_for(VIEWERS))


def _guest(visitor: Visitor, day: date) -> int:
    """Return the number of a guest: another one every day, and nobody can find it again once the salt of the day is thrown away."""
    salt, _is_new = DaySalt.objects.get_or_create(day=day, defaults={"salt": secrets.token_bytes(SALT_BYTES)})
    return _number(f"{visitor.address}\n{visitor.browser}", bytes(salt.salt))


def _number(words: str, key: bytes) -> int:
    made = hashlib.blake2b(words.encode(), key=key, digest_size=8).digest()
    return int.from_bytes(made, "big") >> (64 - KEY_BITS)
