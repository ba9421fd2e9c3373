"""Footnotes say of how many lessons a count tells, and how old it is."""

from datetime import UTC, datetime

from nastavnik.audience.selectors.figures import FigureValue, Scope, Unit
from nastavnik.audience.selectors.reports.telling import _footnote
from nastavnik.programme.models import School


def test_footnote_tells_rule_lessons_and_age_of_a_count():
    moment = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    figure = FigureValue(
        code="views.vk.total_views",
        section="views",
        section_title="Просмотры",
        title="VK",
        rule="Правило.",
        unit=Unit.COUNT,
        value=7745,
        lessons=3,
        oldest=datetime(2026, 10, 1, tzinfo=UTC),
        newest=moment,
    )

    said = _footnote(figure, Scope(School(title="Школа"), as_of=moment), moment)

    assert said.startswith("Правило. ")
    assert " 3 " in said
    assert "1 октября 2026" in said
    assert "20 ноября 2026" in said
