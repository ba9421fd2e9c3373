"""What people are told of public answers; never a word of a question."""

from collections.abc import Iterable
from datetime import datetime

from nastavnik.mentoring.models import PublicAnswer
from nastavnik.mentoring.services.routing_notices import methodists_of
from nastavnik.people.enums import NoticeKind
from nastavnik.people.services import notify
from nastavnik.programme.permissions import place_of


def tell_asker(answer: PublicAnswer, name: str, key: str, now: datetime) -> None:
    """Tell whoever asked the question, if she is here still."""
    consultation = answer.consultation
    asker_id = consultation.asker_id if consultation is not None else None
    link = f"/consultations/answers/{answer.token}/consent/"
    _tell([asker_id], answer, {"kind": NoticeKind.ANSWERS, "name": name, "key": key, "link": link}, now)


def tell_methodist(answer: PublicAnswer, name: str, key: str, now: datetime) -> None:
    """Tell the methodist who prepared the answer; where she is none any more, all methodists of the school."""
    methodists = methodists_of(answer.school)
    told = [answer.prepared_by_id] if answer.prepared_by_id in methodists else methodists
    link = f"/desk/consultations/public/{answer.token}/"
    _tell(told, answer, {"kind": NoticeKind.DESK, "name": name, "key": key, "link": link}, now)


def tell_doubtful(answer: PublicAnswer, key: str, now: datetime) -> None:
    """Tell the methodist that a moment of the answer may play something else now."""
    tell_methodist(answer, "public_moment_doubtful", key, now)


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
