"""What lists show of an application, kept beside it: the sum that is asked for, how ready it is, how much is wrong."""

from nastavnik.grants.funds.checker import check
from nastavnik.grants.funds.project import project_of
from nastavnik.grants.funds.template import Light
from nastavnik.grants.models import GrantApplication
from nastavnik.grants.selectors.content import content_of
from nastavnik.grants.selectors.templates import template_of


def reckon(grant: GrantApplication) -> None:
    """Tell anew what is kept beside an application; what it shares with other applications is looked for on the page of the check."""
    template, content = template_of(grant.template), content_of(grant)
    checked = check(template, content.values, content.file_counts)
    grant.requested = project_of(template, content.values).sheet.totals.requested
    grant.percent = checked.percent
    grant.red = len(checked.gaps) + sum(finding.light is Light.RED for finding in checked.findings)
    grant.amber = sum(finding.light is Light.AMBER for finding in checked.findings)
    grant.save(update_fields=["requested", "percent", "red", "amber"])
