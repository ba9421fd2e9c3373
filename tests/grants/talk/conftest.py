"""An application with a text of which something can be said, and a table."""

import pytest

from nastavnik.grants.services.fields import put_values

PROBLEM = (
    "Дети района мало читают. По данным управления образования, 43 % школьников не прочли за лето ни одной книги. "
    "Библиотека читает с ними вслух."
)


@pytest.fixture
def written(application, author, now):
    put_values(
        application,
        {
            "problem": PROBLEM,
            "title": "Читаем вместе",
            "activities": [
                {"id": "aaaa2222", "activity": "Громкие чтения", "place": "Детский зал"},
                {"id": "bbbb3333", "activity": "Поход в лес", "place": "Парк"},
            ],
        },
        actor=author,
        now=now,
    )
    application.refresh_from_db()
    return application
