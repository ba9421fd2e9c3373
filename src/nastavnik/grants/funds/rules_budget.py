"""Rules about the budget: each rouble is tied to something and explained, sums are right, shares keep their limits."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from nastavnik.contest.checking.numbers import write_money
from nastavnik.grants.funds.budget import contributions, share_of, totals_of
from nastavnik.grants.funds.findings import Asked, Found
from nastavnik.grants.funds.template import ArticleKind
from nastavnik.grants.funds.words import stems

BUDGET = "budget_lines"
PER_CENT = 100
PAY = frozenset({ArticleKind.STAFF, ArticleKind.PEOPLE})


def line_has_activity(asked: Asked) -> Iterator[Found]:
    """Each line is tied to an activity of the plan."""
    known = {activity.id for activity in asked.project.activities}
    for line in asked.project.sheet.lines:
        if line.activity not in known:
            yield Found(_("“%(line)s” belongs to no activity") % {"line": line.name}, BUDGET, line.id)


def line_has_comment(asked: Asked) -> Iterator[Found]:
    """Each line says why, and where its price comes from."""
    for line in asked.project.sheet.lines:
        if not line.comment:
            yield Found(_("“%(line)s” has no comment") % {"line": line.name}, BUDGET, line.id)


def line_has_article(asked: Asked) -> Iterator[Found]:
    """Each line stands in an article of this fund."""
    known = {article.key for article in asked.template.articles} | {
        article.title for article in asked.template.articles
    }
    for line in asked.project.sheet.lines:
        if line.article not in known:
            yield Found(_("“%(line)s” stands in no article of this fund") % {"line": line.name}, BUDGET, line.id)


def sums(asked: Asked) -> Iterator[Found]:
    """No line asks for less than nothing, the whole asks for something, and for no more than the fund gives."""
    for line in asked.project.sheet.lines:
        if line.requested < 0:
            words = _("“%(line)s” costs %(cost)s, and %(own)s of it is your own")
            told = {"line": line.name, "cost": write_money(line.cost), "own": write_money(line.own)}
            yield Found(words % told, BUDGET, line.id)
    requested = asked.project.sheet.totals.requested
    if asked.project.sheet.lines and requested <= 0:
        yield Found(_("The budget asks the fund for nothing"), BUDGET)
    if asked.template.sizes and asked.template.size_of(requested) is None:
        words = _("%(sum)s is more than the fund gives") % {"sum": write_money(requested)}
        yield Found(words, BUDGET)


def contractors(asked: Asked) -> Iterator[Found]:
    """Works and services of others are at most `limit` per cent of what is asked for."""
    kinds = {article.key: article.kind for article in asked.template.articles}
    lines = [line for line in asked.project.sheet.lines if kinds.get(line.article) is ArticleKind.CONTRACTORS]
    share = share_of(totals_of(lines).requested, asked.project.sheet.totals.requested)
    most = (asked.use.limit or Decimal(PER_CENT)) / PER_CENT
    if share > most:
        words = _("Others are paid %(share)s %% of the grant, at most %(most)s %% may be")
        yield Found(words % {"share": _percent(share), "most": _percent(most)}, BUDGET, lines[0].id)


def own_share(asked: Asked) -> Iterator[Found]:
    """At least `limit` per cent are one's own."""
    least = (asked.use.limit or Decimal(0)) / PER_CENT
    share = asked.project.sheet.totals.own_share
    if asked.project.sheet.lines and share < least:
        words = _("Your own part is %(share)s %%, at least %(least)s %% are expected")
        yield Found(words % {"share": _percent(share), "least": _percent(least)}, BUDGET)


def contributions_paid(asked: Asked) -> Iterator[Found]:
    """What is paid to people has its insurance contributions beside it, by the rate of the day on which the project begins."""
    kinds = {article.key: article.kind for article in asked.template.articles}
    begin = asked.project.starts_on
    rate = asked.template.rate_on(begin) if begin is not None else None
    if rate is None:
        return
    due = contributions(asked.project.sheet.lines, asked.template.articles, rate)
    lines = [line for line in asked.project.sheet.lines if kinds.get(line.article) is ArticleKind.CONTRIBUTIONS]
    paid = totals_of(lines).cost
    # a rouble for each line: accountants round each person's
    if abs(paid - due) > PER_CENT * max(len(asked.project.sheet.lines), 1):
        words = _("Insurance contributions are %(paid)s, by the rate they would be %(due)s")
        yield Found(words % {"paid": write_money(paid), "due": write_money(due)}, BUDGET, lines[0].id if lines else "")


def team_is_paid(asked: Asked) -> Iterator[Found]:
    """Whoever is in the team stands in the pay, and whoever is paid is in the team."""
    kinds = {article.key: article.kind for article in asked.template.articles}
    pay = [line for line in asked.project.sheet.lines if kinds.get(line.article) in PAY]
    paid = frozenset[str]().union(*(stems(f"{line.name} {line.comment}") for line in pay))
    for row, name in asked.project.team.items():
        if stems(name) and not stems(name) <= paid:
            yield Found(_("“%(name)s” is in the team and not in the budget") % {"name": name}, "team", row)
    team = [stems(name) for name in asked.project.team.values() if stems(name)]
    for line in pay:
        if not any(name <= stems(f"{line.name} {line.comment}") for name in team):
            yield Found(_("“%(line)s” pays nobody of the team") % {"line": line.name}, BUDGET, line.id)


def forbidden(asked: Asked) -> Iterator[Found]:
    """Nothing is bought that the fund does not pay for."""
    for line in asked.project.sheet.lines:
        words = stems(f"{line.name} {line.comment}")
        for cost in asked.template.forbidden_costs:
            if stems(cost) and stems(cost) <= words:
                told = {"line": line.name, "cost": cost}
                yield Found(_("“%(line)s”: the fund does not pay for “%(cost)s”") % told, BUDGET, line.id)


def _percent(share: Decimal) -> str:
    return number_format(f"{(share * PER_CENT).normalize():f}")
