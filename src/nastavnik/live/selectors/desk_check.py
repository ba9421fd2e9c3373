"""The check before air in words: what is well, what is not, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.live.ingest.preflight import Verdict
from nastavnik.live.models import Broadcast, Preflight
from nastavnik.live.selectors.desk import broadcast_at_desk
from nastavnik.live.selectors.desk_words import bits_in_words, gigabytes_in_words
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

# A worker that has not answered for so long does other things, or is not there.
PATIENCE = timedelta(seconds=25)
SILENT_DB, QUIET_DB, LOUD_DB = -55.0, -38.0, -6.0
BLACK_BRIGHTNESS, EVEN_SPREAD = 14.0, 3.0
GOOD_UPLOAD, POOR_UPLOAD = 3_000_000, 1_000_000  # bits a second
# what is sent and its pieces, while both lie there
BYTES_AN_HOUR = 2.5 * 2**30
LEAST_BYTES = 2 * 2**30

# what a browser measures, by the names of its form
MEASURES = ("sound_db", "brightness", "spread", "upload_bits")

MARKS: dict[str, Promise] = {
    "ok": _("fine"),
    "warn": _("look"),
    "wrong": _("not fine"),
    "neutral": _("not known"),
}
VERDICT_TEXTS: dict[Verdict, Promise] = {
    Verdict.ANSWERS: _("Its server answers."),
    Verdict.WRONG_ADDRESS: _("Its address is none. Copy it from the channel’s page once more."),
    Verdict.INSIDE: _("Its address leads into the school’s own network, and broadcasts are not sent there."),
    Verdict.UNKNOWN_NAME: _("Nobody knows a server of this name. Copy the address from the channel’s page once more."),
    Verdict.NOBODY_THERE: _("Nobody answers there. Look at the address, or ask who runs the network to open its port."),
    Verdict.SILENT: _("It does not answer in time. Try once more; if it stays so, ask the channel’s support."),
    Verdict.NOT_SAFE: _("Its certificate is not valid. Look at the address; perhaps it begins with rtmp:// there."),
    Verdict.NOT_RTMP: _("Something else than a broadcasting server answers. Look at the address and its port."),
}


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A line of the check; `badge` is one of `MARKS`, `text` says how it is and what to do."""

    label: str
    badge: str
    text: str

    @property
    def mark(self) -> str:
        """Return the badge in a word."""
        return str(MARKS[self.badge])


@dataclass(frozen=True, slots=True)
class CheckPage:
    """The last check of a broadcast; `asked_at` None: there was none."""

    token: str
    asked_at: datetime | None
    is_running: bool
    rows: list[CheckRow]
    measures: tuple[str, ...] = MEASURES

    @property
    def is_fine(self) -> bool:
        """Tell whether nothing is in the way."""
        return bool(self.rows) and all(row.badge != "wrong" for row in self.rows)


def check_page(actor: Actor, school: School, token: str, now: datetime) -> CheckPage:
    """Return the last check of a broadcast. Raises `Broadcast.DoesNotExist`."""
    return check_of(broadcast_at_desk(actor, school, token), now)


def check_of(broadcast: Broadcast, now: datetime) -> CheckPage:
    """Return the last check of `broadcast`, whose lesson is joined."""
    check = Preflight.objects.filter(broadcast=broadcast).first()
    if check is None:
        return CheckPage(broadcast.token, None, is_running=False, rows=[])
    is_running = check.done_at is None and check.asked_at > now - PATIENCE
    rows = [] if is_running else rows_of(check, broadcast)
    return CheckPage(broadcast.token, check.asked_at, is_running=is_running, rows=rows)


def rows_of(check: Preflight, broadcast: Broadcast) -> list[CheckRow]:
    """Return the lines of a check that is done, or that nobody has done in time."""
    known: Mapping[str, Any] = {**check.found, **check.found.get("signal", {}), **check.told}
    rows = [_sound(known.get("sound_db")), _picture(known.get("brightness"), known.get("spread"))]
    rows.append(_upload(known.get("upload_bits")))
    if check.done_at is None:
        text = gettext(
            "The school’s worker is busy or not running. Press once more; if it stays so, tell the operator."
        )
        return [*rows, CheckRow(gettext("Disk and channels"), "wrong", text)]
    hours = broadcast.lesson.duration_minutes / 60
    rows.append(_disk(float(known["disk_free_bytes"]), hours))
    return [*rows, *(_relay(relay) for relay in known["relays"])]


def _sound(decibels: float | None) -> CheckRow:
    label = gettext("Sound")
    if decibels is None:
        text = gettext("Not measured: let the picture come in and say a few words, then check once more.")
        return CheckRow(label, "neutral", text)
    if decibels < SILENT_DB:
        text = gettext("Nothing is heard. Switch the microphone on, or choose another under “Devices and quality”.")
        return CheckRow(label, "wrong", text)
    if decibels < QUIET_DB:
        return CheckRow(label, "warn", gettext("Very quiet. Come closer to the microphone or turn it up."))
    if decibels > LOUD_DB:
        return CheckRow(label, "warn", gettext("So loud that it distorts. Turn the microphone down or move away."))
    return CheckRow(label, "ok", gettext("Heard well."))


def _picture(brightness: float | None, spread: float | None) -> CheckRow:
    label = gettext("Picture")
    if brightness is None or spread is None:
        return CheckRow(label, "neutral", gettext("Not measured: let the picture come in, then check once more."))
    if brightness < BLACK_BRIGHTNESS and spread < 2 * EVEN_SPREAD:
        return CheckRow(
            label, "wrong", gettext("Black. Uncover the camera, or choose another one; switch the light on.")
        )
    if spread < EVEN_SPREAD:
        return CheckRow(
            label, "warn", gettext("All of one colour. Look whether the camera or the screen shows something.")
        )
    return CheckRow(label, "ok", gettext("There is a picture."))


def _upload(bits: float | None) -> CheckRow:
    label = gettext("Way to the school")
    if bits is None:
        return CheckRow(label, "neutral", gettext("Not measured: it needs a browser with scripts."))
    speed = {"speed": bits_in_words(bits)}
    if bits >= GOOD_UPLOAD:
        return CheckRow(label, "ok", gettext("%(speed)s: enough for the usual quality.") % speed)
    if bits >= POOR_UPLOAD:
        text = gettext("%(speed)s: choose the low quality, a cable instead of Wi-Fi helps.") % speed
        return CheckRow(label, "warn", text)
    text = gettext(
        "%(speed)s: too slow for a picture. Use a cable or another connection, or send sound and slides alone."
    )
    return CheckRow(label, "wrong", text % speed)


def _disk(free: float, hours: float) -> CheckRow:
    label, size = gettext("Free on the disk"), {"size": gigabytes_in_words(free)}
    if free < LEAST_BYTES:
        text = gettext("%(size)s: not enough to record. Ask the operator to make room.")
        return CheckRow(label, "wrong", text % size)
    if free < LEAST_BYTES + hours * BYTES_AN_HOUR:
        text = gettext("%(size)s: it may not last to the end. Ask the operator to make room.")
        return CheckRow(label, "warn", text % size)
    return CheckRow(label, "ok", gettext("%(size)s: enough.") % size)


def _relay(relay: Mapping[str, Any]) -> CheckRow:
    verdict = Verdict(relay["verdict"])
    return CheckRow(str(relay["channel"]), "ok" if verdict == Verdict.ANSWERS else "wrong", str(VERDICT_TEXTS[verdict]))
