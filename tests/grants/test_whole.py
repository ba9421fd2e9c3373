"""The whole application that tests rely on is green in every form that comes with the program."""

import pytest
from tests.grants.whole import VALUES

from nastavnik.grants.funds.checker import check
from nastavnik.grants.selectors.templates import read_text, shipped_texts


@pytest.mark.parametrize("text", shipped_texts(), ids=lambda text: read_text(text).key)
def test_whole_application_is_green(text):
    template = read_text(text)
    options = template.form.field("fund_direction")
    direction = {"fund_direction": options.options[0]} if options and options.options else {}

    checked = check(template, {**VALUES, **direction}, {})

    assert (checked.gaps, checked.findings) == ((), ())
