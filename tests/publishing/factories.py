"""Minimal valid rows of collections: `ArticleFactory(collection=…)`, with an author `AuthorFactory(article=…)`."""

import io

import factory
from django.utils import timezone
from PIL import Image
from tests.programme.factories import SchoolFactory

from nastavnik.publishing.enums import ArticleOrigin
from nastavnik.publishing.models import Article, ArticleAuthor, Collection, CollectionPart


class CollectionFactory(factory.django.DjangoModelFactory):
    """A book that is being prepared."""

    class Meta:
        model = Collection

    school = factory.SubFactory(SchoolFactory)
    slug = factory.Sequence(lambda n: f"sbornik-{n}")
    title = factory.Sequence(lambda n: f"Библиотека и её город {n}")
    created_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyFunction(timezone.now)


class PartFactory(factory.django.DjangoModelFactory):
    """A part of it."""

    class Meta:
        model = CollectionPart

    collection = factory.SubFactory(CollectionFactory)
    title = factory.Sequence(lambda n: f"Часть {n}")
    position = factory.Sequence(lambda n: n + 1)


class ArticleFactory(factory.django.DjangoModelFactory):
    """An article that was written anew."""

    class Meta:
        model = Article

    collection = factory.SubFactory(CollectionFactory)
    position = factory.Sequence(lambda n: n + 1)
    key = factory.Sequence(lambda n: f"statia-{n}")
    origin = ArticleOrigin.WRITTEN
    title = factory.Sequence(lambda n: f"Как начать {n}")
    text = "Библиотека ищет читателя. Читатель ищет библиотеку."
    created_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyFunction(timezone.now)


class AuthorFactory(factory.django.DjangoModelFactory):
    """Who wrote it."""

    class Meta:
        model = ArticleAuthor

    article = factory.SubFactory(ArticleFactory)
    name = "Иванова, Анна Петровна"
    position = 1
    # who has agreed has agreed to the text as it stands
    agreed_revision = factory.LazyAttribute(
        lambda made: made.article.revision if getattr(made, "agreed_at", None) else None
    )


def picture(kind="PNG", mode="RGB"):
    """Return a small picture as it is sent."""
    made = io.BytesIO()
    Image.new(mode, (40, 30), "white").save(made, kind)
    return made.getvalue()
