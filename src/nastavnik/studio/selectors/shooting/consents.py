"""Whether everybody who is shown in a film has agreed to it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nastavnik.studio.models import ProductionCard, ShownPerson
from nastavnik.studio.selectors.shooting.states import ShownState, state_of


@dataclass(frozen=True, slots=True)
class Shown:
    """How it stands with those who are shown.

    `is_said`: somebody has written down who is shown, or that nobody can be recognised. `missing`: whose consent is missing and why,
    a line of words each.
    """

    is_met: bool
    missing: tuple[str, ...]
    is_said: bool


def shown_requirement(card: ProductionCard) -> Shown:
    """Return whether the film of a card may be shown for all that its people say; one query."""
    people = list(ShownPerson.objects.filter(card=card))
    missing = tuple(_why(one) for one in people if state_of(one) != ShownState.AGREED)
    is_said = bool(people) or card.shows_nobody
    return Shown(is_met=is_said and not missing, missing=missing, is_said=is_said)


def _why(person: ShownPerson) -> str:
    told = {"name": person.name or _("somebody who asked to be forgotten")}
    match state_of(person):
        case ShownState.REFUSED:
            return _("%(name)s does not agree") % told
        case ShownState.WITHDRAWN:
            return _("%(name)s has withdrawn the consent") % told
        case ShownState.ASKED:
            return _("%(name)s has not answered yet") % told
        case _:
            return _("%(name)s was not asked yet") % told
