"""Who may apply to a fund: told by the legal form, at the start, with the way round for who may not."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import pgettext_lazy

from nastavnik.grants.funds.template import FundTemplate
from nastavnik.people.enums import LegalForm


class Verdict(models.TextChoices):
    """What a fund says to a legal form."""

    TAKEN = "taken", pgettext_lazy("fund", "May apply itself")
    UNKNOWN = "unknown", pgettext_lazy("fund", "Ask the fund whether it may apply")
    REFUSED = "refused", pgettext_lazy("fund", "May not apply itself")


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether an organisation may apply; `reason` and `way_round` only where it may not."""

    verdict: Verdict
    reason: str = ""
    way_round: str = ""
    # what else the fund asks of whoever applies
    more: str = ""

    @property
    def is_refused(self) -> bool:
        """Tell whether it may not."""
        return self.verdict is Verdict.REFUSED


def eligibility(template: FundTemplate, legal_form: str) -> Eligibility:
    """Return what the fund says to a legal form; what its template does not name, or is none at all, is not known."""
    known = template.applicants
    if legal_form in known.refused:
        return Eligibility(Verdict.REFUSED, known.refused[LegalForm(legal_form)], known.way_round, known.more)
    if legal_form in known.taken:
        return Eligibility(Verdict.TAKEN, more=known.more)
    return Eligibility(Verdict.UNKNOWN, way_round=known.way_round, more=known.more)


def forms_taken(template: FundTemplate) -> list[LegalForm]:
    """Return the legal forms that a partner may have: all but those that the fund refuses, the ones that it takes first."""
    left = [form for form in LegalForm if form not in template.applicants.refused]
    return sorted(left, key=lambda form: form not in template.applicants.taken)
