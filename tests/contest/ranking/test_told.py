"""Minutes as JSON: computed anew from their marks, and nothing changed in them unseen."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contest.ranking.test_formula import UNHURRIED, contests, sheet

from nastavnik.contest.enums import TieRule
from nastavnik.contest.ranking.formula import Rules, Scale, ranked, scores
from nastavnik.contest.ranking.told import (
    FORMAT,
    Difference,
    NotMinutes,
    differences,
    digest,
    file_of,
    ranking_told,
    read_file,
    written,
)

TIES = (TieRule.MAIN_CRITERION, TieRule.NEXT_CRITERIA, TieRule.CHAIR)


def minutes_of(weights, marks):
    """Return minutes of a contest as the school writes them."""
    scales = [Scale(number, weight) for number, weight in enumerate(weights, start=1)]
    judged = [sheet(juror, application, *row) for (juror, application), row in marks.items()]
    numbers = sorted({application for _juror, application in marks})
    return {
        "format": FORMAT,
        "contest": "Открытая библиотека",
        "made_at": "2026-05-20T09:00:00+00:00",
        "criteria": [
            {"id": scale.criterion, "title": "к", "weight": f"{scale.weight / 100:.2f}", "lowest": 0, "highest": 10}
            for scale in scales
        ],
        "ties": list(map(str, TIES)),
        "chair": [],
        "jurors": [{"id": juror, "name": f"Эксперт {juror}"} for juror in sorted({key[0] for key in marks})],
        "applications": [
            {
                "number": number,
                "title": "Проект",
                "direction": "Семья",
                "recused": [],
                "sheets": [
                    {"juror": one.juror, "marks": {str(key): mark for key, mark in one.marks.items()}}
                    for one in judged
                    if one.application == number
                ],
            }
            for number in numbers
        ],
        "ranking": ranking_told(ranked(scores(scales, judged), Rules(TIES))),
    }


@pytest.fixture
def told():
    marks = {(1, 1): [9, 8], (2, 1): [7, 8], (1, 2): [5, 5], (2, 2): [6, 5], (1, 3): [3, 3], (2, 3): [3, 4]}
    return minutes_of([150, 100], marks)


@UNHURRIED
@given(contests())
def test_minutes_as_they_were_made_come_out_of_their_marks(contest):
    told = minutes_of(*contest)
    assert differences(*read_file(file_of(told))) == []


@UNHURRIED
@given(contests(), st.data())
def test_changed_mark_is_found_with_and_without_its_hash(contest, data):
    told = minutes_of(*contest)
    sheets = [row for one in told["applications"] for row in one["sheets"]]
    if not sheets:
        return
    marks = data.draw(st.sampled_from(sheets))["marks"]
    key = data.draw(st.sampled_from(sorted(marks)))
    signed = digest(told)
    marks[key] = data.draw(st.integers(0, 10).filter(lambda mark: mark != marks[key]))
    assert Difference(None, "sha256", signed, digest(told)) in differences(told, signed)


def test_changed_mark_changes_the_total_whatever_the_hash(told):
    told["applications"][0]["sheets"][0]["marks"]["1"] = 8
    assert differences(told, digest(told)) == [Difference(1, "total", "20.00", "19.25")]


def test_changed_place_is_found(told):
    told["ranking"][0]["place"] = 2
    assert differences(told, digest(told)) == [Difference(1, "place", "2", "1")]


def test_application_left_out_of_the_ranking_is_found(told):
    told["ranking"].pop(1)
    assert {(one.number, one.what) for one in differences(told, digest(told))} == {(2, "place"), (2, "total")}


def test_application_without_sheets_that_has_a_place_is_found(told):
    told["ranking"].append({"application": 9, "total": "1.00", "place": 4, "decided_by": None})
    assert {(one.number, one.what) for one in differences(told, digest(told))} == {(9, "place"), (9, "total")}


def test_vote_of_the_chair_is_counted():
    told = minutes_of([100], {(1, 1): [5], (1, 2): [5]})
    told["chair"] = [{"application": 2, "rank": 1, "reason": "р"}, {"application": 1, "rank": 2, "reason": "р"}]
    assert {(one.number, one.what) for one in differences(told, digest(told))} == {
        (1, "place"),
        (1, "decided_by"),
        (2, "decided_by"),
    }


@pytest.mark.parametrize("mark", [11, -1, 5.0, "5", True, None])
def test_mark_that_the_scale_does_not_have_is_found(told, mark):
    told["applications"][1]["sheets"][0]["marks"]["2"] = mark
    (found,) = differences(told, digest(told))
    assert (found.number, found.what, found.computed) == (2, "mark", "0 to 10")


def test_missing_mark_is_found(told):
    del told["applications"][1]["sheets"][0]["marks"]["2"]
    assert [(one.number, one.told) for one in differences(told, digest(told))] == [(2, "None")]


def test_sheet_of_somebody_recused_is_found(told):
    told["applications"][2]["recused"] = [{"juror": 2, "reason": "родственник"}]
    assert differences(told, digest(told)) == [Difference(3, "mark", "juror 2", "not to be counted")]


def test_second_sheet_of_one_juror_is_found(told):
    sheets = told["applications"][0]["sheets"]
    sheets.append(copy.deepcopy(sheets[0]))
    assert differences(told, digest(told)) == [Difference(1, "mark", "juror 1", "not to be counted")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"told": {}, "sha256": ""}',
        b'{"told": {"format": "nastavnik-contest/9"}, "sha256": ""}',
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_file_that_is_no_minutes_is_refused(content):
    with pytest.raises(NotMinutes):
        read_file(content)


@pytest.mark.parametrize(
    ("key", "value"),
    [("criteria", [{}]), ("criteria", 5), ("ties", ["coin"]), ("applications", [{"number": 1}]), ("ranking", 5)],
)
def test_minutes_with_a_part_that_is_none_are_refused(told, key, value):
    told[key] = value
    with pytest.raises(NotMinutes):
        differences(told, digest(told))


def test_weight_that_is_no_number_is_refused(told):
    told["criteria"][0]["weight"] = "heavy"
    with pytest.raises(NotMinutes):
        differences(told, digest(told))


def test_writing_is_one_whatever_the_order_of_keys(told):
    other = json.loads(json.dumps(dict(reversed(told.items()))))
    assert written(other) == written(told)
