"""References to what is quoted: by ГОСТ Р 7.0.5-2008, and the fuller record of a part by ГОСТ Р 7.0.100-2018."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nastavnik.publishing.records.description import AREA, heading_of, in_areas, title_area, with_dot
from nastavnik.publishing.records.names import AND_OTHERS, MOST_IN_HEADING, Person, signed
from nastavnik.publishing.records.numbers import day_in_digits

SITE = "[сайт]"
HOUR_SECONDS = 3600


class Medium(StrEnum):
    """What is quoted, as the end of its record says."""

    PRINT = "Текст : непосредственный"
    ELECTRONIC = "Текст : электронный"
    FILM = "Изображение (движущееся ; двухмерное) : электронное"


@dataclass(frozen=True, slots=True)
class Host:
    """Where something appeared: a magazine, a collection, a site (whose `subtitle` is `SITE`)."""

    title: str
    subtitle: str = ""
    place: str = ""
    publisher: str = ""
    year: int | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """What is quoted. `seconds` and `end_seconds`: the moment of a film; `pages`: «5–10», or how many a book has.

    A book has a host too: without a title, for its place, publisher and year.
    """

    title: str
    host: Host
    medium: Medium = Medium.PRINT
    authors: tuple[Person, ...] = ()
    subtitle: str = ""
    pages: str = ""
    url: str = ""
    read_on: date | None = None
    seconds: float | None = None
    end_seconds: float | None = None


def reference_of(source: Source) -> str:
    """Return a reference by ГОСТ Р 7.0.5-2008: areas parted by full stops, up to three authors, who are not repeated."""
    authors = ", ".join(one.reference for one in source.authors) if len(source.authors) <= MOST_IN_HEADING else ""
    others = f"{source.authors[0].signed} {AND_OTHERS}" if source.authors and not authors else ""
    subtitle = source.subtitle or ("[видеозапись]" if source.medium == Medium.FILM else "")
    title = title_area(source.title, subtitle, [others])
    return _stopped(" ".join(one for one in (with_dot(authors), title) if one), source, ". ")


def part_record_of(source: Source) -> str:
    """Return the record of a part by ГОСТ Р 7.0.100-2018: the heading's author is repeated, the medium stands before the host."""
    title = title_area(source.title, source.subtitle, [signed(source.authors)])
    if source.host.title:
        title = f"{with_dot(title)} – {source.medium}"
    record = _stopped(f"{with_dot(heading_of(source.authors))} {title}".strip(), source, AREA)
    return record if source.host.title else f"{record} – {source.medium}."


def _stopped(begin: str, source: Source, stop: str) -> str:
    """Return a record with where its part appeared: «// Журнал. 2026. № 3. С. 5–10»."""
    host = source.host
    title = title_area(host.title, host.subtitle, [])
    areas = [f"{begin} // {title}" if title else begin, _published(host), host.number and f"№ {host.number}"]
    areas += [_pages(source), moment_of(source), _read(source)]
    return in_areas(areas, stop)


def _published(host: Host) -> str:
    house = " : ".join(one for one in (host.place, host.publisher) if one)
    return ", ".join(one for one in (house, str(host.year or "")) if one)


def _pages(source: Source) -> str:
    if not source.pages:
        return ""
    return f"С. {source.pages}" if source.host.title else f"{source.pages} с"


def _read(source: Source) -> str:
    read_on = f" (дата обращения: {day_in_digits(source.read_on)})" if source.read_on else ""
    return f"URL: {source.url}{read_on}" if source.url else ""


def moment_of(source: Source) -> str:
    """Return the moment of a film: «12:30–13:05», «1:02:03»; empty without one."""
    if source.seconds is None:
        return ""
    begin = _clock(source.seconds)
    return begin if source.end_seconds is None else f"{begin}–{_clock(source.end_seconds)}"


def _clock(seconds: float) -> str:
    whole = int(seconds)
    minutes, rest = whole % HOUR_SECONDS // 60, whole % 60
    return f"{whole // HOUR_SECONDS}:{minutes:02}:{rest:02}" if whole >= HOUR_SECONDS else f"{minutes}:{rest:02}"
