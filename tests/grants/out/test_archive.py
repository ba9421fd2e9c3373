"""Everything that goes to the fund in one archive, made while it is sent."""

import tracemalloc
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from tests.grants.factories import GrantFactory
from tests.grants.whole import fill

from nastavnik.grants.models import GrantFile, Proof
from nastavnik.grants.papers.archive import Entry, zip_pieces
from nastavnik.grants.selectors.out.files import attachments_of

MADE = datetime(2026, 11, 26, 12, 30, 14, tzinfo=UTC)


def add(grant, /, name, content=b"content", key="support_letters", now=None, **changes):
    told = {"name": name, "kind": "pdf", "bytes": len(content), "sha256": "", "added_at": now or grant.created_at}
    stored = default_storage.save("grants/test.pdf", ContentFile(content))
    row = {"project": grant.project, "grant": grant, "field_key": key, "file": stored, **told, **changes}
    return GrantFile.objects.create(**row)


def unpacked(client, grant):
    answer = client.get(reverse("grants:archive", args=[grant.token]))
    archive = ZipFile(BytesIO(answer.getvalue()))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.django_db
def test_archive_has_the_papers_the_files_and_the_proofs(client, sign_in, whole, mentor):
    add(whole, "Письмо.pdf", b"one")
    add(whole, "Письмо.pdf", b"two")
    proof = add(whole, "Форма 6-НК.pdf", b"three", key="", grant=None)
    Proof.objects.create(project=whole.project, kind="statistics", title="6-НК", file=proof, added_at=whole.created_at)
    Proof.objects.create(project=whole.project, kind="press", title="Газета", added_at=whole.created_at)

    files = unpacked(sign_in(mentor), whole)

    assert list(files) == [
        "Заявка.docx",
        "Бюджет.xlsx",
        "Состав архива.txt",
        "Письма поддержки/1. Письмо.pdf",
        "Письма поддержки/2. Письмо.pdf",
        "Доказательства/1. Форма 6-НК.pdf",
    ]
    assert [files[name] for name in list(files)[3:]] == [b"one", b"two", b"three"]
    assert files["Заявка.docx"][:2] == files["Бюджет.xlsx"][:2] == b"PK"


@pytest.mark.django_db
def test_archive_says_what_is_missing_and_what_the_fund_does_not_take(client, sign_in, project, author):
    grant = fill(GrantFactory(project=project, fund="fpg"))
    add(grant, "Большое.pdf", bytes=11 * 2**20)
    default_storage.delete(add(grant, "Пропало.pdf").file)

    files = unpacked(sign_in(author), grant)
    told = files["Состав архива.txt"].decode("utf-8-sig")

    assert "Большое.pdf — 11,0" in told.replace("\xa0", " ")
    assert "больше, чем принимает фонд: 10 МБ" in told
    assert "Пропало.pdf — 7" in told.replace("\xa0", " ")
    assert "файл пропал из хранилища" in told
    assert not any("Пропало" in name for name in files)


@pytest.mark.django_db
def test_archive_is_named_after_the_project(client, sign_in, whole, author):
    fill(whole, title="Читаем: «вместе»/2027")

    answer = sign_in(author).get(reverse("grants:archive", args=[whole.token]))
    answer.getvalue()

    assert "utf-8''%D0%A7%D0%B8%D1%82%D0%B0%D0%B5%D0%BC%20%C2%AB" in answer.headers["Content-Disposition"]


@pytest.mark.django_db
def test_attachments_ask_once_for_proofs_whatever_their_number(whole, django_assert_num_queries):
    for number in range(3):
        file = add(whole, f"{number}.pdf", key="", grant=None)
        Proof.objects.create(project=whole.project, kind="other", title="", file=file, added_at=whole.created_at)

    with django_assert_num_queries(3):
        assert attachments_of(whole).bytes == 21


class Long:
    """A file of so many megabytes that nobody has in memory."""

    def __init__(self, megabytes):
        self.left = megabytes * 2**20

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        return None

    def read(self, count):
        piece = min(count, self.left)
        self.left -= piece
        return b"x" * piece


def test_archive_of_large_files_is_never_in_memory_as_a_whole():
    entries = [Entry(f"{n}.bin", partial(Long, 16), MADE) for n in range(3)]

    tracemalloc.start()
    size = sum(len(piece) for piece in zip_pieces(entries))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert size > 3 * 2**14
    assert peak < 4 * 2**20


def test_archive_breaks_off_when_a_file_cannot_be_opened():
    def gone():
        raise FileNotFoundError

    with pytest.raises(FileNotFoundError):
        list(zip_pieces([Entry("a.txt", partial(BytesIO, b"a"), MADE), Entry("b.txt", gone, MADE)]))


def test_entry_of_before_there_were_archives_has_their_first_year():
    pieces = zip_pieces([Entry("a.txt", partial(BytesIO, b"a"), datetime(1970, 1, 2, tzinfo=UTC))])

    assert ZipFile(BytesIO(b"".join(pieces))).infolist()[0].date_time[:3] == (1980, 1, 2)
