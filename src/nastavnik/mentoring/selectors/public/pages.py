"""Public answers as everybody reads them: one with its moments and linked data, and all by theme and page."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext

from nastavnik.core.markdown import render_markdown
from nastavnik.mentoring.enums import PublicState
from nastavnik.mentoring.models import PublicAnswer, PublicHandout, PublicMoment, Theme
from nastavnik.mentoring.permissions import can_publish, public_answers_visible_to
from nastavnik.mentoring.selectors.recommendations import MomentCard, handout_rows, moment_cards, with_films
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.selectors import HandoutRow

PAGE_ROWS = 20
LATEST = 5
DESCRIPTION_CHARACTERS = 160
# in the address of those that have no theme
NO_THEME = "-"


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A public answer in a list."""

    title: str
    url: str
    theme: str
    beginning: str
    helped: int
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme with its public answers counted; without a theme the token is empty."""

    title: str
    url: str
    count: int
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Shelf:
    """The themes of public answers, and the newest of these: for the page of consultations."""

    themes: tuple[ThemeRow, ...]
    latest: tuple[PublicRow, ...]


@dataclass(frozen=True, slots=True)
class PublicList:
    """The list of public answers."""

    themes: tuple[ThemeRow, ...]
    theme: ThemeRow | None
    rows: tuple[PublicRow, ...]
    page: Page[PublicAnswer]
    # what addresses of other pages begin with
    base_url: str


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A public answer. `data`: schema.org QAPage as JSON; empty for what is not public."""

    answer: PublicAnswer
    theme: ThemeRow | None
    answer_html: SafeString
    moments: tuple[MomentCard, ...]
    handouts: tuple[HandoutRow, ...]
    url: str
    description: str
    data: str
    # for methodists
    desk_url: str = ""


def public_url(token: str) -> str:
    """Return the address of a public answer."""
    return reverse("mentoring:public_answer", args=[token])


def _public(school: School) -> QuerySet[PublicAnswer]:
    """Return what everybody may read; a methodist's list too shows no more."""
    return PublicAnswer.objects.filter(school=school, state=PublicState.PUBLIC)


def answers_by_theme(school: School) -> Shelf:
    """Return the themes of public answers and the newest ones. Two queries."""
    latest = _public(school).select_related("theme").order_by("-published_at", "-pk")[:LATEST]
    return Shelf(_themes(school, ""), tuple(map(_row, latest)))


def _themes(school: School, current: str) -> tuple[ThemeRow, ...]:
    counted = _public(school).order_by().values_list("theme__token", "theme__title", "theme__position")
    rows = sorted(counted.annotate(count=Count("pk")), key=lambda row: (row[0] is None, row[2] or 0, row[1] or ""))
    here = reverse("mentoring:public_answers")
    return tuple(
        ThemeRow(
            title or gettext("Other themes"), f"{here}?theme={token or NO_THEME}", count, current == (token or NO_THEME)
        )
        for token, title, _position, count in rows
    )


def _row(answer: PublicAnswer) -> PublicRow:
    return PublicRow(
        title=answer.title,
        url=public_url(answer.token),
        theme=answer.theme.title if answer.theme else "",
        beginning=Truncator(answer.question).chars(DESCRIPTION_CHARACTERS),
        helped=answer.helped,
        published_at=answer.published_at,
    )


def public_list(school: School, theme: str, number: str) -> PublicList:
    """Return a page of public answers, of a theme if one is named; three queries. Raises `Theme.DoesNotExist`."""
    themes = _themes(school, theme)
    chosen = next((one for one in themes if one.is_current), None)
    if theme and chosen is None:
        raise Theme.DoesNotExist
    rows = _public(school).select_related("theme").order_by("-helped", "-published_at", "-pk")
    if theme:
        rows = rows.filter(theme=None) if theme == NO_THEME else rows.filter(theme__token=theme)
    page = Paginator(rows, PAGE_ROWS).get_page(number)
    base_url = f"?theme={theme}&page=" if theme else "?page="
    return PublicList(themes, chosen, tuple(map(_row, page)), page, base_url)


def public_page(actor: Actor, school: School, token: str, now: datetime) -> PublicPage:
    """Return a public answer as `actor` sees it. Raises `PublicAnswer.DoesNotExist`."""
    answer = public_answers_visible_to(actor, school).select_related("theme", "school").get(token=token)
    page = page_of(actor, school, answer, now)
    is_desk = can_publish(actor, school)
    return replace(page, desk_url=reverse("mentoring:edit_public", args=[token])) if is_desk else page


def page_of(actor: Actor, school: School, answer: PublicAnswer, now: datetime) -> PublicPage:
    """Return an answer, its theme joined, with its moments and handouts as `actor` sees them."""
    moments = list(with_films(actor, PublicMoment.objects.filter(answer=answer, moment__removed_at=None)))
    cards = moment_cards(actor, moments, now)
    handouts = handout_rows(actor, school, PublicHandout.objects.filter(answer=answer))
    shown = tuple(cards[one.pk] for one in moments)
    url = absolute(school, public_url(answer.token))
    theme = answer.theme
    here = reverse("mentoring:public_answers")
    return PublicPage(
        answer=answer,
        theme=ThemeRow(theme.title, f"{here}?theme={theme.token}", 0) if theme else None,
        answer_html=render_markdown(answer.answer),
        moments=shown,
        handouts=tuple(row for _link, row in handouts),
        url=url,
        description=Truncator(answer.question).chars(DESCRIPTION_CHARACTERS),
        data=_written(school, answer, url, shown) if answer.state == PublicState.PUBLIC else "",
    )


def preview(school: School, answer: PublicAnswer, now: datetime) -> PublicPage:
    """Return exactly what becomes public: as somebody sees it who is not signed in."""
    return page_of(AnonymousUser(), school, answer, now)


def absolute(school: School, path: str) -> str:
    """Return the whole address of a page; `path` begins with the school's own."""
    root = school.base_url.removesuffix(f"/{school.path}") if school.path else school.base_url
    return f"{root}{path}"


def _written(school: School, answer: PublicAnswer, url: str, moments: Sequence[MomentCard]) -> str:
    """Return the question and its answer as schema.org knows them; nobody is named but the school."""
    published = answer.published_at.isoformat() if answer.published_at else ""
    organisation = {"@type": "EducationalOrganization", "name": school.title}
    accepted: dict[str, Any] = {
        "@type": "Answer",
        "text": answer.answer,
        "url": url,
        "datePublished": published,
        "upvoteCount": answer.helped,
        "author": organisation,
    }
    if clips := [_clip(school, card) for card in moments if not card.row.is_closed and not card.row.is_doubtful]:
        accepted["citation"] = clips
    question = {
        "@type": "Question",
        "name": answer.title,
        "text": answer.question,
        "answerCount": 1,
        "datePublished": published,
        "author": organisation,
        "acceptedAnswer": accepted,
    }
    data = {"@context": "https://schema.org", "@type": "QAPage", "inLanguage": "ru", "url": url, "mainEntity": question}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _clip(school: School, card: MomentCard) -> dict[str, Any]:
    return {
        "@type": "Clip",
        "name": card.row.quote or card.row.title,
        "startOffset": int(card.row.seconds),
        "endOffset": round(card.row.end_seconds),
        "url": absolute(school, card.row.url),
    }
