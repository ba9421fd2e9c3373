"""Which titles are alike: other forms and orders are, one common word of many is not."""

import pytest

from nastavnik.studio.selectors.topics.likeness import alike, closeness, words_of


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        ("Как снять буктрейлер", "Съёмка буктрейлера", True),
        ("буктрейлер", "Мастер-класс: буктрейлеры!", True),
        ("Квест в библиотеке для подростков", "подростковый квест", True),
        ("Буктрейлер на телефоне за вечер", "Телефоны доверия", False),
        ("Работа библиотеки", "Библиотечный урок о космосе", False),
        ("…", "Буктрейлер", False),
    ],
)
def test_titles_are_alike_by_what_they_are_about(one, other, are):
    assert bool(closeness(words_of(one), words_of(other))) is are


@pytest.mark.django_db
def test_the_likest_comes_first_and_some_are_left_out(school, make_topic, topic):
    near = make_topic("Буктрейлер на телефоне")
    assert alike(school, "буктрейлер телефон") == [near, topic]
    assert alike(school, "буктрейлер телефон", but=[near.pk]) == [topic]
    # people are offered what has all their words; by itself one of three joins nothing
    assert alike(school, "буктрейлеры") == [near, topic]
    assert not closeness(words_of("буктрейлеры"), words_of(topic.title))
