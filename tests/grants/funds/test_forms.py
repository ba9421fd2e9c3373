"""The forms of funds that come with the product can be read, and say what we know of each."""

from decimal import Decimal
from importlib.resources import files

import pytest

from nastavnik.contest.selectors.blueprints import blueprint
from nastavnik.grants.funds.checker import RULES
from nastavnik.grants.funds.reading import read_template

FORMS = sorted((path for path in (files("nastavnik.grants") / "funds" / "forms").iterdir()), key=lambda path: path.name)
# the field keys of the district contest that a fund's form must be able to take over
CARRIED = {
    "title",
    "short_description",
    "target_group",
    "geography",
    "problem",
    "goal",
    "objectives",
    "activities",
    "team",
}


def template_of(path):
    return read_template(path.read_text(encoding="utf-8"), RULES)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_form_is_read_and_weights_make_a_hundred(path):
    template = template_of(path)

    assert path.name == f"{template.key}.yaml"
    most = template.scale.highest
    for size in template.sizes:
        assert sum(criterion.weights[size.key] for criterion in template.criteria) * most == Decimal(100)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_form_takes_over_the_fields_of_a_contest(path):
    template = template_of(path)
    ours = {field["key"] for section in blueprint("district").told["sections"] for field in section["fields"]}
    theirs = {field.key for section in template.form.sections for field in section.fields}

    assert ours & theirs >= CARRIED
