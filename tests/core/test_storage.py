"""Where files lie: in a folder, and in a bucket that speaks S3."""

import urllib.request
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from tests.fakes.s3 import running_s3

from nastavnik.core.storage import school_storage


@pytest.fixture
def s3():
    with running_s3() as server:
        yield server


@pytest.fixture
def bucket(s3, settings):
    settings.STORAGE_URL = s3.url
    storage = school_storage()
    yield storage
    storage.connection.meta.client.close()


def test_storage_by_default_is_the_folder_of_the_data(settings):
    settings.STORAGE_URL = ""
    storage = school_storage()

    assert isinstance(storage, FileSystemStorage)
    assert storage.location == str(settings.MEDIA_ROOT)


def test_storage_may_be_another_folder(settings, tmp_path):
    settings.STORAGE_URL = f"file://{tmp_path}/%D1%84%D0%B8%D0%BB%D1%8C%D0%BC%D1%8B"

    assert school_storage().location == str(tmp_path / "фильмы")


def test_save_to_the_bucket_keeps_the_file(bucket, s3):
    name = bucket.save("handouts/памятка.pdf", ContentFile(b"a memo"))

    assert s3.objects == {"school/handouts/памятка.pdf": b"a memo"}
    with bucket.open(name) as file:
        assert file.read() == b"a memo"


def test_save_of_a_large_file_goes_in_parts(bucket, s3):
    film = bytes(range(256)) * (9 * 4096)

    name = bucket.save("films/one.m4s", ContentFile(film))

    assert s3.objects["school/films/one.m4s"] == film
    assert sum(line.startswith("PUT") for line in s3.asked) == 2
    with bucket.open(name) as file:
        assert file.read() == film


def test_save_under_a_taken_name_takes_another(bucket):
    first = bucket.save("a.txt", ContentFile(b"1"))
    second = bucket.save("a.txt", ContentFile(b"2"))

    assert first != second
    with bucket.open(first) as file:
        assert file.read() == b"1"


def test_list_and_delete_in_the_bucket(bucket):
    for name in ("films/a/one.m4s", "films/a/two.m4s", "films/b.txt", "other.txt"):
        bucket.save(name, ContentFile(b"x"))

    assert bucket.listdir("films") == (["a"], ["b.txt"])
    bucket.delete("films/b.txt")
    assert not bucket.exists("films/b.txt")
    assert bucket.exists("films/a/one.m4s")


def test_open_of_what_is_not_there_says_so(bucket):
    with pytest.raises(FileNotFoundError):
        bucket.open("nothing.txt").read()


def test_address_of_a_file_is_signed_and_expires(bucket):
    bucket.save("a.txt", ContentFile(b"for members"))

    address = bucket.url("a.txt")
    query = parse_qs(urlsplit(address).query)

    assert query["X-Amz-Expires"] == [str(6 * 60 * 60)]
    with urllib.request.urlopen(address) as answer:
        assert answer.read() == b"for members"
    with pytest.raises(HTTPError, match="403") as refused:
        urllib.request.urlopen(address.split("?")[0])
    refused.value.close()
