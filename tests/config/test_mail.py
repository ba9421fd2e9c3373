from pathlib import Path

import pytest

from nastavnik.config.mail import CONSOLE, FOLDER, SMTP, mail_settings

DATA = Path("/data")


@pytest.mark.parametrize(("url", "backend"), [("", FOLDER), ("folder:", FOLDER), ("console:", CONSOLE)])
def test_mail_without_a_server_is_kept_or_shown(url, backend):
    mail = mail_settings(url, DATA)

    assert (mail.backend, mail.folder) == (backend, DATA / "mail")


@pytest.mark.parametrize(
    ("url", "port", "starttls", "ssl"),
    [
        ("smtp://mail.example", 587, True, False),
        ("smtp://mail.example:2525", 2525, True, False),
        ("smtp://127.0.0.1:25", 25, False, False),
        ("smtps://mail.example", 465, False, True),
    ],
)
def test_mail_by_a_server_is_encrypted_but_on_the_same_machine(url, port, starttls, ssl):
    mail = mail_settings(url, DATA)

    assert (mail.backend, mail.port, mail.use_starttls, mail.use_ssl) == (SMTP, port, starttls, ssl)


def test_mail_reads_a_name_and_a_password_with_odd_letters():
    mail = mail_settings("smtp://school%40library.example:p%2F%40ss@mail.example", DATA)

    assert (mail.user, mail.password, mail.host) == ("school@library.example", "p/@ss", "mail.example")
