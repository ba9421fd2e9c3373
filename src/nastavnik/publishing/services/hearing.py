"""The sound of a proof: cut out of the film into a folder of its own when the proof is sent, deleted when its link works no more."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nastavnik.core.queue.once import enqueue_once
from nastavnik.publishing import tasks
from nastavnik.publishing.models import ProofLink
from nastavnik.publishing.selectors.proofs.sound import closed, film_of, is_said, open_links, said_in
from nastavnik.video.services.sound_pieces import SoundPiece, delete_pieces, publish_pieces

GIVEN_UP_FOR = timedelta(days=1)


def make_sound(*, link_id: int, now: datetime) -> None:
    """Cut what was said of a proof's text out of its film. Safe to repeat; a film that does not play yet is waited for.

    What fails is raised: the queue tries again, and `request_sounds` on another day.
    """
    rows = open_links(now).filter(pk=link_id, heard__isnull=True).select_related("article__video")
    link = rows.first()
    video = film_of(link) if link else None
    if link is None or video is None:
        return
    said = said_in(link)
    pieces = [SoundPiece(str(begin), seconds, end) for begin, seconds, end in said]
    folder = publish_pieces(video, pieces)
    # a link that was ended meanwhile, or served by another worker, gets nothing
    waiting = ProofLink.objects.filter(pk=link.pk, heard__isnull=True, expires_at__gt=now)
    if not waiting.update(sound=folder, heard=said if folder else []) and folder:
        delete_pieces(video.token, folder)


def request_sounds(*, now: datetime) -> int:
    """Enqueue the links whose text was said and cannot be heard yet; return how many. What the queue has given up rests for a day."""
    waiting = open_links(now).filter(heard__isnull=True).select_related("article__video").order_by("pk")
    ids = {link.pk for link in waiting if is_said(link) and film_of(link)}
    ids -= _given_up(now) if ids else set()
    return sum(enqueue_once(tasks.make_proof_sound, link_id) for link_id in sorted(ids))


def _given_up(now: datetime) -> set[int]:
    """Return the links whose task has failed as often as the queue tries, not long ago."""
    path, since = tasks.make_proof_sound.module_path, now - GIVEN_UP_FOR
    failed = DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.FAILED, finished_at__gt=since)
    return {arguments["args"][0] for arguments in failed.values_list("args_kwargs", flat=True)}


def give_up_sounds(*, now: datetime) -> int:
    """Delete the sound of links that work no more; return of how many."""
    return silence(ProofLink.objects.filter(closed(now)))


@transaction.atomic
def silence(links: QuerySet[ProofLink]) -> int:
    """Take the sound of links away once this is committed; return of how many."""
    rows = links.exclude(sound="").exclude(article__video=None)
    gone = list(rows.order_by("pk").values_list("pk", "article__video__token", "sound"))
    ProofLink.objects.filter(pk__in=[pk for pk, _token, _folder in gone]).update(sound="", heard=None)
    transaction.on_commit(lambda: _delete((token, folder) for _pk, token, folder in gone), robust=True)
    return len(gone)


def _delete(folders: Iterable[tuple[str, str]]) -> None:
    for video_token, folder in folders:
        delete_pieces(video_token, folder)
