"""The shot list and the storyboard of a card."""

from dataclasses import dataclass

from django.urls import reverse

from nastavnik.people.models import User
from nastavnik.studio.models import ProductionCard, Shot
from nastavnik.studio.selectors.shooting.head import ShootingHead, shooting_head
from nastavnik.studio.selectors.shooting.words import script_seconds

FRAMES_A_PAGE = 6


@dataclass(frozen=True, slots=True)
class ShotRow:
    """A line of the list; `title` names it for who does not see the picture."""

    number: int
    shot: Shot
    title: str
    size: str
    picture_url: str


@dataclass(frozen=True, slots=True)
class ShotsPage:
    """The shots of a card. `seconds`: of all together; `script_seconds`: as long as the script takes to be read."""

    head: ShootingHead
    rows: list[ShotRow]
    seconds: int
    taken: int
    script_seconds: int
    has_script: bool


def shots_page(actor: User, card: ProductionCard) -> ShotsPage:
    """Return the shot list of a card that `actor` may open."""
    rows = shot_rows(card)
    return ShotsPage(
        head=shooting_head(actor, card, "studio:shots"),
        rows=rows,
        seconds=sum(row.shot.seconds for row in rows),
        taken=sum(row.shot.taken_at is not None for row in rows),
        script_seconds=script_seconds(card.script),
        has_script=bool(card.script.strip()),
    )


def shot_rows(card: ProductionCard) -> list[ShotRow]:
    """Return the shots of a card in their order."""
    return [_row(card, number, shot) for number, shot in enumerate(Shot.objects.filter(card=card), 1)]


def shot_of(card: ProductionCard, token: str) -> Shot:
    """Return a shot of a card. Raises `Shot.DoesNotExist`."""
    return Shot.objects.get(card=card, token=token)


def frames(card: ProductionCard) -> list[list[ShotRow]]:
    """Return the frames of a storyboard, as many together as stand on a page."""
    rows = shot_rows(card)
    return [rows[begin : begin + FRAMES_A_PAGE] for begin in range(0, len(rows), FRAMES_A_PAGE)]


def _row(card: ProductionCard, number: int, shot: Shot) -> ShotRow:
    picture = reverse("studio:shot_picture", args=[card.token, shot.token]) if shot.picture else ""
    return ShotRow(number, shot, f"{number}. {shot.what}", str(shot.get_size_display()), picture)
