"""A resumption token says where a list goes on, to the harvester of that list alone, and runs out."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.publishing.catalogues.asking import Code, Listing, Refused, Verb
from nastavnik.publishing.catalogues.kinds import Kind
from nastavnik.publishing.catalogues.tokens import LASTS, Place, place_of, token_of

NOW = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 -- hypothesis adds the zone
    lambda moment: moment.replace(microsecond=0)
)
listings = st.builds(
    Listing,
    prefix=st.sampled_from(["oai_dc", "marc21"]),
    kind=st.none() | st.sampled_from(Kind),
    begin=st.none() | moments,
    end=st.none() | moments,
)


@given(listings, moments, st.integers(1, 10**9), st.integers(0, 10**6))
def test_token_leads_to_the_place_it_was_made_of(listing, changed_at, number, given_before):
    place = Place(listing, (changed_at, number), given_before)
    assert place_of(1, Verb.RECORDS, token_of(1, Verb.RECORDS, place, NOW + LASTS), NOW) == place


@pytest.mark.parametrize(
    ("school_id", "verb", "later", "spoilt"),
    [
        (2, Verb.RECORDS, timedelta(), ""),
        (1, Verb.IDENTIFIERS, timedelta(), ""),
        (1, Verb.RECORDS, LASTS + timedelta(seconds=1), ""),
        (1, Verb.RECORDS, timedelta(), "x"),
    ],
)
def test_token_of_another_list_or_of_yesterday_is_refused(school_id, verb, later, spoilt):
    token = token_of(1, Verb.RECORDS, Place(Listing("oai_dc"), (NOW, 5), 100), NOW + LASTS)
    with pytest.raises(Refused) as refused:
        place_of(school_id, verb, token + spoilt, NOW + later)
    assert refused.value.code == Code.UNRESUMABLE


@given(st.text(max_size=40))
def test_token_that_is_none_is_refused(text):
    with pytest.raises(Refused):
        place_of(1, Verb.RECORDS, text, NOW)
