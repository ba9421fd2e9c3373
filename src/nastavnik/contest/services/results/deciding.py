"""Decisions: places out of the ranking, awards, what the jury says of them. Nobody outside knows before the release."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from nastavnik.contest.models import Application, Award, Contest, Decision
from nastavnik.contest.selectors.results.computed import Computed
from nastavnik.contest.services.results.parts import decided_ranking, led_contest
from nastavnik.contest.services.results.refusals import DecidedMeanwhile, NotRanked, WrongAward
from nastavnik.core import journal
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor

LONGEST_NOTE = 1000


@transaction.atomic
def take_places(*, actor: Actor, contest_id: int, now: datetime) -> int:
    """Take places from the ranking, and give each the award of its place; return how many decisions have changed.

    Special awards, notes and letters stay. Raises `NoRanking`, `ChairNeeded`, `AlreadyReleased`, `ReviewGoesOn`.
    """
    contest = led_contest(actor, contest_id, now)
    found = decided_ranking(contest)
    rows = Decision.objects.select_for_update(of=("self",)).filter(application__contest=contest)
    known = {one.application_id: one for one in rows.select_related("award")}
    awards = {one.place: one for one in Award.objects.filter(contest=contest, place__isnull=False)}
    changed = [*_with_places(found, known, awards, now), *_without_place(found, known)]
    for decision in changed:
        save_decision(decision, actor, now)
    journal.record(actor=actor, verb="places taken", subject=contest, now=now, changed=len(changed))
    return len(changed)


def _with_places(
    found: Computed, known: Mapping[int, Decision], awards: Mapping[int | None, Award], now: datetime
) -> list[Decision]:
    """Return the decisions that the ranking makes or changes, not saved."""
    changed = []
    for place in found.places:
        application = found.applications[place.score.application]
        decision = known.get(application.pk) or Decision(application=application, decided_at=now)
        is_special = decision.award is not None and decision.award.place is None
        award = decision.award if is_special else awards.get(place.place)
        if (decision.place, decision.award) != (place.place, award):
            decision.place, decision.award = place.place, award
            changed.append(decision)
    return changed


def _without_place(found: Computed, known: Mapping[int, Decision]) -> list[Decision]:
    """Return decisions on what has no place any more, freed of their places."""
    ranked = {found.applications[one.score.application].pk for one in found.places}
    lost = [one for number, one in known.items() if number not in ranked and one.place is not None]
    for one in lost:
        one.place = None
        one.award = one.award if one.award is not None and one.award.place is None else None
    return lost


@transaction.atomic
def decide(
    *, actor: Actor, application_id: int, award_id: int | None, note: str, version: int, now: datetime
) -> Decision:
    """Give an application an award or none, and say why. `version`: of the decision that the page showed, 0 of none.

    Raises `DecidedMeanwhile`, `WrongAward`, `NotRanked`, `AlreadyReleased`, `ReviewGoesOn`.
    """
    application = Application.objects.get(pk=application_id, is_sample=False)
    contest = led_contest(actor, application.contest_id, now)
    decision = decision_of(application, version=version, now=now)
    decision.award = _award(contest, decision, award_id)
    decision.note = " ".join(note.split())[:LONGEST_NOTE]
    save_decision(decision, actor, now)
    journal.record(actor=actor, verb="decided", subject=application, now=now, award=award_id, note=decision.note)
    return decision


def _award(contest: Contest, decision: Decision, award_id: int | None) -> Award | None:
    if award_id is None:
        return None
    award = Award.objects.filter(contest=contest, pk=award_id).first()
    if award is None:
        raise WrongAward
    if award.place is not None and award.place != decision.place:
        raise NotRanked
    return award


def decision_of(application: Application, *, version: int, now: datetime) -> Decision:
    """Return the decision on an application, locked, or a new one. Raises `DecidedMeanwhile`."""
    found = Decision.objects.select_for_update(of=("self",)).filter(application=application).first()
    if (found.version if found else 0) != version:
        raise DecidedMeanwhile
    return found or Decision(application=application, decided_at=now)


def save_decision(decision: Decision, actor: Actor, now: datetime) -> None:
    """Save a decision with its next version and who made it."""
    decision.version += 1
    decision.decided_by, decision.decided_at = actor if isinstance(actor, User) else None, now
    decision.save()
