"""What people are told of answers: a number, a theme and where to read; never a word of what was asked or answered."""

from collections.abc import Iterable
from datetime import datetime

from nastavnik.mentoring.models import Assignment, Consultation, Recommendation, Remark
from nastavnik.people.enums import NoticeKind
from nastavnik.people.services import News, notify
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


def doubtful_news(row: Recommendation, key: str) -> News:
    """Return what whoever wrote an answer, sent or not, is told when a moment of it may play something else."""
    path = desk_path_of(row.consultation) + (f"?answer={row.token}" if row.sent_at is not None else "")
    return News(
        user_ids=[row.mentor_id] if row.mentor_id else [],
        kind=NoticeKind.MENTORING,
        template="mentoring/notices/moment_doubtful",
        context=_words(row.consultation),
        link=row.consultation.school.address_of(path),
        key=key,
    )


def doubtful_news_at_desk(row: Recommendation, key: str, methodists: Iterable[int]) -> News:
    """Return what the methodists are told so of an answer that nobody else can put right any more."""
    consultation = row.consultation
    return News(
        user_ids=set(methodists) - {consultation.asker_id},
        kind=NoticeKind.DESK,
        template="mentoring/notices/moment_doubtful_at_desk",
        context=_words(consultation),
        link=consultation.school.address_of(f"{path_of(consultation)}#answer-{row.token}"),
        key=key,
    )


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
