from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory

from nastavnik.core.http.flash import flash, undo_url_of


def test_flash_carries_its_undo_address_to_the_next_page():
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)
    flash(request, "Занятие отменено.", undo_url="/desk/lessons/7/restore/")
    flash(request, "Сохранено.")

    assert [(str(message), undo_url_of(message)) for message in get_messages(request)] == [
        ("Занятие отменено.", "/desk/lessons/7/restore/"),
        ("Сохранено.", ""),
    ]
