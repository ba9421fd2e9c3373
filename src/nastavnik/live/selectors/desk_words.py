"""What the desk of a broadcast says in words: its log, the lights of relays, the health of the signal."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.live.enums import NOTE_TEXTS, EndReason, NoteCode, RelayState, SenderKind, SenderState

RELAY_BADGES = {
    RelayState.OFF: "plain",
    RelayState.READY: "waiting",
    RelayState.CONNECTING: "waiting",
    RelayState.ON: "ok",
    RelayState.RETRYING: "warn",
    RelayState.REFUSED: "wrong",
    RelayState.OVER: "plain",
}
SENDER_BADGES = {
    SenderState.WAITING: "waiting",
    SenderState.ON_AIR: "live",
    SenderState.LOST: "wrong",
    SenderState.GONE: "plain",
}
# How people call what a signal is coded in.
CODECS = {"h264": "H.264", "aac": "AAC", "opus": "Opus", "vp8": "VP8", "vp9": "VP9"}
# A switched-on microphone in a quiet room is louder.
UNHEARD_PEAK_DB = -60.0
# Notes after which somebody has something to do.
TROUBLES = frozenset(
    {
        *(NoteCode.WRONG_KEY, NoteCode.KEY_REVOKED, NoteCode.SECOND_PUBLISHER, NoteCode.WRONG_CODEC),
        *(NoteCode.RARE_KEY_FRAMES, NoteCode.RELAY_REFUSED, NoteCode.LITTLE_DISK, NoteCode.SENDER_LOST),
    }
)


# What the program that sends to a channel says when it fails, and what that means; the first that fits.
CAUSES: tuple[tuple[re.Pattern[str], Promise], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), meaning)
    for pattern, meaning in (
        (r"connection refused", _("nobody answers at its address")),
        (r"timed? ?out", _("no answer in time")),
        (r"no route|unreachable", _("there is no way to its server")),
        (
            r"publish\.|bad ?name|stream ?key|authenti|unauthori|forbidden|denied|rejected",
            _("it does not know the key"),
        ),
        (r"already publishing", _("somebody is sending there already")),
        (r"broken pipe|reset|end of file|input/output", _("the connection broke")),
        (r"certificate|tls|ssl", _("its certificate is not valid")),
    )
)


def cause_in_words(why: str) -> str:
    """Return why a channel does not take the broadcast, in words for people; its own where they mean nothing to us."""
    known = next((str(meaning) for pattern, meaning in CAUSES if pattern.search(why)), "")
    return known or why.partition("; last error log")[0]


def note_text(code: NoteCode, details: Mapping[str, Any]) -> str:
    """Return a line of the log. Words of ours among the details are said in the reader's language."""
    words: dict[str, Any] = defaultdict(lambda: "…", details)
    if code == NoteCode.SENDER_CAME and details.get("kind") in SenderKind.values:
        words["kind"] = _within(SenderKind(details["kind"]).label)
    if code == NoteCode.ENDED and details.get("why") in EndReason.values:
        words["why"] = _within(EndReason(details["why"]).label)
    if code in {NoteCode.RELAY_RETRYING, NoteCode.RELAY_REFUSED} and "why" in details:
        words["why"] = cause_in_words(str(details["why"]))
    return str(NOTE_TEXTS[code] % words)


def _within(label: str | Promise) -> str:
    """Return a label as it stands within a sentence."""
    text = str(label)
    return text[:1].lower() + text[1:]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the signal's health: what, how much, and whether that is well (`ok`, `warn`, `wrong`)."""

    label: str
    value: str
    badge: str
    # what to do about it; nothing while it is well
    advice: str


@dataclass(frozen=True, slots=True)
class Gauge:
    """How a figure of the node is said. `wrong` and `warn` tell by its value that it is not well; `wrong` is asked first."""

    key: str
    label: Promise
    say: Callable[[float], str]
    warn: Callable[[float], bool]
    wrong: Callable[[float], bool]
    advice: Promise


def bits_in_words(value: float) -> str:
    """Say bits a second."""
    if value >= 1_000_000:  # noqa: PLR2004 -- bits in a megabit
        return gettext("%(count)s Mbit/s") % {"count": _short(value / 1_000_000)}
    return gettext("%(count)d kbit/s") % {"count": round(value / 1000)}


def _seconds(value: float) -> str:
    return gettext("%(count)s s") % {"count": _short(value)}


def gigabytes_in_words(value: float) -> str:
    """Say bytes of a disk."""
    return gettext("%(count)s GB") % {"count": _short(value / 2**30)}


def _percent(value: float) -> str:
    return f"{round(value)} %"


def _whole(value: float) -> str:
    return str(round(value))


def _short(value: float) -> str:
    """Return a number with one decimal, by a comma where the language wants it."""
    return str(localize(round(value, 1)))


GAUGES = (
    Gauge(
        "bits_per_second",
        _("Bit rate"),
        bits_in_words,
        warn=lambda value: value < 300_000,  # noqa: PLR2004 -- bits a second
        wrong=lambda value: value < 50_000,  # noqa: PLR2004 -- bits a second
        advice=_("Too little arrives for a picture. Choose a lower quality, use a cable instead of Wi-Fi."),
    ),
    Gauge(
        "key_frame_seconds",
        _("Between key frames"),
        _seconds,
        warn=lambda value: value > 2.6,  # noqa: PLR2004 -- seconds
        wrong=lambda value: value > 5,  # noqa: PLR2004 -- seconds
        advice=_("In OBS: Settings → Output → Streaming → key frame interval 2 s."),
    ),
    Gauge(
        "pictures_per_second",
        _("Pictures a second"),
        _whole,
        warn=lambda value: value < 15,  # noqa: PLR2004 -- pictures; below it hands jerk
        wrong=lambda value: value < 4,  # noqa: PLR2004 -- pictures
        advice=_("The sender’s computer drops pictures. Choose a lower quality, close other programs."),
    ),
    Gauge(
        "dropped",
        _("Pictures lost"),
        _whole,
        warn=lambda value: value >= 30,  # noqa: PLR2004 -- pictures: a second of them
        wrong=lambda value: value >= 300,  # noqa: PLR2004 -- pictures
        advice=_("The line or the sender’s computer cannot keep up. Choose a lower quality."),
    ),
    Gauge(
        "delay_seconds",
        _("Behind the sender"),
        _seconds,
        warn=lambda value: value > 4,  # noqa: PLR2004 -- seconds
        wrong=lambda value: value > 15,  # noqa: PLR2004 -- seconds
        advice=_("Nothing is lost: what is late comes by itself. If it grows, choose a lower quality."),
    ),
    Gauge(
        "disk_free_bytes",
        _("Free on the disk"),
        gigabytes_in_words,
        warn=lambda value: value < 5 * 2**30,
        wrong=lambda value: value < 2**30,
        advice=_("Ask the operator to make room: an hour takes about 1 GB."),
    ),
    Gauge(
        "cpu_percent",
        _("Work of the machine"),
        _percent,
        warn=lambda value: value > 85,  # noqa: PLR2004 -- percent
        wrong=lambda value: value > 97,  # noqa: PLR2004 -- percent
        advice=_("Switch the lower quality off in the settings, or let films be processed later."),
    ),
)


def figures_of(health: Mapping[str, Any]) -> list[Figure]:
    """Return what the node told of the signal, in the order of the desk; what it did not tell is left out."""
    told = ((gauge, health.get(gauge.key)) for gauge in GAUGES)
    figures = [_figure(gauge, float(value)) for gauge, value in told if isinstance(value, int | float)]
    return [*_troubles_of(health), *figures]


def _troubles_of(health: Mapping[str, Any]) -> list[Figure]:
    """Return what is wrong with what is seen and heard, whatever the figures say."""
    troubles = []
    if health.get("is_black"):
        advice = gettext("Uncover the camera, or look which scene is chosen in OBS.")
        troubles.append(Figure(gettext("Picture"), gettext("black"), "wrong", advice))
    elif health.get("is_flat"):
        advice = gettext("Look whether the camera or the screen shows something.")
        troubles.append(Figure(gettext("Picture"), gettext("of one colour"), "warn", advice))
    peak = health.get("peak_db")
    if peak is not None and peak < UNHEARD_PEAK_DB:
        advice = gettext("Switch the microphone on, or choose another one.")
        troubles.append(Figure(gettext("Sound"), gettext("nothing is heard"), "wrong", advice))
    return troubles


def _figure(gauge: Gauge, value: float) -> Figure:
    badge = "wrong" if gauge.wrong(value) else "warn" if gauge.warn(value) else "ok"
    return Figure(str(gauge.label), gauge.say(value), badge, "" if badge == "ok" else str(gauge.advice))
