"""What a harvester asks is read strictly: every argument that is missing, repeated, strange or badly written has its error."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.publishing.catalogues.asking import ARGUMENTS, Code, Refused, Verb, asked_of, format_asked, listing_of
from nastavnik.publishing.catalogues.kinds import Kind, domain_of, identifier_of, named_by

LIST = [("verb", "ListRecords"), ("metadataPrefix", "oai_dc")]


def code_of(*pairs):
    with pytest.raises(Refused) as refused:
        listing_of(asked_of(pairs))
    assert refused.value.words
    return refused.value.code


@pytest.mark.parametrize("verb", Verb)
def test_every_verb_is_asked_with_what_it_needs(verb):
    needed, _allowed = ARGUMENTS[verb]
    asked = asked_of([("verb", verb.value), *((name, "oai_dc") for name in needed)])
    assert asked.verb == verb
    assert asked.repeated == {"verb": verb.value} | dict.fromkeys(needed, "oai_dc")


@pytest.mark.parametrize("pairs", [[], [("verb", "Steal")], [("verb", "")], [("verb", "Identify")] * 2])
def test_verb_that_is_none_is_refused(pairs):
    assert code_of(*pairs) == Code.BAD_VERB


@pytest.mark.parametrize(
    "pairs",
    [
        [("verb", "ListRecords")],
        [*LIST, ("metadataPrefix", "oai_dc")],
        [*LIST, ("verse", "1")],
        [*LIST, ("resumptionToken", "x")],
        [("verb", "Identify"), ("resumptionToken", "x")],
        [("verb", "GetRecord"), ("identifier", "x")],
        [*LIST, ("from", "26.11.2026")],
        [*LIST, ("from", "2026-13-01")],
        [*LIST, ("until", "2026-11-26T08:30Z")],
        [*LIST, ("until", "2026-11-26T08:30:00+03:00")],
        [*LIST, ("from", "2026-11-26"), ("until", "2026-11-26T08:30:00Z")],
        [*LIST, ("from", "2026-11-27"), ("until", "2026-11-26")],
        [*LIST, ("from", "")],
    ],
)
def test_argument_that_does_not_fit_is_refused(pairs):
    assert code_of(*pairs) == Code.BAD_ARGUMENT


def test_format_that_there_is_not_is_refused():
    assert code_of(("verb", "ListRecords"), ("metadataPrefix", "mods")) == Code.NO_FORMAT
    asked = asked_of([("verb", "GetRecord"), ("identifier", "x"), ("metadataPrefix", "marc21")])
    assert format_asked(asked) == "marc21"


def test_set_that_there_is_not_has_no_records():
    assert code_of(*LIST, ("set", "letters")) == Code.NO_RECORDS
    assert listing_of(asked_of([*LIST, ("set", "lessons")])).kind == Kind.LESSON


def test_list_is_asked_on_with_its_token_alone():
    assert asked_of([("verb", "ListRecords"), ("resumptionToken", "abc")]).token == "abc"


def test_days_are_whole_days_and_seconds_are_seconds():
    days = listing_of(asked_of([*LIST, ("from", "2026-11-25"), ("until", "2026-11-26")]))
    assert days.begin == datetime(2026, 11, 25, tzinfo=UTC)
    assert days.end == datetime(2026, 11, 26, 23, 59, 59, tzinfo=UTC)
    second = listing_of(asked_of([*LIST, ("until", "2026-11-26T08:30:00Z")]))
    assert (second.begin, second.end) == (None, datetime(2026, 11, 26, 8, 30, tzinfo=UTC))


@given(st.lists(st.tuples(st.sampled_from(["verb", "from", "set", "x"]), st.text(max_size=12)), max_size=4))
def test_whatever_is_asked_is_read_or_refused(pairs):
    with suppress(Refused):
        assert asked_of(pairs).verb in set(Verb)


def test_identifier_names_what_it_was_made_of():
    domain = domain_of("https://school.example.ru:8000/year")
    assert domain == "school.example.ru"
    identifier = identifier_of(domain, Kind.PROJECT, "k7m2p9qrst")
    assert identifier == "oai:school.example.ru:project/k7m2p9qrst"
    assert named_by(domain, identifier) == (Kind.PROJECT, "k7m2p9qrst")


@pytest.mark.parametrize(
    "identifier", ["", "oai:other.ru:lesson/abc", "oai:school.ru:letter/abc", "oai:school.ru:lesson/"]
)
def test_identifier_of_others_names_nothing(identifier):
    assert named_by("school.ru", identifier) is None
    assert domain_of("") == "localhost"
