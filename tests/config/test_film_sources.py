import os
import subprocess
import sys

import pytest

from nastavnik.core.buckets import bucket_origin


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("", ""),
        ("file:///srv/media", ""),
        ("s3://KEY:SECRET@storage.example/films", "https://storage.example"),
        ("s3://KEY:SECRET@storage.example:9000/films?region=ru-1", "https://storage.example:9000"),
        ("s3://KEY:SECRET@127.0.0.1:9000/films?tls=0", "http://127.0.0.1:9000"),
    ],
)
def test_origin_of_a_bucket_is_what_a_browser_fetches_from(url, origin):
    assert bucket_origin(url) == origin


def policy(tmp_path, storage_url):
    """Return the policy of pages in a school with this storage, as its own process would have it."""
    environ = os.environ | {"NASTAVNIK_DATA": str(tmp_path), "STORAGE_URL": storage_url}
    code = "from nastavnik.config import settings; print(settings.CONTENT_SECURITY_POLICY['DIRECTIVES'])"
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)
    return done.stdout


def test_pages_let_films_come_from_the_bucket_and_from_nowhere_else(tmp_path):
    with_bucket = policy(tmp_path, "s3://KEY:SECRET@storage.example/films")

    assert with_bucket.count("https://storage.example") == 3
    assert "SECRET" not in with_bucket
    assert "https:" not in policy(tmp_path, "")
