"""An article with an author and what was said in its film; a link that was sent to her."""

import pytest
from django.urls import reverse
from tests.programme.factories import LessonFactory
from tests.publishing.factories import AuthorFactory
from tests.video.factories import RenditionFactory, VideoFactory

from nastavnik.people.models import Letter
from nastavnik.publishing.enums import ArticleState, Licence
from nastavnik.publishing.services import proofs
from nastavnik.video.enums import RenditionKind

TEXT = "## Начало\n\nБиблиотека **ищет** читателя. Читатель ищет библиотеку.\n\n![Зал](r1)\n\nЭтого никто не говорил."
SAID = [
    [["Библиотека **ищет** читателя.", 12.4, 15.0], ["Читатель ищет библиотеку.", 15.2, 18.0]],
    [["Этого никто не говорил.", None, None]],
]


@pytest.fixture
def author(article):
    return AuthorFactory(article=article)


@pytest.fixture
def article(article, school):
    video = VideoFactory(lesson=LessonFactory(school=school), ready=True)
    RenditionFactory(video=video, name="a128", kind=RenditionKind.SOUND)
    article.video, article.text, article.source, article.anchors = video, TEXT, SAID, SAID
    article.state, article.licence = ArticleState.EDITING, Licence.CC_BY
    article.save()
    return article


@pytest.fixture
def send(article, author, methodist, now):
    """Send the text to its author, and return the secret of her link, which only her letter has."""

    def call(to=author, at=now):
        link = proofs.send_proof(
            actor=methodist, article_id=article.pk, author=to.token, email="anna@example.org", now=at
        )
        letter = Letter.objects.latest("pk")
        path = reverse("publishing:proof", args=["-"]).removesuffix("-/")
        return link, letter.text.partition(path)[2].partition("/")[0]

    return call


@pytest.fixture
def sent(send):
    return send()


@pytest.fixture
def link(sent):
    return sent[0]


@pytest.fixture
def secret(sent):
    return sent[1]
