import pytest

from nastavnik.search.text.indexes import (
    all_but_one,
    as_fts5,
    as_tsquery,
    pair_key,
    words_for_fts5,
    words_for_tsquery,
)
from nastavnik.search.text.questions import Clause, Question, read, synonyms_of, with_known, with_ways

GLOSSARY = synonyms_of([("центральная районная библиотека", "ЦРБ"), ("ББК", "бэбэка", "")])


def ways(text, *args, **words):
    return [set(clause.ways) for clause in read(text, *args, **words).clauses]


def test_read_asks_for_every_lemma_of_a_word():
    assert {("сталь",), ("стать",)} <= ways("стали")[0]


def test_read_takes_yo_and_ye_for_the_same():
    assert ways("Ещё отчёт") == ways("еще отчет")


def test_read_keeps_abbreviations_numbers_and_latin_words():
    assert [clause.ways for clause in read("ГПНТБ 2026 Canva").clauses] == [
        (("гпнтб",),),
        (("2026",),),
        (("canva",),),
    ]


def test_read_does_not_insist_on_words_that_hold_a_sentence_together():
    assert [clause.said for clause in read("как написать проект и смету").clauses] == ["написать", "проект", "смету"]


def test_read_insists_on_them_when_there_are_no_others():
    assert [clause.said for clause in read("и в").clauses] == ["и", "в"]


@pytest.mark.parametrize("quotes", ["«идею в проект»", '"идею в проект"', "„идею в проект“", '"идею в проект'])
def test_read_keeps_quoted_words_together(quotes):
    (clause,) = read(quotes).clauses

    assert clause.is_quoted
    assert clause.ways[0] == ("идея", "в", "проект")


def test_read_looks_for_hyphenated_words_side_by_side_and_as_one():
    assert {("онлайн", "курс"), ("онлайнкурс",)} <= ways("онлайн-курс")[0]


def test_read_takes_words_around_a_hyphenated_one():
    assert [clause.said for clause in read("(новый,онлайн-курс,дома)").clauses] == ["новый", "онлайн-курс", "дома"]


@pytest.mark.parametrize("text", ["", "   ", '""', "…!?", "«»", "\0"])
def test_read_finds_no_question_in_signs_alone(text):
    assert read(text).clauses == ()


def test_read_bounds_what_is_asked():
    question = read("слово " * 500)

    assert len(question.text) <= 200
    assert len(question.clauses) <= 12


def test_read_opens_the_last_word_only_while_it_is_typed():
    assert read("смета проек", is_typing=True).clauses[-1].is_open
    assert not read("смета проек", is_typing=False).clauses[-1].is_open
    assert not read("смета проек ", is_typing=True).clauses[-1].is_open
    assert not read("смета пр", is_typing=True).clauses[-1].is_open
    assert not read("«смета проек", is_typing=True).clauses[-1].is_open


def test_read_adds_other_names_of_the_glossary():
    assert ("центральный", "районный", "библиотека") in ways("ЦРБ", GLOSSARY)[0]
    assert ("ббк",) in ways("бэбэка", GLOSSARY)[0]


def test_read_knows_a_name_of_several_words_in_any_form():
    first, second = read("центральной районной библиотеки проекты", GLOSSARY).clauses

    assert {("црб",), ("центральный", "районный", "библиотека")} <= set(first.ways)
    assert second.said == "проекты"


def test_read_does_not_take_a_quoted_word_for_a_part_of_a_name():
    assert len(read("«центральная» районная библиотека", GLOSSARY).clauses) == 3


def test_read_remembers_the_row_of_all_words():
    assert ("идея", "в", "проект") in read("идею в проект").row
    assert read("идея").row == ()


def test_with_ways_adds_each_way_once():
    question = with_ways(read("грант"), lambda _clause: [("грант",), ("грантовый",)])

    assert question.clauses[0].ways == (("грант",), ("грантовый",))
    assert question.lemmas == {"грант", "грантовый"}


def test_with_known_leaves_the_ways_whose_every_lemma_occurs():
    question = Question(
        "",
        (Clause("a", (("грант",), ("грантовый", "фонд"))), Clause("b", (("слон",),))),
        (("грант", "слон"), ("грант", "и")),
    )
    known = with_known(question, {"грант", "фонд", "и"})

    assert [clause.ways for clause in known.clauses] == [(("грант",),), ()]
    assert known.row == (("грант", "и"),)


CLAUSES = [Clause("a", (("грант",), ("фонд",))), Clause("b", (("центральный", "библиотека"),))]


def test_indexes_are_asked_for_the_same():
    assert as_fts5(CLAUSES) == '("грант" OR "фонд") AND ("центральный библиотека")'
    assert as_tsquery(CLAUSES) == "(('грант') | ('фонд')) & (('центральный' <-> 'библиотека'))"


def test_all_but_one_leaves_each_out_in_turn():
    assert all_but_one("abc") == [("a", "b"), ("a", "c"), ("b", "c")]


def test_rows_of_words_are_found_by_their_pairs():
    one, two = Clause("a", (("грант", "и", "фонд"), ("фонд", "грант"))), Clause("b", (("грант", "на"),))
    grant_and, and_fund, fund_grant, grant_for = (
        f"'{pair_key(*words.split())}'" for words in ("грант и", "и фонд", "фонд грант", "грант на")
    )
    question, pairs, standing = words_for_tsquery([[one, two]], 7)

    assert question == f"({as_tsquery([one, two])})"
    assert pairs == f"((({grant_and} & {and_fund}) | ({fund_grant})) & (({grant_for})))"
    assert standing == 7


def test_single_words_are_not_found_by_pairs():
    assert words_for_tsquery([CLAUSES], 0) == [f"({as_tsquery(CLAUSES)})", None, 0]


def test_any_of_some_rows_of_clauses_is_found():
    assert words_for_fts5([CLAUSES[:1], CLAUSES[1:]], 0) == [f"({as_fts5(CLAUSES[:1])}) OR ({as_fts5(CLAUSES[1:])})"]
