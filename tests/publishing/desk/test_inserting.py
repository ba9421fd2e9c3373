"""Pictures and references that are put into a text, for a page and for a script."""

import json
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve, reverse
from tests.publishing.factories import picture
from tests.publishing.pressed import with_picture

from nastavnik.publishing.models import ArticlePicture
from nastavnik.publishing.selectors.pressing.book import BETWEEN, addresses_of

pytestmark = pytest.mark.django_db


def text_of(answer):
    return answer.content.decode()


def test_picture_of_an_odd_name_breaks_no_page(at, methodist, article):
    key = "двор 1/--\n?.jpg"
    with_picture(article, picture("JPEG"), key=key)

    assert at(methodist, "article", article.token).status_code == 200
    assert b"".join(at(methodist, "article_picture", article.token, key).streaming_content) == picture("JPEG")
    address = addresses_of(article.collection).picture(f"{article.key}{BETWEEN}{key}")
    assert resolve(unquote(address)).kwargs == {"slug": article.collection.slug, "article": article.key, "key": key}


def test_script_is_told_the_name_of_a_picture_or_what_is_wrong(client, methodist, article):
    client.force_login(methodist)
    address, script = reverse("publishing:add_picture", args=[article.token]), {"Accept": "application/json"}
    sent = {"picture-file": SimpleUploadedFile("двор.png", picture()), "picture-alt": "Двор"}

    told = json.loads(client.post(address, sent, headers=script).content)

    assert told == {"key": ArticlePicture.objects.get().key}
    assert client.post(address, headers=script).status_code == 422
    torn = {"picture-file": SimpleUploadedFile("двор.png", b"no picture")}
    answer = client.post(address, torn, headers=script)
    assert (answer.status_code, answer["Content-Type"]) == (409, "text/plain; charset=utf-8")


def test_reference_is_formed_for_a_page_and_for_a_script(client, at, methodist, article):
    assert at(methodist, "form_reference", article.token).status_code == 200
    book = {"kind": "book", "title": "Чтение *вслух*", "authors": "Жак Дмитрий\n", "year": "1966", "pages": "128"}
    record = "Жак Д. Чтение \\*вслух\\*. 1966. 128 с."
    assert record in text_of(at(methodist, "form_reference", article.token, **book))
    script = {"Accept": "application/json"}
    address = reverse("publishing:form_reference", args=[article.token])

    assert json.loads(client.get(address, book, headers=script).content) == {"record": record}
    refused = client.get(address, {"kind": "article", "title": "Клуб"}, headers=script)
    assert refused.status_code == 422
    assert text_of(refused).startswith("Журнал или сборник: ")
