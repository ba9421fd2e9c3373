"""What web processes share when there is a Redis: the one named in TEST_REDIS_URL, else one started here."""

import os
import shutil
import subprocess
import time

import pytest
from django.core.cache import cache
from redis import Redis

from nastavnik.cli import organs
from nastavnik.cli.findings import Mark
from nastavnik.config.env import read_env


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    if named := os.environ.get("TEST_REDIS_URL"):
        yield named
        return
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("no redis-server here: name a Redis in TEST_REDIS_URL")
    path = tmp_path_factory.mktemp("redis") / "socket"
    words = ["--port", "0", "--unixsocket", str(path), "--save", ""]
    with subprocess.Popen([program, *words], stdout=subprocess.DEVNULL, cwd=path.parent) as process:
        while not path.exists():
            time.sleep(0.02)
        yield f"unix://{path}"
        process.terminate()


@pytest.fixture
def shared(settings, address, tmp_path):
    settings.ENV = read_env({"NASTAVNIK_DATA": str(tmp_path), "SECRET_KEY": "x", "REDIS_URL": address})
    backend = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": address, "KEY_PREFIX": str(tmp_path)}}
    yield Redis.from_url(address)
    cache.clear()


def test_cache_lies_in_redis_where_other_processes_see_it(shared, tmp_path):
    cache.set("lesson", {"title": "Занятие"}, timeout=60)

    assert cache.get("lesson") == {"title": "Занятие"}
    assert [key for key in shared.keys() if str(tmp_path).encode() in key]  # noqa: SIM118 -- Redis is no dictionary
    shared.close()


def test_doctor_tries_redis(shared):
    assert organs.memory().mark == Mark.OK
    shared.close()


def test_doctor_without_redis_says_when_it_is_needed(settings, tmp_path):
    settings.ENV = read_env({"NASTAVNIK_DATA": str(tmp_path), "SECRET_KEY": "x"})

    assert "many nodes need REDIS_URL" in organs.memory().told
