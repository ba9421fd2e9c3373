"""A collection of the school that is being prepared, with an article."""

import pytest
from django.utils import timezone
from tests.publishing.factories import ArticleFactory, CollectionFactory


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def collection(school):
    return CollectionFactory(school=school, title="Библиотека и её город", slug="gorod")


@pytest.fixture
def article(collection):
    return ArticleFactory(collection=collection, title="Как начать", key="kak-nachat")
