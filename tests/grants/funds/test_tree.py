"""Files that nobody should trust."""

import pytest

from nastavnik.grants.funds.tree import MOST_BYTES, Branch, BrokenTemplate, Leaf, Row, read_tree


def test_read_tree_keeps_texts_and_their_lines():
    tree = read_tree("key: no\nrows:\n  - 01\n  - 'two: 2'\n")

    assert tree == Branch(1, {"key": Leaf(1, "no"), "rows": Row(3, [Leaf(3, "01"), Leaf(4, "two: 2")])})


LAUGHS = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        (LAUGHS, 1, "&"),
        ("a: 1\nb: *a\n", 2, "&"),
        ("a: !!python/object/apply:os.system ['true']\n", 1, "!"),
        ("a: !local x\n", 1, "!"),
        ("a: 1\n---\nb: 2\n", 2, "второй документ"),
        ("a: 1\nb: 2\na: 3\n", 3, "дважды"),
        ("? [1, 2]\n: 3\n", 1, "слово"),
        ("a: [1, 2\nb: 3\n", 2, "не YAML"),
        ("a: \x07\n", 1, "не YAML"),
        ("", 1, "пуст"),
        ("[" * 40, 1, "глубок"),
        ("x" * (MOST_BYTES + 1), 1, "КБ"),
        ("- x\n" * 30_000, 20_000, "длинн"),
    ],
)
def test_read_tree_refuses_what_is_not_plain(text, line, why):
    with pytest.raises(BrokenTemplate, match=why) as refused:
        read_tree(text)

    assert abs(refused.value.line - line) <= 1
