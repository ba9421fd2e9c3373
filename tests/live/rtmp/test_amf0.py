import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nastavnik.live.ingest.rtmp.amf0 import MOST_BYTES, MOST_DEPTH, MOST_VALUES, NotAmf0, decode, encode

KEY = b"\x00\x01k"


def nested(depth: int) -> bytes:
    return b"\x03" + (KEY + b"\x03") * depth + b"\x00\x00\x09" * (depth + 1)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"\x00\x3f\xf8\x00\x00\x00\x00\x00\x00", 1.5),
        (b"\x01\x01", True),
        (b"\x01\x00", False),
        (b"\x02\x00\x04\xd0\xb4\xd0\xb0", "да"),
        (b"\x02\x00\x01\xff", "�"),
        (b"\x03" + KEY + b"\x05\x00\x00\x09", {"k": None}),
        (b"\x03\x00\x00\x05\x00\x00\x09", {"": None}),
        (b"\x05", None),
        (b"\x06", None),
        (b"\x08\x00\x00\x00\x63" + KEY + b"\x01\x01\x00\x00\x09", {"k": True}),
        (b"\x0a\x00\x00\x00\x02\x05\x01\x01", [None, True]),
        (b"\x0b\x3f\xf8\x00\x00\x00\x00\x00\x00\x00\x00", 1.5),
        (b"\x0c\x00\x00\x00\x02ab", "ab"),
        (b"\x0d", None),
        (b"\x0f\x00\x00\x00\x04<a/>", "<a/>"),
        (b"\x10\x00\x01C" + KEY + b"\x05\x00\x00\x09", {"k": None}),
    ],
)
def test_decode_each_kind_gives_its_value(body, value):
    assert decode(body) == [value]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"\x07\x00\x00", id="a reference"),
        pytest.param(b"\x11\x01", id="the third format"),
        pytest.param(b"\x09", id="an end of nothing"),
        pytest.param(b"\x00\x00", id="half a number"),
        pytest.param(b"\x02\x00\x05ab", id="half a text"),
        pytest.param(b"\x03" + KEY + b"\x05", id="an object without an end"),
        pytest.param(b"\x0a\xff\xff\xff\xff", id="a list that claims four thousand millions"),
        pytest.param(b"\x0a\x00\x00\x00\x03\x05", id="a list that is shorter than it claims"),
        pytest.param(b"\x05" * (MOST_VALUES + 1), id="too many values"),
        pytest.param(nested(MOST_DEPTH + 1), id="too deep"),
        pytest.param(b"\x0a\x00\x00\x00\x01" * 2000, id="much too deep"),
        pytest.param(b"\x0c\x00\x00\xff\xfc" + b"a" * MOST_BYTES, id="too long"),
    ],
)
def test_decode_out_of_bounds_is_refused(body):
    with pytest.raises(NotAmf0):
        decode(body)


def test_decode_as_deep_as_allowed_gives_all_of_it():
    assert decode(nested(MOST_DEPTH)) != []


def test_encode_too_deep_is_refused():
    value: object = "x"
    for _ in range(MOST_DEPTH + 2):
        value = [value]

    with pytest.raises(NotAmf0):
        encode(value)


def test_encode_a_long_text_gives_it_back():
    assert len(decode(encode("y" * 65_000))[0]) == 65_000
    assert encode("y" * 70_000).startswith(b"\x0c\x00\x01\x11\x70")


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def depth_of(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return 1 + max(map(depth_of, inner), default=0)


@settings(deadline=None)
@given(st.lists(VALUES.filter(lambda value: depth_of(value) <= MOST_DEPTH), max_size=4))
def test_decode_what_we_encode_gives_it_back(values):
    assert decode(encode(*values)) == values


KINDS = st.sampled_from([bytes([kind]) for kind in range(0x12)])
PIECES = st.one_of(KINDS, KINDS, st.just(KEY), st.just(b"\x00\x00\x09"), st.binary(max_size=9))


@settings(deadline=None)
@given(st.lists(PIECES, max_size=60).map(b"".join))
def test_decode_anything_refuses_only_by_its_own_name(body):
    try:
        values = decode(body)
    except NotAmf0:
        return
    assert len(values) <= MOST_VALUES
    assert max(map(depth_of, values), default=0) <= MOST_DEPTH + 2
