"""What everybody reads of contests: the list, a contest in short, its whole regulation, what is asked in an application."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.enums import Stage, TieRule
from nastavnik.contest.models import Award, Contest
from nastavnik.contest.permissions import can_look_at_contest, contests_visible_to
from nastavnik.contest.selectors.questions import SectionShown, sections_shown
from nastavnik.contest.selectors.setup import (
    CriterionRead,
    DirectionRead,
    awards_of,
    criteria_of,
    directions_of,
    form_of,
    tie_rules_of,
)
from nastavnik.contest.selectors.stages import Intake, intake_of, stage_of
from nastavnik.contest.selectors.timeline import Step, timeline_of
from nastavnik.core.markdown import render_markdown
from nastavnik.people.permissions import Actor
from nastavnik.programme.enums import Tab
from nastavnik.programme.models import School


@dataclass(frozen=True, slots=True)
class ContestCard:
    """A contest in the list."""

    title: str
    url: str
    # of its call-number label: what it is, and of which year
    mark: list[str]
    short: str
    stage_label: str | Promise
    # of ui/badge
    badge: str
    # until when applications are taken, while they are or will be
    deadline_at: datetime | None
    is_over: bool


@dataclass(frozen=True, slots=True)
class ContestPage:
    """A contest as everybody reads it; `desk_url` is for those who work at it, `apply_url` while applications are taken."""

    contest: Contest
    stage: Stage
    badge: str
    intake: Intake
    steps: list[Step]
    directions: list[DirectionRead]
    criteria: list[CriterionRead]
    awards: list[Award]
    tie_rules: list[TieRule]
    apply_url: str
    desk_url: str

    @property
    def is_late(self) -> bool:
        """Tell whether the deadline is past, and late applications are still taken."""
        return self.intake is Intake.LATE

    @property
    def is_hidden(self) -> bool:
        """Tell whether only the desk and the jury see the page."""
        return self.stage is Stage.PREPARED


@dataclass(frozen=True, slots=True)
class Regulation:
    """The whole regulation: its text, and what is set up told as its annexes."""

    page: ContestPage
    html: SafeString
    sections: list[SectionShown]


@dataclass(frozen=True, slots=True)
class ContestsPage:
    """The contests of a school: those that are being held, and those that are over."""

    title: str
    lead: str
    current: list[ContestCard]
    past: list[ContestCard]


LEAD = _("Ideas of socio-cultural projects from the branches: regulation, applications, results.")
BADGES = {Stage.PREPARED: "waiting", Stage.INTAKE: "ok", Stage.RELEASED: "plain"}


def contests_page(actor: Actor, school: School, now: datetime) -> ContestsPage:
    """Return the contests of the school that `actor` may see; one query. The methodist's own words outrank ours."""
    cards = contest_cards(actor, school, now)
    return ContestsPage(
        title=str(Tab.CONTEST.label),
        lead=school.tab_texts.get(Tab.CONTEST.value) or str(LEAD),
        current=[card for card in cards if not card.is_over],
        past=[card for card in cards if card.is_over],
    )


def contest_cards(actor: Actor, school: School, now: datetime) -> list[ContestCard]:
    """Return the contests of the school that `actor` may see, the newest first; one query."""
    contests = contests_visible_to(actor, school, now).order_by("-announced_at", "-pk")
    return [_card(contest, now) for contest in contests]


def public_paths(school: School, now: datetime) -> list[tuple[str, datetime | None]]:
    """Return the addresses that a guest may open of each contest, and when what stands there was last changed, if known; one query."""
    rows = contests_visible_to(AnonymousUser(), school, now).order_by("pk")
    paths: list[tuple[str, datetime | None]] = []
    for slug, released_at in rows.values_list("slug", "released_at"):
        paths += [(reverse(f"contest:{view}", args=[slug]), None) for view in ("contest", "regulation")]
        if released_at is not None:
            paths.append((reverse("contest:results", args=[slug]), released_at))
    return paths


def _card(contest: Contest, now: datetime) -> ContestCard:
    stage = stage_of(contest, now)
    is_before = stage in {Stage.PREPARED, Stage.ANNOUNCED, Stage.INTAKE}
    return ContestCard(
        title=contest.title,
        url=reverse("contest:contest", args=[contest.slug]),
        mark=[gettext("Contest"), *([f"{contest.announced_at:%Y}"] if contest.announced_at else [])],
        short=contest.short,
        stage_label=stage.label,
        badge=BADGES.get(stage, "neutral"),
        deadline_at=contest.deadline_at if is_before else None,
        is_over=stage is Stage.RELEASED,
    )


def contest_seen(actor: Actor, school: School, slug: str, now: datetime) -> Contest:
    """Return the contest at this address, its school joined. Raises `Http404`, also for one that `actor` may not see."""
    contest = contests_visible_to(actor, school, now).select_related("school").filter(slug=slug).first()
    if contest is None:
        raise Http404
    return contest


def contest_page(actor: Actor, school: School, slug: str, now: datetime) -> ContestPage:
    """Return a contest in short. Raises `Http404`."""
    return page_of(actor, contest_seen(actor, school, slug, now), now)


def page_of(actor: Actor, contest: Contest, now: datetime) -> ContestPage:
    """Return how a contest reads, whether `actor` may see it or not: the preview asks for itself."""
    stage, intake = stage_of(contest, now), intake_of(contest, now)
    is_taking = intake in {Intake.OPEN, Intake.LATE}
    return ContestPage(
        contest=contest,
        stage=stage,
        badge=BADGES.get(stage, "neutral"),
        intake=intake,
        steps=timeline_of(contest, now),
        directions=directions_of(contest),
        criteria=criteria_of(contest),
        awards=awards_of(contest),
        tie_rules=tie_rules_of(contest),
        apply_url=apply_url(contest) if is_taking else "",
        desk_url=reverse("contest:desk_contest", args=[contest.token]) if can_look_at_contest(actor, contest) else "",
    )


def apply_url(contest: Contest) -> str:
    """Return where an application to the contest is begun."""
    return reverse("contest:apply", args=[contest.slug])


def regulation_of(actor: Actor, school: School, slug: str, now: datetime) -> Regulation:
    """Return the whole regulation of a contest. Raises `Http404`."""
    return regulation_read(contest_page(actor, school, slug, now))


def regulation_read(page: ContestPage) -> Regulation:
    """Return the whole regulation of a contest whose page was read."""
    contest = page.contest
    sections = sections_shown(form_of(contest), is_blind=contest.is_blind)
    return Regulation(page, render_markdown(contest.regulation), sections)
