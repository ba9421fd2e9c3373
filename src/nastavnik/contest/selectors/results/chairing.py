"""Between which equals the chair decides."""

from nastavnik.contest.models import Contest, Recusal
from nastavnik.contest.permissions import can_run_contest
from nastavnik.contest.selectors.results.computed import Computed
from nastavnik.people.permissions import Actor


def groups_to_vote(actor: Actor, contest: Contest, found: Computed) -> list[list[int]]:
    """Return the numbers of those that are equal, in groups; one query.

    A chair who is recused of one of a group decides nothing about it: whoever runs the contest writes down how the rest of the
    jury decided.
    """
    groups = found.chair_groups
    if not groups or can_run_contest(actor, contest):
        return groups
    recused = Recusal.objects.filter(juror__contest=contest, juror__user=actor.pk, juror__left_at=None)
    closed = set(recused.values_list("application__number", flat=True))
    return [group for group in groups if not closed.intersection(group)]
