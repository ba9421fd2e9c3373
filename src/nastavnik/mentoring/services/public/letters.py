"""What people are told of public answers; never a word of a question."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from nastavnik.mentoring.models import PublicAnswer
from nastavnik.mentoring.services.routing_notices import methodists_of
from nastavnik.people.enums import NoticeKind
from nastavnik.people.services import News, notify
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of


def tell_asker(answer: PublicAnswer, name: str, key: str, now: datetime) -> None:
    """Tell whoever asked the question, if she is here still."""
    consultation = answer.consultation
    asker_id = consultation.asker_id if consultation is not None else None
    link = f"/consultations/answers/{answer.token}/consent/"
    _tell([asker_id], answer, {"kind": NoticeKind.ANSWERS, "name": name, "key": key, "link": link}, now)


def tell_methodist(answer: PublicAnswer, name: str, key: str, now: datetime) -> None:
    """Tell the methodist who prepared the answer; where she is none any more, all methodists of the school."""
    told = _preparing(answer, methodists_of(answer.school))
    _tell(told, answer, {"kind": NoticeKind.DESK, "name": name, "key": key, "link": _desk_path_of(answer)}, now)


def doubtful_news(school: School, answer: PublicAnswer, key: str, methodists: Sequence[int]) -> News:
    """Return what the methodist is told when a moment of the answer may play something else now."""
    consultation = answer.consultation
    return News(
        user_ids=_preparing(answer, methodists),
        kind=NoticeKind.DESK,
        template="mentoring/notices/public_moment_doubtful",
        context={"number": consultation.number if consultation is not None else None},
        link=school.address_of(_desk_path_of(answer)),
        key=key,
    )


def _preparing(answer: PublicAnswer, methodists: Sequence[int]) -> Sequence[int]:
    return [pk for pk in methodists if pk == answer.prepared_by_id] or methodists


def _desk_path_of(answer: PublicAnswer) -> str:
    return f"/desk/consultations/public/{answer.token}/"


def _tell(user_ids: Iterable[int | None], answer: PublicAnswer, news: dict[str, str], now: datetime) -> None:
    consultation, school = answer.consultation, answer.school
    notify(
        user_ids=[one for one in user_ids if one is not None],
        kind=NoticeKind(news["kind"]),
        template=f"mentoring/notices/{news['name']}",
        context={"number": consultation.number if consultation is not None else None},
        link=school.address_of(news["link"]),
        key=news["key"],
        place=place_of(school),
        zone=school.time_zone,
        now=now,
    )
