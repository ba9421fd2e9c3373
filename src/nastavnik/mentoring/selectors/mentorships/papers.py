"""The papers of a mentorship, put together for one reader: nothing stands in them that she may not read on its pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext

from nastavnik.mentoring.enums import MentorshipState
from nastavnik.mentoring.models import Mentorship
from nastavnik.mentoring.papers import Format, Paper, Section, Sheet, docx_of, pdf_of
from nastavnik.mentoring.papers.labour import Draft, draft_of
from nastavnik.mentoring.selectors.mentorships.cards import Person
from nastavnik.mentoring.selectors.mentorships.page import MeetingRow, MentorshipPage, mentorship_page
from nastavnik.mentoring.selectors.mentorships.plan import LineRow, PlanPage, plan_page, plan_pages
from nastavnik.mentoring.selectors.terms import rules_of, working_hours_of
from nastavnik.people.models import User
from nastavnik.programme.models import School

MEDIA_TYPES = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PDF: "application/pdf",
}
NOTICE_DAYS = 3


class Kind(StrEnum):
    """What may be printed of a whole mentorship."""

    DIARY = "diary"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class File:
    """A paper as it goes to the reader."""

    name: str
    media_type: str
    content: bytes


def plan_file(actor: User, school: School, token: str, form: Format, now: datetime) -> File:
    """Return a mentee's development plan. Raises `Mentee.DoesNotExist` for who may not read it."""
    page = plan_page(actor, school, token, now)
    return as_file(plan_paper(page, school), form, now, page.person.name)


def mentorship_file(actor: User, school: School, token: str, kind: Kind, *, form: Format, now: datetime) -> File:
    """Return the diary or the report of a mentorship. Raises `Mentorship.DoesNotExist`."""
    page = mentorship_page(actor, school, token, now)
    if page.card.state not in {MentorshipState.ACTIVE, MentorshipState.ENDED}:
        raise Mentorship.DoesNotExist
    if kind is Kind.DIARY:
        paper = diary_paper(page, school)
    else:
        plans = plan_pages(actor, school, [one.token for one in page.plans if one.is_open], now)
        paper = report_paper(page, plans, school)
    return as_file(paper, form, now, page.card.title or page.card.names)


def as_file(paper: Paper, form: Format, now: datetime, about: str) -> File:
    """Return a paper as a file."""
    write = pdf_of if form is Format.PDF else docx_of
    stem = slugify(f"{paper.title} {about}", allow_unicode=True)[:80]
    return File(f"{stem}.{form}", MEDIA_TYPES[form], write(framed(paper), now))


# --- the plan --------------------------------------------------------------------------------------------------------


def plan_paper(page: PlanPage, school: School) -> Paper:
    """Return a development plan as a paper."""
    agreed = day_of(page.agreed_at, school.zone) if page.agreed_at else gettext("not yet")
    return Paper(
        title=gettext("Development plan"),
        subtitle=page.person.name,
        facts=(
            (gettext("Mentee"), named(page.person)),
            (gettext("Mentor"), named(page.mentor)),
            (gettext("School"), school.title),
            (gettext("Agreed on"), agreed),
        ),
        sections=(Section("", () if page.lines else (gettext("The plan has no lines yet."),), plan_sheet(page.lines)),),
        signatures=(
            (gettext("Mentor"), page.mentor.name if page.mentor else ""),
            (gettext("Mentee"), page.person.name),
            (gettext("Head of the library"), ""),
        ),
    )


def plan_sheet(lines: list[LineRow]) -> Sheet | None:
    """Return the lines of a plan as a table; nothing where there are none."""
    heads = (
        gettext("Competence"),
        gettext("Now"),
        gettext("Wanted"),
        gettext("Actions"),
        gettext("Term"),
        gettext("Result"),
    )
    rows = tuple(
        (
            line.competence,
            str(line.now_level.label),
            str(line.wanted_level.label),
            "\n".join(action_words(line)),
            day(line.due_on),
            result_words(line),
        )
        for line in lines
    )
    return Sheet(heads, (5, 3, 3, 7, 3, 5), rows) if rows else None


def action_words(line: LineRow) -> Iterable[str]:
    """Yield the actions of a line; one that is done says so, one that leads somewhere says where."""
    for action in line.actions:
        where = ""
        if action.moment is not None and not action.moment.is_closed:
            where = f" ({action.moment.title}, {action.moment.times})"
        elif action.lesson_title:
            where = f" ({action.lesson_title})"
        done = gettext("; done") if action.is_done else ""
        yield f"{action.text}{where}{done}"


def result_words(line: LineRow) -> str:
    """Return what came of a line."""
    reached = gettext("Reached.") if line.is_done else ""
    return f"{reached} {line.result}".strip()


# --- the diary -------------------------------------------------------------------------------------------------------


def diary_paper(page: MentorshipPage, school: School) -> Paper:
    """Return the meetings that were held, the first one first."""
    held = sorted(page.held, key=lambda row: row.at)
    heads = (
        gettext("When"),
        gettext("How it took place"),
        gettext("Who was there"),
        gettext("About and noted"),
        gettext("To be done"),
    )
    rows = tuple(diary_row(row, school.zone) for row in held)
    return Paper(
        title=gettext("Diary of the mentorship"),
        subtitle=page.card.title or page.card.names,
        facts=facts_of(page, school),
        sections=(
            Section(
                "",
                () if rows else (gettext("No meeting is written down yet."),),
                Sheet(heads, (4, 3, 4, 8, 6), rows) if rows else None,
            ),
        ),
        signatures=signatures_of(page),
    )


def diary_row(row: MeetingRow, zone: ZoneInfo) -> tuple[str, ...]:
    """Return a meeting as a row; what the reader may not read is not there."""
    noted = "\n".join(part for part in (row.theme, row.note) if part)
    if not row.can_read:
        noted = gettext("The note is between those who were there.")
    return (moment(row.at, zone), str(row.way.label), row.who, noted, row.next_steps)


# --- the report ------------------------------------------------------------------------------------------------------


def report_paper(page: MentorshipPage, plans: list[PlanPage], school: School) -> Paper:
    """Return what a mentorship set out to do and what came of it, for those who may read it."""
    goals = tuple(
        f"{number}. {goal.text}: {gettext('reached') if goal.reached_at else gettext('not reached')}"
        for number, goal in enumerate(page.goals, start=1)
    )
    count = len(page.held)
    met = ngettext("%(count)d meeting was held.", "%(count)d meetings were held.", count) % {"count": count}
    result = page.result or gettext("The mentorship goes on; its result is written when it ends.")
    sections = [
        Section(gettext("Goals"), goals or (gettext("No goals were set."),)),
        Section(gettext("Meetings"), (met,)),
        *(
            Section(
                gettext("Development plan: %(name)s") % {"name": plan.person.name},
                () if plan.lines else (gettext("The plan has no lines yet."),),
                plan_sheet(plan.lines),
            )
            for plan in plans
        ),
        Section(gettext("Result"), (result,)),
    ]
    return Paper(
        title=gettext("Report on the mentorship"),
        subtitle=page.card.title or page.card.names,
        facts=facts_of(page, school),
        sections=tuple(sections),
        signatures=(*signatures_of(page), (gettext("Methodist"), "")),
    )


# --- what all of them have -------------------------------------------------------------------------------------------


def facts_of(page: MentorshipPage, school: School) -> tuple[tuple[str, str], ...]:
    """Return who and when."""
    card, zone = page.card, school.zone
    begun = day_of(card.began_at, zone) if card.began_at else ""
    until = day_of(page.ended_at, zone) if page.ended_at else day(card.ends_on)
    led = [f"{turn.name}, {gettext('since')} {day_of(turn.began_at, zone)}" for turn in page.turns]
    return (
        (gettext("School"), school.title),
        (gettext("Mentor"), "\n".join(led) if len(led) > 1 else named(card.mentor)),
        (gettext("Mentees"), "\n".join(named(one) for one in card.mentees)),
        (gettext("Began"), begun),
        (gettext("Until"), until),
        *(((gettext("Why it ended"), str(page.end.label)),) if page.end else ()),
    )


def signatures_of(page: MentorshipPage) -> tuple[tuple[str, str], ...]:
    """Return who signs."""
    mentor = page.card.mentor.name if page.card.mentor else ""
    return ((gettext("Mentor"), mentor), *((gettext("Mentee"), one.name) for one in page.card.mentees))


def framed(paper: Paper) -> Paper:
    """Return a paper with what every one has: its language, the words of a line on which somebody signs."""
    language = (translation.get_language() or "ru")[:2]
    return replace(paper, language=language, signature_words=(gettext("signature"), gettext("date")))


def named(person: Person | None) -> str:
    """Return somebody with her position and library."""
    if person is None:
        return ""
    return ", ".join(part for part in (person.name, person.position, person.library) if part)


def day(value: date | None) -> str:
    """Return a day as people write it."""
    return date_format(value, gettext("j E Y")) if value else ""


def day_of(value: datetime, zone: ZoneInfo) -> str:
    """Return the day of a moment by a clock."""
    return day(value.astimezone(zone).date())


def moment(value: datetime, zone: ZoneInfo) -> str:
    """Return a moment by a clock."""
    local = value.astimezone(zone)
    return f"{day(local.date())}, {local:%H:%M}"


def last_day_after_notice(school: School, notice_on: date) -> date:
    """Return the earliest last day of labour mentoring after a notice: the third working day after it.

    By art. 351.8 of the Labour Code the employer gives notice three working days before at least; working days are those of
    the production calendar and the school's own.
    """
    hours = working_hours_of(school, rules_of(school))
    found, left = notice_on, NOTICE_DAYS
    while left:
        found += timedelta(days=1)
        left -= hours.is_working(found)
    return found


def labour_file(
    school: School, kind: Draft, form: Format, values: Mapping[str, str], *, notice_on: date | None, now: datetime
) -> File:
    """Return a draft for labour mentoring; of a notice the last day is reckoned from the day of the notice."""
    last_on = day(last_day_after_notice(school, notice_on)) if notice_on else ""
    paper = draft_of(kind, {**values, "last_on": last_on})
    write = pdf_of if form is Format.PDF else docx_of
    return File(f"{kind}.{form}", MEDIA_TYPES[form], write(paper, now))
