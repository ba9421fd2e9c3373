"""Two people in one table: nothing that either typed is lost, and only a line that both changed is a conflict."""

from hypothesis import given
from hypothesis import strategies as st

from nastavnik.grants.funds.rows import SentRow, mark_of_row, merge_rows

OLD = [{"id": "a", "name": "Стол"}, {"id": "b", "name": "Стул"}]


def sent(row, name=None, **more):
    """Return a line as a page sends it: untouched, or with another name."""
    return SentRow(row["id"], mark_of_row(row), None if name is None else {"id": row["id"], "name": name}, **more)


def names(rows):
    return [row["name"] for row in rows]


def test_merge_keeps_what_was_not_touched_as_it_stands_now():
    now = [{"id": "a", "name": "Большой стол"}, OLD[1]]

    merged = merge_rows(now, [sent(OLD[0]), sent(OLD[1], "Скамья")])

    assert names(merged.rows) == ["Большой стол", "Скамья"]
    assert merged.theirs == {}


def test_merge_takes_new_lines_and_leaves_those_of_others():
    theirs = {"id": "c", "name": "Лампа"}

    merged = merge_rows([*OLD, theirs], [sent(OLD[0]), SentRow("d", "", {"id": "d", "name": "Полка"}), sent(OLD[1])])

    assert names(merged.rows) == ["Стол", "Полка", "Стул", "Лампа"]


def test_merge_removes_lines_and_does_not_bring_back_what_another_removed():
    assert names(merge_rows(OLD, [sent(OLD[0], is_dropped=True), sent(OLD[1])]).rows) == ["Стул"]
    assert names(merge_rows([OLD[1]], [sent(OLD[0]), sent(OLD[1])]).rows) == ["Стул"]
    assert names(merge_rows([OLD[1]], [sent(OLD[0], is_dropped=True)]).rows) == ["Стул"]


def test_merge_brings_back_a_removed_line_that_was_changed_here():
    assert names(merge_rows([OLD[1]], [sent(OLD[0], "Круглый стол"), sent(OLD[1])]).rows) == ["Круглый стол", "Стул"]


def test_merge_of_a_line_that_both_changed_keeps_theirs_and_tells_both():
    now = [{"id": "a", "name": "Большой стол"}, OLD[1]]

    merged = merge_rows(now, [sent(OLD[0], "Круглый стол"), sent(OLD[1])])

    assert names(merged.rows) == ["Большой стол", "Стул"]
    assert names(merged.mine) == ["Круглый стол", "Стул"]
    assert names(merged.theirs.values()) == ["Большой стол"]


def test_merge_of_a_line_that_one_removed_and_the_other_changed_is_a_conflict():
    now = [{"id": "a", "name": "Большой стол"}]

    merged = merge_rows(now, [sent(OLD[0], is_dropped=True)])

    assert names(merged.rows) == ["Большой стол"]
    assert merged.mine == []
    assert list(merged.theirs) == ["a"]


def test_merge_of_the_same_change_twice_is_no_conflict():
    now = [{"id": "a", "name": "Парта", "own": ""}]

    assert merge_rows(now, [sent(OLD[0], "Парта")]).theirs == {}


cells = st.sampled_from(["Стол", "Стул", "Лампа", "Полка", "Ваза"])
edits = st.lists(st.tuples(st.sampled_from(["keep", "change", "drop"]), cells), min_size=3, max_size=3)


@given(edits, edits, st.lists(cells, max_size=2), st.lists(cells, max_size=2))
def test_merge_loses_no_line_that_somebody_typed(mine, theirs, my_new, their_new):
    before = [{"id": name, "name": f"Строка {name}"} for name in "abc"]
    after = [
        row if what == "keep" else {"id": row["id"], "name": f"их {cell}"}
        for row, (what, cell) in zip(before, theirs, strict=True)
        if what != "drop"
    ]
    after += [{"id": f"t{number}", "name": f"их новое {cell}"} for number, cell in enumerate(their_new)]
    page = [
        sent(row, None if what == "keep" else f"моё {cell}", is_dropped=what == "drop")
        for row, (what, cell) in zip(before, mine, strict=True)
    ]
    page += [
        SentRow(f"m{number}", "", {"id": f"m{number}", "name": f"моё {cell}"}) for number, cell in enumerate(my_new)
    ]

    merged = merge_rows(after, page)

    kept = {*names(merged.rows), *names(merged.mine), *names(merged.theirs.values())}
    typed_by_me = {one.cells["name"] for one in page if one.cells and not one.is_dropped}
    typed_by_them = {row["name"] for row in after if row["name"].startswith("их")}
    assert typed_by_me <= kept
    assert typed_by_them <= {*names(merged.rows), *names(merged.theirs.values())}
    assert len({row["id"] for row in merged.rows}) == len(merged.rows)
