"""Broadcasts, and what is submitted to portals by hand."""

from datetime import datetime

from nastavnik.api.selectors.cursors import Asked, Piece, piece_of_rows
from nastavnik.api.selectors.shapes import staff as shapes
from nastavnik.live.enums import BroadcastState, EndReason
from nastavnik.live.models import Broadcast
from nastavnik.live.permissions import broadcasts_at_desk_of
from nastavnik.live.selectors.desk import broadcast_at_desk
from nastavnik.live.selectors.submissions.desk import SubmissionRow, submissions_page
from nastavnik.people.models import User
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_see_desk
from nastavnik.video.enums import Access


def broadcast_rows(actor: User, asked: Asked) -> Piece[shapes.DeskBroadcast]:
    """Return the broadcasts of the school. Raises `School.DoesNotExist` for who is not of the desk."""
    if not can_see_desk(actor, asked.school):
        raise School.DoesNotExist
    rows = broadcasts_at_desk_of(actor, asked.school).select_related("lesson", "video")
    piece = piece_of_rows(asked, rows)
    return Piece([_broadcast(row) for row in piece.rows], piece.following)


def broadcast_row(actor: User, school: School, token: str) -> shapes.DeskBroadcast:
    """Return a broadcast. Raises `Broadcast.DoesNotExist`."""
    return _broadcast(broadcast_at_desk(actor, school, token))


def _broadcast(row: Broadcast) -> shapes.DeskBroadcast:
    plain = ("token", "is_low_latency", "wants_lower_quality", "abandon_minutes", "live_at", "ended_at")
    return shapes.DeskBroadcast(
        **{name: getattr(row, name) for name in plain},
        lesson=row.lesson.uid,
        title=row.lesson.title,
        state=BroadcastState(row.state),
        access=Access(row.access),
        starts_at=row.lesson.starts_at,
        ended_because=EndReason(row.ended_because) if row.ended_because else None,
        film=row.video.token if row.video else None,
    )


def submission_rows(actor: User, school: School, now: datetime) -> list[shapes.SubmissionLine]:
    """Return what has to be submitted of lessons to come, the nearest first. Raises `PermissionDenied`."""
    return [_submission(row) for row in submissions_page(actor, school, now).rows]


def _submission(row: SubmissionRow) -> shapes.SubmissionLine:
    plain = ("channel_title", "starts_at", "until", "is_asked", "is_skipped", "told_starts_at", "state", "portal_id")
    return shapes.SubmissionLine(
        **{name: getattr(row, name) for name in plain},
        lesson=row.lesson_uid,
        title=row.lesson_title,
        channel=row.channel_token,
    )
