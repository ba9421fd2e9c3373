"""Records of the MARC family as XML and as ISO 2709."""

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st
from tests.publishing.records.made import made_work
from tests.publishing.speech.made import UNHURRIED

from nastavnik.publishing.records.marc import (
    EXCHANGE,
    SLIM,
    DataField,
    MarcRecord,
    RecordTooLong,
    as_iso2709,
    as_xml,
    data_field,
)
from nastavnik.publishing.records.marc21 import marc21_of
from nastavnik.publishing.records.rusmarc import rusmarc_of

LEADER = "00000nam a2200000 i 4500"


def made(*fields, controls=(("001", "x"),)):
    return MarcRecord("MARC21", SLIM, LEADER, controls, fields)


def read_iso2709(raw):
    """Read a record by its directory, as library programs do: its controls and its fields."""
    base = int(raw[12:17])
    assert int(raw[:5]) == len(raw)
    entries = raw[24 : base - 1].decode()
    found = []
    for at in range(0, len(entries), 12):
        tag, length, begin = entries[at : at + 3], int(entries[at + 3 : at + 7]), int(entries[at + 7 : at + 12])
        row = raw[base + begin : base + begin + length]
        assert row[-1:] == b"\x1e"
        found.append((tag, row[:-1].decode()))
    return found


def written(record):
    rows = [
        (one.tag, one.indicators + "".join(f"\x1f{letter}{text}" for letter, text in one.parts))
        for one in record.fields
    ]
    return [*record.controls, *rows]


@pytest.mark.parametrize("record", [marc21_of(made_work()), rusmarc_of(made_work())])
def test_iso2709_is_read_by_its_directory(record):
    raw = as_iso2709(record)
    assert read_iso2709(raw) == written(record)
    assert raw[5:12] == record.leader[5:12].encode()
    assert raw[17:24] == record.leader[17:].encode()
    assert raw[-1:] == b"\x1d"


@UNHURRIED
@given(st.lists(st.text(max_size=30), max_size=6))
def test_any_text_is_written_so_that_it_is_read_again(texts):
    fields = [one for text in texts for one in data_field("500", "  ", [("a", text)])]
    record = made(*fields)
    root = ElementTree.fromstring(as_xml(record))
    assert [one.text for one in root.iter(f"{{{SLIM}}}subfield")] == [one.parts[0][1] for one in fields]
    assert read_iso2709(as_iso2709(record)) == written(record)


def test_signs_that_no_record_has_are_left_out():
    assert data_field("500", "  ", [("a", "а\x00б\x1e\x1f \n в\ud800"), ("b", "\x1d")]) == [
        DataField("500", "  ", (("a", "аб в"),))
    ]
    assert data_field("500", "  ", [("a", " "), ("b", "")]) == []


def test_xml_is_that_of_its_namespace():
    root = ElementTree.fromstring(as_xml(made(DataField("245", "10", (("a", "<Ёлка>"),)))))
    assert (root.tag, root.attrib) == (f"{{{SLIM}}}record", {"type": "Bibliographic"})
    assert [(one.tag.partition("}")[2], one.attrib, one.text) for one in root.iter()][1:] == [
        ("leader", {}, LEADER),
        ("controlfield", {"tag": "001"}, "x"),
        ("datafield", {"tag": "245", "ind1": "1", "ind2": "0"}, None),
        ("subfield", {"code": "a"}, "<Ёлка>"),
    ]
    assert b"<marc:record xmlns:marc=" in as_xml(marc21_of(made_work()))
    exchange = ElementTree.fromstring(as_xml(rusmarc_of(made_work())))
    assert (exchange.tag, exchange.get("format")) == (f"{{{EXCHANGE}}}record", "RUSMARC")


def test_record_that_is_too_long_for_iso2709_is_refused():
    long = DataField("520", "  ", (("a", "о" * 5000),))
    with pytest.raises(RecordTooLong):
        as_iso2709(made(long))
    with pytest.raises(RecordTooLong):
        as_iso2709(made(*[DataField("520", "  ", (("a", "о" * 4000),))] * 13))
    assert ElementTree.fromstring(as_xml(made(long))) is not None
