"""What the rules of the checker are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RULE_TITLES: Mapping[str, Promise] = {
    "two_activities": _("Each objective has activities enough"),
    "activity_has_objective": _("Each activity serves an objective"),
    "dates_inside": _("Activities lie inside the term of the project"),
    "not_the_whole_term": _("No activity lasts as long as the project"),
    "term": _("The project is no longer than the fund allows"),
    "people": _("People in the results agree with the plan"),
    "places": _("The geography names all places of the plan"),
    "line_has_activity": _("Each line of the budget belongs to an activity"),
    "line_has_comment": _("Each line of the budget has a comment"),
    "line_has_article": _("Each line of the budget stands in an article of the fund"),
    "sums": _("The sums of the budget are right"),
    "contractors": _("Others do a small part of the work"),
    "own_share": _("A part of the budget is one’s own"),
    "contributions_paid": _("Insurance contributions agree with the pay"),
    "team_is_paid": _("The team and the pay agree"),
    "forbidden": _("Nothing is bought that the fund does not pay for"),
    "alike": _("The texts are not those of another application"),
}
