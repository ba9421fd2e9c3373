import pytest

import messages


@pytest.mark.parametrize("app", messages.apps_with_texts(), ids=lambda app: app.name)
def test_every_text_has_a_russian(app):
    assert list(messages.faults_of(app)) == []
