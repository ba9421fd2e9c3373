import pytest
from django.utils import translation


@pytest.fixture(autouse=True, scope="module")
def english():
    """Let the words of the checks be those of the code, whatever is translated."""
    with translation.override("en"):
        yield
