"""What people are told of answers: a number, a theme and where to read; never a word of what was asked or answered."""

from collections.abc import Iterable
from datetime import datetime

from nastavnik.mentoring.models import Assignment, Consultation, Recommendation, Remark
from nastavnik.people.enums import NoticeKind
from nastavnik.people.services import notify
from nastavnik.programme.permissions import place_of


def tell_answered(row: Recommendation, consultation: Consultation, now: datetime) -> None:
    """Tell the asker that there is an answer, and the other mentors who have the question."""
    _tell_asker(consultation, "answered", f"consultation-answered-{row.token}", now)
    others = Assignment.objects.filter(consultation=consultation, ended_at=None).exclude(mentor=row.mentor_id)
    _tell_mentors(
        others.values_list("mentor", flat=True),
        consultation,
        "answered_by_another",
        f"answered-by-another-{row.token}",
        now,
    )


def tell_asked_back(remark: Remark, consultation: Consultation, now: datetime) -> None:
    """Tell the asker that a mentor wants to know more."""
    _tell_asker(consultation, "asked_back", f"consultation-asked-back-{remark.token}", now)


def tell_corrected(row: Recommendation, consultation: Consultation, now: datetime) -> None:
    """Tell the asker that an answer was put right; once an hour, however often the mentor does so."""
    _tell_asker(consultation, "corrected", f"recommendation-corrected-{row.token}-{now:%Y%m%d%H}", now)


def tell_doubtful(mentor_ids: Iterable[int], consultation: Consultation, key: str, now: datetime) -> None:
    """Tell mentors that a moment of their answer may play something else now."""
    _tell_mentors(mentor_ids, consultation, "moment_doubtful", key, now)


def path_of(consultation: Consultation) -> str:
    """Return the path of the thread within the school."""
    return f"/consultations/{consultation.token}/"


def desk_path_of(consultation: Consultation) -> str:
    """Return the path of the answer desk within the school."""
    return f"/desk/mentor/{consultation.token}/"


def _words(consultation: Consultation) -> dict[str, object]:
    return {"number": consultation.number, "theme": consultation.theme.title if consultation.theme else ""}


def _tell_asker(consultation: Consultation, name: str, key: str, now: datetime) -> None:
    notify(
        user_ids=[consultation.asker_id] if consultation.asker_id else [],
        kind=NoticeKind.ANSWERS,
        template=f"mentoring/notices/{name}",
        context=_words(consultation),
        link=consultation.school.address_of(path_of(consultation)),
        key=key,
        place=place_of(consultation.school),
        zone=consultation.school.time_zone,
        now=now,
    )


def _tell_mentors(mentor_ids: Iterable[int], consultation: Consultation, name: str, key: str, now: datetime) -> None:
    notify(
        user_ids=list(mentor_ids),
        kind=NoticeKind.MENTORING,
        template=f"mentoring/notices/{name}",
        context=_words(consultation),
        link=consultation.school.address_of(desk_path_of(consultation)),
        key=key,
        place=place_of(consultation.school),
        zone=consultation.school.time_zone,
        now=now,
    )
