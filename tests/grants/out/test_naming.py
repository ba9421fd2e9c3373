"""Files get the names that the fund wants, safe on any disk, each once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.grants.funds.a_template import TEMPLATE

from nastavnik.grants.funds.naming import FORBIDDEN, each_once, path_of, safe_name, safe_part
from nastavnik.grants.funds.reading import read_template
from nastavnik.grants.funds.tree import BrokenTemplate

RULES = ("two_activities",)
WORDS = {
    "project": "Читаем",
    "section": "Почему",
    "field": "Письма: школы/сады",
    "number": "2",
    "name": "Письмо № 4.PDF",
}


def with_files(text):
    return read_template(TEMPLATE.replace("\nsections:", f"\n{text}\nsections:"), RULES).files


def test_template_without_a_word_of_files_has_a_folder_for_each_field():
    rules = read_template(TEMPLATE, RULES).files

    assert path_of(rules.names, WORDS) == "Письма школы сады/2. Письмо № 4.PDF"
    assert rules.most_megabytes is None


def test_template_names_files_and_says_how_large_they_may_be():
    rules = with_files("files: {names: '{project} - {field} {number} - {name}', most_megabytes: 10}")

    assert path_of(rules.names, WORDS) == "Читаем - Письма школы сады 2 - Письмо № 4.PDF"
    assert rules.most_megabytes == 10
    assert with_files("files: {most_megabytes: 5}").names == "{field}/{number}. {name}"


@pytest.mark.parametrize(
    ("names", "why"),
    [("{secret} {name}", "secret"), ("{field}", "{name}"), ("{} {name}", "{}")],
)
def test_pattern_that_names_something_else_is_refused_with_its_line(names, why):
    with pytest.raises(BrokenTemplate) as refused:
        with_files(f"files: {{names: '{names}'}}")

    assert why in str(refused.value.why)
    assert refused.value.line == TEMPLATE[: TEMPLATE.index("\nsections:")].count("\n") + 2


def test_pattern_cannot_look_into_a_word():
    rules = with_files("files: {names: '{name.__class__} {name}'}")

    assert path_of(rules.names, WORDS) == "{name.__class__} Письмо № 4.PDF"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "etc passwd"),
        ("..\\..\\windows\\x.docx", "windows x.docx"),
        ("CON.pdf", "_CON.pdf"),
        ("  .скрытый", "_.скрытый"),
        ("a\u202egpj.exe", "a gpj.exe"),
        ("", "_"),
        ("много    пробелов.pdf", "много пробелов.pdf"),
        ("x" * 300 + ".pdf", "x" * 160 + ".pdf"),
    ],
)
def test_name_is_safe(name, safe):
    assert safe_name(name) == safe


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_word_makes_a_folder_or_leaves_the_archive(field, name):
    path = path_of("{field}/{number}. {name}", {**WORDS, "field": field, "name": name})

    folder, _, file = path.partition("/")
    assert folder == safe_part(field)
    assert "/" not in file
    assert not FORBIDDEN.search(folder + file)
    assert ".." not in {folder, file}


def test_same_path_comes_once():
    assert list(each_once(["a/Б.pdf", "a/б.PDF", "a/Б.pdf", "c"])) == ["a/Б.pdf", "a/б (2).PDF", "a/Б (3).pdf", "c"]
