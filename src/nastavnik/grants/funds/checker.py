"""The checker: every rule of a fund over an application, and how ready that is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from nastavnik.contest.checking.gaps import Gap, gaps_of
from nastavnik.contest.checking.values import Values
from nastavnik.grants.funds import rules_budget, rules_plan
from nastavnik.grants.funds.findings import Asked, Finding, Found, Other, Rule
from nastavnik.grants.funds.overlap import overlap, texts_of
from nastavnik.grants.funds.project import project_of
from nastavnik.grants.funds.template import FundTemplate, Light, RuleUse

PER_CENT = 100
MOST_ALIKE = Decimal(50)


def alike(asked: Asked) -> Iterator[Found]:
    """No long text is for more than `limit` per cent (else half) that of another application of the organisation."""
    most = float(asked.use.limit or MOST_ALIKE) / PER_CENT
    own = texts_of(asked.template.form, asked.project.values)
    for other in asked.others:
        for key, text in own.items():
            if (share := overlap(text, other.texts.get(key, "")).share) > most:
                told = {"percent": round(share * PER_CENT), "title": other.title}
                yield Found(_("%(percent)d %% of this text stands in “%(title)s” too") % told, key, url=other.url)


RULES: Mapping[str, Rule] = {
    "two_activities": rules_plan.two_activities,
    "activity_has_objective": rules_plan.activity_has_objective,
    "dates_inside": rules_plan.dates_inside,
    "not_the_whole_term": rules_plan.not_the_whole_term,
    "term": rules_plan.term,
    "people": rules_plan.people,
    "places": rules_plan.places,
    "line_has_activity": rules_budget.line_has_activity,
    "line_has_comment": rules_budget.line_has_comment,
    "line_has_article": rules_budget.line_has_article,
    "sums": rules_budget.sums,
    "contractors": rules_budget.contractors,
    "own_share": rules_budget.own_share,
    "contributions_paid": rules_budget.contributions_paid,
    "team_is_paid": rules_budget.team_is_paid,
    "forbidden": rules_budget.forbidden,
    "alike": alike,
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checker says of an application."""

    gaps: tuple[Gap, ...]
    findings: tuple[Finding, ...]
    # fields that are asked and have no gap, in per cent of those that are asked
    percent: int

    @property
    def is_red(self) -> bool:
        """Whether the fund would refuse it."""
        return bool(self.gaps) or any(finding.light is Light.RED for finding in self.findings)

    @property
    def is_green(self) -> bool:
        """Whether nothing was found."""
        return not self.gaps and not self.findings


def check(template: FundTemplate, values: Values, files: Mapping[str, int], others: Sequence[Other] = ()) -> Checked:
    """Return what is missing in an application and which rules it breaks. `files`: how many each field has."""
    project = project_of(template, values)
    gaps = gaps_of(template.form, values, files)
    findings = [
        _finding(use, found)
        for use in template.rules
        for found in RULES[use.key](Asked(template, project, use, tuple(others)))
    ]
    fields = [field.key for section in template.form.sections for field in section.fields]
    wrong = {gap.field for gap in gaps}
    percent = PER_CENT * (len(fields) - len(wrong)) // len(fields)
    return Checked(tuple(gaps), tuple(findings), percent)


def _finding(use: RuleUse, found: Found) -> Finding:
    return Finding(use.key, use.light, use.reason, use.source, found)
