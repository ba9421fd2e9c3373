"""What is known of the places where people watch: what each counts, its rule, and how figures may come in."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.audience.enums import CountMethod, Metric, PlaceKind


@dataclass(frozen=True, slots=True)
class Preset:
    """A kind of place."""

    metrics: tuple[Metric, ...]
    # printed under its numbers until somebody of the school writes better words
    rule: Promise | str
    methods: tuple[CountMethod, ...] = (CountMethod.HAND,)


PRESETS: dict[PlaceKind, Preset] = {
    PlaceKind.OWN: Preset(
        (Metric.LIVE_VIEWS, Metric.TOTAL_VIEWS, Metric.UNIQUE_VIEWERS, Metric.PEAK),
        _(
            "A view is ten seconds played, or half of a shorter film; people who opened the page and did not play are not "
            "counted. Staff of the school and machines stand apart."
        ),
        (CountMethod.OWN,),
    ),
    PlaceKind.CULTURE: Preset(
        (Metric.LIVE_VIEWS,),
        _(
            "Views of the broadcast on the portal, as the portal itself shows them. It does not publish how it counts, and tells no "
            "views to programs."
        ),
        (CountMethod.HAND, CountMethod.CULTURE),
    ),
    PlaceKind.VK: Preset(
        (Metric.TOTAL_VIEWS,),
        _(
            "Views in all, live and of the recording together, as the page of the film shows them. VK does not publish from which "
            "second a view counts."
        ),
        (CountMethod.HAND, CountMethod.VK_WALL, CountMethod.VK_VIDEO),
    ),
    PlaceKind.RUTUBE: Preset(
        (Metric.TOTAL_VIEWS,),
        _("Views in all, as the page of the film shows them. Rutube does not publish from which second a view counts."),
        (CountMethod.HAND, CountMethod.RUTUBE),
    ),
    PlaceKind.OK: Preset((Metric.TOTAL_VIEWS,), _("Views in all, as the page of the film shows them.")),
    PlaceKind.OTHER: Preset((Metric.TOTAL_VIEWS,), ""),
}


def rule_of(kind: str, rule: str) -> str:
    """Return how a channel counts: in the school's own words, or in those that are known of such places."""
    return rule or str(PRESETS[PlaceKind(kind)].rule)
