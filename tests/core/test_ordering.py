import pytest
from django.http import QueryDict

from nastavnik.core.ordering import OrderUnclear, read_order

CURRENT = {"1": ["a", "b"], "2": [], "3": ["c"]}


def test_read_a_whole_order_moves_between_groups():
    posted = QueryDict("order=1:b&order=3:a&order=3:c")

    assert read_order(posted, CURRENT) == {"1": ["b"], "2": [], "3": ["a", "c"]}


@pytest.mark.parametrize(
    "query",
    [
        "",
        "order=1:a&order=1:b",
        "order=1:a&order=1:b&order=3:c&order=3:c",
        "order=1:a&order=1:b&order=3:x",
        "order=9:a&order=1:b&order=3:c",
        "order=a&order=b&order=c",
        "move=x:up",
        "move=a:sideways",
        "move=a",
    ],
)
def test_read_an_order_of_other_items_is_refused(query):
    with pytest.raises(OrderUnclear):
        read_order(QueryDict(query), CURRENT)


@pytest.mark.parametrize(
    ("move", "order"),
    [
        ("a:down", {"1": ["b", "a"], "2": [], "3": ["c"]}),
        ("b:up", {"1": ["b", "a"], "2": [], "3": ["c"]}),
        ("b:down", {"1": ["a"], "2": ["b"], "3": ["c"]}),
        ("c:up", {"1": ["a", "b"], "2": ["c"], "3": []}),
        ("a:up", CURRENT),
        ("c:down", CURRENT),
    ],
)
def test_read_one_step_moves_the_item(move, order):
    assert read_order(QueryDict(f"move={move}"), CURRENT) == order


def test_read_one_step_leaves_the_current_order_alone():
    read_order(QueryDict("move=a:down"), CURRENT)

    assert CURRENT["1"] == ["a", "b"]
