"""Consultations, mentors and public answers in a database, and the time that asking and the pages take."""

import json
import random
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench._search_world import fill, make_school
from nastavnik.core import clock
from nastavnik.core.memory import forget_all
from nastavnik.core.text import search_key
from nastavnik.mentoring.enums import ConsultationState, PublicState
from nastavnik.mentoring.models import Assignment, Consultation, MentorProfile, PublicAnswer, Recommendation, Theme
from nastavnik.mentoring.selectors.suggestions import answers_for
from nastavnik.people.enums import Role
from nastavnik.people.models import ConsentRound, RoleAssignment, User
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of
from nastavnik.search.services import index_answer

BATCH = 2000
ASKERS, THEMES, PUBLIC = 5_000, 12, 1_000
# so many that every page has rows to show, the first mentor some that are open
FEW = 1_000
TIMES = 25
# of a hundred consultations so many are in each state
SHARES = (
    (ConsultationState.CLOSED, 55),
    (ConsultationState.ANSWERED, 30),
    (ConsultationState.WAITING, 11),
    (ConsultationState.ASKED_BACK, 4),
)
PLAIN = "SELECT id, text FROM search_passage WHERE {} ORDER BY length(text), id LIMIT 20"


def people(school: School, role: Role, count: int, mark: str) -> list[User]:
    """Make people with a role in the school, each with her consents behind her."""
    now, place = clock.now(), place_of(school)
    users = [
        User(
            email=f"{mark}{number}@bench.example", full_name=f"{mark} {number}", name_key=search_key(f"{mark} {number}")
        )
        for number in range(count)
    ]
    made = User.objects.bulk_create(users, batch_size=BATCH)
    columns = {"place_kind": place.kind, "place_id": place.id}
    RoleAssignment.objects.bulk_create(
        [RoleAssignment(user=user, role=role, granted_at=now, **columns) for user in made], batch_size=BATCH
    )
    ConsentRound.objects.bulk_create(
        [ConsentRound(user=user, answered_at=now, **columns) for user in made], batch_size=BATCH
    )
    return made


def add_consultations(school: School, askers: list[User], mentors: list[User], count: int, said: list[str]) -> None:
    """Add questions in all states; of those that are open a fair share lies with the first mentor."""
    dice, now = random.Random(count), clock.now()
    themes = list(Theme.objects.filter(school=school).values_list("pk", flat=True))
    first = Consultation.objects.filter(school=school).count() + 1
    states = [state for state, share in SHARES for _ in range(share)]
    rows = []
    for number in range(first, first + count):
        asked_at = now - timedelta(hours=dice.randrange(2, 9000))
        state = dice.choice(states)
        is_answered = state in {ConsultationState.CLOSED, ConsultationState.ANSWERED}
        rows.append(
            Consultation(
                school=school,
                asker=dice.choice(askers),
                theme_id=dice.choice(themes),
                subject=dice.choice(said)[:200],
                text=" ".join(dice.sample(said, 3)),
                state=state,
                number=number,
                created_at=asked_at,
                changed_at=asked_at,
                asked_at=asked_at,
                due_at=asked_at + timedelta(days=5),
                answered_at=asked_at + timedelta(days=1) if is_answered else None,
                closed_at=asked_at + timedelta(days=9) if state == ConsultationState.CLOSED else None,
            )
        )
    made = Consultation.objects.bulk_create(rows, batch_size=BATCH)
    add_mentors_work(made, mentors, dice)


def add_mentors_work(consultations: list[Consultation], mentors: list[User], dice: random.Random) -> None:
    """Give each question to a mentor, every fiftieth to the first, and let those that are answered have their answer."""
    given = [(row, mentors[0] if row.pk % 50 == 0 else dice.choice(mentors)) for row in consultations]
    Assignment.objects.bulk_create(
        [Assignment(consultation=row, mentor=mentor, assigned_at=row.created_at) for row, mentor in given],
        batch_size=BATCH,
    )
    answered = [(row, mentor) for row, mentor in given if row.answered_at]
    Recommendation.objects.bulk_create(
        [
            Recommendation(
                consultation=row,
                mentor=mentor,
                text=row.text,
                created_at=row.created_at,
                changed_at=row.created_at,
                sent_at=row.answered_at,
            )
            for row, mentor in answered
        ],
        batch_size=BATCH,
    )


def add_public_answers(school: School, said: list[str]) -> None:
    """Make public answers and let the search know them."""
    dice, now = random.Random(3), clock.now()
    for number in range(PUBLIC):
        title, question, answer = dice.sample(said, 3)
        row = PublicAnswer.objects.create(
            school=school,
            title=title[:200],
            question=question,
            answer=answer,
            state=PublicState.PUBLIC,
            created_at=now,
            changed_at=now,
            published_at=now,
        )
        index_answer(
            school=school,
            origin=f"mentoring.answer/{number}",
            texts=[title, question, answer],
            url=f"consultations/answers/{row.token}/",
            said_at=now,
        )


def timed(act: Callable[[], Any]) -> tuple[Any, float]:
    """Return what `act` gives, and how many milliseconds it took."""
    began = time.perf_counter()
    given = act()
    return given, (time.perf_counter() - began) * 1000


def ask_all(school: School, asker: User, typed: list[str]) -> dict[str, Any]:
    """Type every question, and ask the database the plain way for the same words."""
    ours, plain, found = list[float](), list[float](), 0
    answers_for(asker, school, typed[0], "", clock.now())
    for text in typed:
        answers, took = timed(lambda text=text: answers_for(asker, school, text, "", clock.now()))  # type: ignore[misc]  # bound at once
        ours.append(took)
        found += bool(answers)
        plain.append(timed(lambda text=text: plainly(text))[1])  # type: ignore[misc]  # bound at once
    return {"suggestions": ours, "plain": plain, "found": found}


def plainly(text: str) -> None:
    """Ask for phrases that hold all the words, whatever their forms, as a database does without an index of words."""
    words = text.lower().split()
    with connection.cursor() as cursor:
        cursor.execute(
            PLAIN.format(" AND ".join(["lower(text) LIKE %s"] * len(words))), [f"%{word}%" for word in words]
        )
        cursor.fetchall()


def client_of(user: User) -> Client:
    """Return the browser of somebody who has signed in."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
    return client


def queries_of(client: Client, path: str) -> int:
    """Return how many queries a page makes with nothing remembered."""
    client.get(path)
    forget_all()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return len(captured)


def pages(mentor: User, methodist: User, asker: User) -> dict[str, tuple[Client, str]]:
    """Return the pages that are asked for, by their names, each with who asks."""
    return {
        "queue of a mentor": (client_of(mentor), "/desk/mentor/"),
        "overview of the methodist": (client_of(methodist), "/desk/consultations/"),
        "all questions": (client_of(methodist), "/desk/consultations/all/"),
        "my questions": (client_of(asker), "/consultations/"),
        "public answers": (client_of(asker), "/consultations/answers/"),
    }


def run(folder: Path, consultations: int, mentors: int) -> None:
    """Do everything with the database that is set up; print it as JSON."""
    plan = json.loads((folder / "plan.json").read_text())
    began = time.perf_counter()
    school = make_school(plan["lessons"])
    fill(folder / "cues.tsv", school)
    askers = people(school, Role.LEARNER, ASKERS, "asker")
    answering = people(school, Role.MENTOR, mentors, "mentor")
    (methodist,) = people(school, Role.METHODIST, 1, "methodist")
    Theme.objects.bulk_create([Theme(school=school, title=f"Тема {number}") for number in range(THEMES)])
    MentorProfile.objects.bulk_create(
        [MentorProfile(school=school, user=mentor) for mentor in answering], batch_size=BATCH
    )
    add_public_answers(school, plan["said"])
    asked_for = pages(answering[0], methodist, askers[0])
    told: dict[str, Any] = {"pages": {name: {} for name in asked_for}}
    counts: models.QuerySet[Consultation] = Consultation.objects.all()
    for size, amount in (("few", FEW), ("all", consultations - FEW)):
        add_consultations(school, askers, answering, amount, plan["said"])
        for name, (client, path) in asked_for.items():
            told["pages"][name][size] = queries_of(client, path)
    told["made_seconds"] = time.perf_counter() - began
    for name, (client, path) in asked_for.items():
        told["pages"][name]["ms"] = [timed(lambda client=client, path=path: client.get(path))[1] for _ in range(TIMES)]  # type: ignore[misc]  # bound at once
    told |= ask_all(school, askers[0], plan["typed"]) | {"consultations": counts.count()}
    sys.stdout.write(json.dumps(told))
