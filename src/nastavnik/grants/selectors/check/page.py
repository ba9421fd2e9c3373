"""The page of the checker: what the fund asks for, rule by rule, and where the application does not keep it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from nastavnik.contest.checking.gaps import Gap, faults_of_row, most_rows
from nastavnik.contest.checking.values import ROW_ID, row_label, rows_of
from nastavnik.grants.funds.checker import Checked, check
from nastavnik.grants.funds.findings import Finding
from nastavnik.grants.funds.rules_budget import BUDGET
from nastavnik.grants.funds.template import Light, Origin, RuleUse
from nastavnik.grants.funds.titles import RULE_TITLES
from nastavnik.grants.models import GrantApplication
from nastavnik.grants.selectors.check.others import others_of
from nastavnik.grants.selectors.check.places import label_of, place_url
from nastavnik.grants.selectors.content import Content, content_of
from nastavnik.grants.selectors.head import GrantHead, head_of
from nastavnik.grants.selectors.lookup import grant_for
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

BADGES = {Light.RED: "wrong", Light.AMBER: "warn"}


@dataclass(frozen=True, slots=True)
class PlaceBox:
    """A place that breaks a rule: what is wrong, what the place is called, where it is."""

    words: str
    label: str
    url: str
    # where it is shown beside the text that it is like
    beside_url: str


@dataclass(frozen=True, slots=True)
class RuleBox:
    """A rule of the fund, with the places that break it."""

    key: str
    title: str
    light: str
    # of the badge: wrong, warn, ok
    kind: str
    reason: str
    source: str
    places: tuple[PlaceBox, ...]


@dataclass(frozen=True, slots=True)
class SectionGaps:
    """What is missing in a section."""

    title: str
    gaps: tuple[PlaceBox, ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """What the checker says of an application."""

    head: GrantHead
    origin: Origin
    confidence: str
    sections: tuple[SectionGaps, ...]
    # those that are broken first, the red ones before the others
    rules: tuple[RuleBox, ...]
    # places that the fund refuses, with what is missing
    red: int
    amber: int
    kept: int
    gaps: int
    others: int

    @property
    def light(self) -> str:
        """Return the colour of the whole: red, amber or green."""
        return "red" if self.red else "amber" if self.amber else "green"

    @property
    def first_url(self) -> str:
        """Return where the first place is that has to be mended: what breaks a rule, then what is missing; empty: nothing is."""
        places = [place for rule in self.rules for place in rule.places]
        places += [gap for section in self.sections for gap in section.gaps]
        return next((place.url for place in places if place.url), "")


def check_page(actor: Actor, school: School, token: str, now: datetime) -> CheckPage:
    """Return what the checker says of an application, to whoever may read it."""
    grant = grant_for(actor, school, token)
    head = head_of(actor, grant, "grants:check", now)
    content, others = content_of(grant), others_of(actor, grant, head.template)
    checked = check(head.template, content.values, content.file_counts, [one.other for one in others])
    rules = _rules(head, checked)
    red = sum(finding.light is Light.RED for finding in checked.findings)
    return CheckPage(
        head=head,
        origin=head.template.origin,
        confidence=str(head.template.origin.confidence.label),
        sections=tuple(_sections(head, checked.gaps, content)),
        rules=rules,
        red=red + len(checked.gaps),
        amber=len(checked.findings) - red,
        kept=sum(not rule.places for rule in rules),
        gaps=len(checked.gaps),
        others=len(others),
    )


def _sections(head: GrantHead, gaps: Iterable[Gap], content: Content) -> Iterable[SectionGaps]:
    titles = {section.key: section.title for section in head.template.form.sections}
    for key, part in groupby(gaps, key=lambda gap: gap.section):
        boxes = [
            box
            for field, told in groupby(part, key=lambda gap: gap.field)
            for box in _boxes(head, field, told, content)
        ]
        yield SectionGaps(titles[key], tuple(boxes))


def _boxes(head: GrantHead, key: str, gaps: Iterable[Gap], content: Content) -> Iterable[PlaceBox]:
    """Yield what is missing in a field; in the budget line by line, because the sheet has no numbers."""
    field, rows = head.template.form.field(key), rows_of(content.values, key)
    if field is None or key != BUDGET or not rows or len(rows) > most_rows(field):
        for gap in gaps:
            yield PlaceBox(_sentence(gap.words), gap.label, place_url(head.grant, head.template, gap.field), "")
        return
    for row in rows:
        for words in faults_of_row(head.template.form, field, row, content.values):
            url = place_url(head.grant, head.template, BUDGET, row[ROW_ID])
            yield PlaceBox(_sentence(words), row_label(row, field.columns[1:]) or field.label, url, "")


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _rules(head: GrantHead, checked: Checked) -> tuple[RuleBox, ...]:
    boxes = [
        _rule(head, use, [finding for finding in checked.findings if finding.rule == use.key])
        for use in head.template.rules
    ]
    order = [BADGES[Light.RED], BADGES[Light.AMBER], "ok"]
    return tuple(sorted(boxes, key=lambda box: order.index(box.kind)))


def _rule(head: GrantHead, use: RuleUse, findings: list[Finding]) -> RuleBox:
    return RuleBox(
        key=use.key,
        title=str(RULE_TITLES[use.key]),
        light=str(use.light.label),
        kind=BADGES[use.light] if findings else "ok",
        reason=use.reason,
        source=use.source,
        places=tuple(_place(head.grant, head, finding) for finding in findings),
    )


def _place(grant: GrantApplication, head: GrantHead, finding: Finding) -> PlaceBox:
    found = finding.found
    url = place_url(grant, head.template, found.field, found.row)
    return PlaceBox(found.words, label_of(head.template, found.field), url, found.url)
