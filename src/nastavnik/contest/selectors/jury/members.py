"""The jury of a contest at the desk: who is in it, who has agreed, what is still wrong with it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from nastavnik.contest.models import Contest, Juror
from nastavnik.contest.permissions import (
    can_keep_register,
    can_run_contest,
    contests_at_desk_of,
    contests_kept_by,
    contests_run_by,
)
from nastavnik.contest.selectors.jury.invitations import INVITATION_LIVES
from nastavnik.contest.selectors.jury.open_sheets import judged_sheets
from nastavnik.core.text import search_key
from nastavnik.people.models import Organisation
from nastavnik.people.permissions import Actor, organisations_of
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_see_desk, place_of

INVITED, PAPER, AT_DESK, LEFT, DECLINED, NO_ANSWER = "invited", "paper", "desk", "left", "declined", "silent"
STATES: dict[str, Promise] = {
    INVITED: pgettext_lazy("juror", "Invited"),
    NO_ANSWER: pgettext_lazy("juror", "Has not answered, the link is too old"),
    PAPER: pgettext_lazy("juror", "Judges on paper"),
    AT_DESK: pgettext_lazy("juror", "Judges at her desk"),
    LEFT: pgettext_lazy("juror", "Left the jury"),
    DECLINED: pgettext_lazy("juror", "Does not judge"),
}
KINDS = {INVITED: "waiting", NO_ANSWER: "warn", PAPER: "ok", AT_DESK: "ok", LEFT: "plain", DECLINED: "plain"}


@dataclass(frozen=True, slots=True)
class JuryRights:
    """What the viewer may do with the jury of a contest."""

    can_run: bool
    can_keep: bool
    # she finds contests at the desk; a secretary of the jury comes from the jury's
    has_desk: bool


@dataclass(frozen=True, slots=True)
class Member:
    """A juror as the desk shows her."""

    juror: Juror
    state: str
    given: int

    @property
    def name(self) -> str:
        """Return how she is called; somebody who asked to be forgotten has no name."""
        return name_of(self.juror)

    @property
    def said(self) -> Promise:
        """Return her state in words."""
        return STATES[self.state]

    @property
    def kind(self) -> str:
        """Return how the state is coloured."""
        return KINDS[self.state]

    @property
    def is_in(self) -> bool:
        """Tell whether she is in the jury, or may come into it."""
        return self.state not in {LEFT, DECLINED}

    @property
    def can_renew(self) -> bool:
        """Tell whether a new link makes sense: she has not come in with an account."""
        return self.juror.user_id is None

    @property
    def can_note(self) -> bool:
        """Tell whether her agreement can be written down."""
        return self.state in {INVITED, NO_ANSWER}

    @property
    def url(self) -> str:
        """Return where she is changed."""
        return reverse("contest:edit_juror", args=[self.juror.contest.token, self.juror.token])


@dataclass(frozen=True, slots=True)
class JuryPage:
    """The jury of a contest."""

    contest: Contest
    members: list[Member]
    former: list[Member]
    # whoever agreed and judges, against what the regulation says
    agreed: int
    has_chair: bool
    has_secretary: bool

    @property
    def is_short(self) -> bool:
        """Tell whether there are fewer members than the regulation wants."""
        return self.agreed < self.contest.jury_size

    @property
    def is_even(self) -> bool:
        """Tell whether votes could be split in halves."""
        return self.agreed > 0 and self.agreed % 2 == 0


def name_of(juror: Juror) -> str:
    """Return how a juror is called; somebody who asked to be forgotten has no name."""
    return juror.name or str(pgettext_lazy("juror", "Member of the jury"))


def contest_led(actor: Actor, school: School, token: str) -> Contest:
    """Return a contest whose jury `actor` leads; raises `DoesNotExist`."""
    return contests_run_by(actor, school).select_related("school").get(token=token)


def contest_kept(actor: Actor, school: School, token: str) -> Contest:
    """Return a contest whose papers `actor` keeps; raises `DoesNotExist`."""
    return contests_kept_by(actor, school).select_related("school").get(token=token)


def contest_looked_at(actor: Actor, school: School, token: str) -> Contest:
    """Return a contest that `actor` may look at from the desk; raises `DoesNotExist`."""
    return contests_at_desk_of(actor, school).select_related("school").get(token=token)


def juror_led(actor: Actor, school: School, token: str, juror_token: str) -> Juror:
    """Return a juror of a contest whose jury `actor` leads; raises `DoesNotExist`."""
    jurors = Juror.objects.select_related("contest__school", "user", "organisation")
    return jurors.get(token=juror_token, contest=contest_led(actor, school, token))


def rights_in(actor: Actor, contest: Contest) -> JuryRights:
    """Return what `actor` may do with the jury."""
    can_run = can_run_contest(actor, contest)
    can_keep = can_run or can_keep_register(actor, contest)
    return JuryRights(can_run, can_keep, has_desk=can_see_desk(actor, contest.school))


def typed_of(juror: Juror) -> dict[str, Any]:
    """Return what the form of a juror shows."""
    names = ("name", "position", "email", "is_chair", "is_secretary")
    organisation = juror.organisation.token if juror.organisation else ""
    return {name: getattr(juror, name) for name in names} | {"organisation": organisation}


def jury_page(actor: Actor, school: School, token: str, now: datetime) -> JuryPage:
    """Return the jury of a contest for who may look at it; three queries."""
    contest = contest_looked_at(actor, school, token)
    given = Counter(judged_sheets(contest).filter(application__is_sample=False).values_list("juror_id", flat=True))
    jurors = Juror.objects.filter(contest=contest).select_related("contest", "user", "organisation")
    members = [Member(juror, member_state(juror, now), given[juror.pk]) for juror in jurors]
    members.sort(key=lambda one: (not one.juror.is_chair, one.juror.is_secretary, search_key(one.name)))
    inside = [one for one in members if one.is_in]
    return JuryPage(
        contest=contest,
        members=inside,
        former=[one for one in members if not one.is_in],
        agreed=sum(one.juror.accepted_at is not None and not one.juror.is_secretary for one in inside),
        has_chair=any(one.juror.is_chair for one in inside),
        has_secretary=any(one.juror.is_secretary for one in inside),
    )


def member_state(juror: Juror, now: datetime) -> str:
    """Return where a juror is."""
    if juror.left_at is not None:
        return LEFT if juror.accepted_at is not None else DECLINED
    if juror.accepted_at is not None:
        return AT_DESK if juror.user_id is not None else PAPER
    return INVITED if juror.invitation_digest and now < juror.invited_at + INVITATION_LIVES else NO_ANSWER


def organisations_to_choose(school: School) -> list[Organisation]:
    """Return the organisations of the school's network, of which a juror may be."""
    return list(organisations_of(place_of(school)).order_by("name_key", "pk"))
