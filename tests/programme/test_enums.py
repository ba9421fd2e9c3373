from django.urls import get_resolver

from nastavnik.programme.enums import MEDIA_TYPES, RESERVED_PATHS, HandoutKind


def all_patterns(resolver):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns") and not str(pattern.pattern):
            yield from all_patterns(pattern)
        else:
            yield pattern


def test_first_words_of_our_addresses_are_no_paths_of_schools():
    words = {str(pattern.pattern).lstrip("^").partition("/")[0] for pattern in all_patterns(get_resolver())}
    plain = {word for word in words if word and word.replace("-", "").isalnum()}
    assert plain - RESERVED_PATHS == set()


def test_every_kind_of_handout_has_its_media_type():
    assert set(MEDIA_TYPES) == set(HandoutKind)
