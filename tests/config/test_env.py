from ipaddress import ip_network
from pathlib import Path

import pytest

from nastavnik.config.env import KEY_FILE, Env, EnvError, read_env


def read(tmp_path: Path, **named: str) -> Env:
    return read_env({"NASTAVNIK_DATA": str(tmp_path), **named})


def test_read_of_nothing_is_a_school_in_one_folder(tmp_path):
    env = read(tmp_path)

    assert env.database_url == f"sqlite:///{tmp_path / 'school.sqlite3'}"
    assert (env.base_url, env.is_https, env.is_debug) == ("http://127.0.0.1:8000", False, False)
    assert env.allowed_hosts == ["127.0.0.1", "127.0.0.1", "localhost", "[::1]"]
    assert env.trusted_proxies == []


def test_read_makes_a_secret_once_that_only_the_owner_reads(tmp_path):
    first, second = read(tmp_path / "data"), read(tmp_path / "data")
    path = tmp_path / "data" / KEY_FILE

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 50
    assert path.stat().st_mode & 0o077 == 0
    assert [found.name for found in path.parent.iterdir()] == [KEY_FILE]


def test_read_of_a_given_secret_makes_no_file(tmp_path):
    assert read(tmp_path, SECRET_KEY="given").secret_key == "given"
    assert not (tmp_path / KEY_FILE).exists()


def test_write_of_the_secret_by_two_at_once_keeps_the_first(tmp_path, monkeypatch):
    path = tmp_path / KEY_FILE
    monkeypatch.setattr(Path, "exists", lambda _self: False)
    path.write_text("the other's")

    assert read(tmp_path).secret_key == "the other's"


@pytest.mark.parametrize(
    ("named", "field", "value"),
    [
        ({"DEBUG": "yes"}, "is_debug", True),
        ({"DEBUG": "off"}, "is_debug", False),
        ({"UPLOAD_MAX": "500M"}, "upload_max_bytes", 500 * 2**20),
        ({"UPLOAD_MAX": "2gb"}, "upload_max_bytes", 2 * 2**30),
        ({"UPLOAD_MAX": "12345"}, "upload_max_bytes", 12345),
        ({"BASE_URL": "https://school.example/"}, "base_url", "https://school.example"),
        ({"BASE_URL": "https://school.example/"}, "is_https", True),
        ({"ALLOWED_HOSTS": "a.example, b.example,"}, "allowed_hosts", ["a.example", "b.example"]),
        ({"TIME_ZONE": " Asia/Omsk "}, "time_zone", "Asia/Omsk"),
        ({"LOG_LEVEL": "debug"}, "log_level", "DEBUG"),
        (
            {"TRUSTED_PROXIES": "127.0.0.1,10.0.0.0/8"},
            "trusted_proxies",
            [ip_network("127.0.0.1"), ip_network("10.0.0.0/8")],
        ),
        ({"DATABASE_URL": "postgresql://u:p@db/school"}, "database_url", "postgresql://u:p@db/school"),
        ({"MEDIA_SIGNATURE": "NGINX"}, "media_signature", "nginx"),
    ],
)
def test_read_understands(tmp_path, named, field, value):
    assert getattr(read(tmp_path, **named), field) == value


def test_read_adds_the_host_of_the_address(tmp_path):
    assert read(tmp_path, BASE_URL="http://[::1]:9000").allowed_hosts[0] == "[::1]"
    assert read(tmp_path, BASE_URL="https://school.example").allowed_hosts[0] == "school.example"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "perhaps"),
        ("UPLOAD_MAX", "a lot"),
        ("UPLOAD_QUOTA", "-5"),
        ("BASE_URL", "school.example"),
        ("DATABASE_URL", "mysql://db/school"),
        ("REDIS_URL", "http://cache"),
        ("STORAGE_URL", "ftp://files"),
        ("MAIL_URL", "pigeon://post"),
        ("TIME_ZONE", "Mars/Olympus"),
        ("LOG_LEVEL", "LOUD"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("MEDIA_SIGNATURE", "wax"),
    ],
)
def test_read_refuses_and_names_the_variable(tmp_path, name, value):
    with pytest.raises(EnvError, match=f"{name}="):
        read(tmp_path, **{name: value})


def test_read_names_every_mistake_at_once(tmp_path):
    with pytest.raises(EnvError) as refused:
        read(tmp_path, DEBUG="perhaps", LOG_LEVEL="LOUD")

    assert len(str(refused.value).splitlines()) == 2
