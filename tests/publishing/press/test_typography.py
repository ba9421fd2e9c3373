import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.publishing.press.typography import set_spaces, tidy, without_strange_signs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("книга — лучший подарок", "книга\u00a0— лучший подарок"),
        ("10 000 ₽", "10\u00a0000\u00a0₽"),
        ("№ 12, 40 % и 1920 г.", "№\u00a012, 40\u00a0% и\u00a01920\u00a0г."),
        ("Н. К. Крупская в библиотеке", "Н.\u00a0К.\u00a0Крупская в\u00a0библиотеке"),
        ("Но я не знал бы", "Но\u00a0я\u00a0не\u00a0знал\u00a0бы"),
        ("Сборник : текст / О. П. // Журнал ; 2", "Сборник\u00a0: текст\u00a0/ О.\u00a0П.\u00a0// Журнал\u00a0; 2"),
        ("кое-что и что-то", "кое-что и\u00a0что-то"),
    ],
)
def test_set_spaces_where_a_line_must_not_end_keeps_words_together(text, expected):
    assert set_spaces(text) == expected


def test_without_strange_signs_drops_what_no_font_has_and_tells_it():
    assert without_strange_signs("a\u0000б\u200bв🙂 α→\u2003г") == ("aбв α→ г", "🙂")


def test_tidy_makes_a_line_ready():
    assert tidy("  В библиотеке\u00ad № 5 ") == "В\u00a0библиотеке №\u00a05"


@given(st.text())
def test_set_spaces_changes_nothing_but_spaces(text):
    assert "".join(set_spaces(text).split()) == "".join(text.split())


@given(st.text())
def test_set_spaces_twice_is_as_once(text):
    assert set_spaces(set_spaces(text)) == set_spaces(text)
