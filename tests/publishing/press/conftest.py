import pytest
from django.utils import translation


@pytest.fixture(autouse=True, scope="module")
def english():
    """Let the words of the press be those of the code, whatever is translated."""
    with translation.override("en"):
        yield
