"""The desk of a film's words: its transcripts, the editor of one, what it was before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.video.models import Transcript, TranscriptVersion, Video
from nastavnik.video.selectors.desk import video_to_edit
from nastavnik.video.selectors.player import Player, player_of
from nastavnik.video.selectors.recognition import ModelRow, model_rows, recognition_in
from nastavnik.video.selectors.words import (
    CueRow,
    EditorState,
    Paragraph,
    TranscriptRow,
    VersionRow,
    cues_of,
    editor_state,
    in_paragraphs,
    transcripts_of,
    versions_of,
)

# So many phrases stand on a page of the form without a script: about eight minutes of speech.
PAGE_CUES = 100
SCHOOLS_LANGUAGE = "ru"

# What the versions' verbs say on the page.
DONE: dict[str, Promise] = {
    "subtitles imported": _("before a file was brought"),
    "version restored": _("before an earlier version was brought back"),
    "words shifted": _("before phrases were shifted"),
    "words edited": _("before it was edited"),
    "glossary applied": _("before the glossary was applied"),
    "words moved": _("before it moved with the film's new file"),
    "recognition requested": _("before it was recognised anew"),
}


@dataclass(frozen=True, slots=True)
class WordsDesk:
    """The words of a film in all languages."""

    token: str
    title: str
    film_url: str
    transcripts: tuple[TranscriptRow, ...]
    has_sound: bool
    is_on_air: bool
    # recognisers' models on the server; what to do when none of them can be used
    models: tuple[ModelRow, ...]
    advice: str

    @property
    def can_recognise(self) -> bool:
        """Whether a program on the server can listen to it."""
        return self.has_sound and not self.is_on_air and any(not row.missing for row in self.models)

    @property
    def is_in_work(self) -> bool:
        """Whether a program is at work on one of them."""
        return any(row.is_in_work for row in self.transcripts)


@dataclass(frozen=True, slots=True)
class CuePage:
    """A page of the form without a script."""

    number: int
    count: int
    cues: tuple[CueRow, ...]

    @property
    def previous(self) -> int:
        """The number of the page before, 0 before the first."""
        return self.number - 1

    @property
    def following(self) -> int:
        """The number of the next page, 0 after the last."""
        return self.number + 1 if self.number < self.count else 0


@dataclass(frozen=True, slots=True)
class EditorPage:
    """The editor of a transcript beside the film."""

    token: str
    title: str
    language: str
    language_name: str
    film_url: str
    words_url: str
    player: Player
    transcript: TranscriptRow
    page: CuePage


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version as it stood: when, before what, and its paragraphs."""

    number: int
    what: str
    author: str
    created_at: datetime
    paragraphs: tuple[Paragraph, ...]


def words_desk(actor: Actor, school: School, token: str) -> WordsDesk:
    """Return the page of a film's words. Raises `Video.DoesNotExist`, or `PermissionDenied` for who may not change it."""
    video = video_to_edit(actor, school, token)
    return WordsDesk(
        token=video.token,
        title=video.title,
        film_url=reverse("video:film", args=[video.token]),
        transcripts=transcripts_of(actor, video),
        has_sound=video.has_sound,
        is_on_air=video.is_on_air,
        models=model_rows(),
        advice=recognition_in(SCHOOLS_LANGUAGE).advice,
    )


def transcript_to_edit(actor: Actor, school: School, token: str, language: str) -> tuple[Video, TranscriptRow]:
    """Return a film with its transcript in `language`. Raises as `words_desk`, and `Transcript.DoesNotExist`."""
    video = video_to_edit(actor, school, token)
    found = next((row for row in transcripts_of(actor, video) if row.language == language), None)
    if found is None:
        raise Transcript.DoesNotExist
    return video, found


def editor_page(
    actor: Actor, school: School, token: str, language: str, now: datetime, *, number: int = 1
) -> EditorPage:
    """Return the editor with the page `number` of its phrases, from 1. Raises as `transcript_to_edit`."""
    video, transcript = transcript_to_edit(actor, school, token, language)
    return EditorPage(
        token=token,
        title=video.title,
        language=language,
        language_name=transcript.language_name,
        film_url=reverse("video:film", args=[token]),
        words_url=reverse("video:film_words", args=[token]),
        player=player_of(actor, video, now),
        transcript=transcript,
        page=_page(cues_of(transcript), number),
    )


def _page(cues: tuple[CueRow, ...], number: int) -> CuePage:
    count = max(1, -(-len(cues) // PAGE_CUES))
    number = min(max(number, 1), count)
    return CuePage(number, count, cues[(number - 1) * PAGE_CUES : number * PAGE_CUES])


# --- what the editor's script asks for ---------------------------------------------------------------------------------


def state_for_script(actor: Actor, school: School, token: str, language: str, since_version: int) -> dict[str, Any]:
    """Return what changed after `since_version`, and who changed it last, as JSON. Raises as `transcript_to_edit`."""
    video = video_to_edit(actor, school, token)
    state = editor_state(actor, video, language, since_version)
    return {
        "version": state.transcript.version,
        "isWhole": state.is_whole,
        "cues": [cue_for_script(cue) for cue in state.cues],
        "removed": list(state.removed),
        "by": _changed_by(actor, state),
    }


def cue_for_script(cue: CueRow) -> dict[str, Any]:
    """Return a phrase as JSON; `doubtful` are numbers of words."""
    return {
        "id": cue.pk,
        "version": cue.version,
        "seconds": cue.seconds,
        "endSeconds": cue.end_seconds,
        "text": cue.text,
        "doubtful": list(cue.doubtful),
        "beginsParagraph": cue.begins_paragraph,
    }


def _changed_by(actor: Actor, state: EditorState) -> str:
    """Return the name of somebody else who changed the transcript last; empty when it was `actor` herself or a program."""
    row = Transcript.objects.select_related("changed_by").get(pk=state.transcript.pk)
    return str(row.changed_by) if row.changed_by is not None and row.changed_by.pk != actor.pk else ""


# --- what it was before ------------------------------------------------------------------------------------------------


def version_words(verb: str) -> str:
    """Return what a version's verb says on the page."""
    return str(DONE.get(verb, verb))


def versions_page(actor: Actor, school: School, token: str, language: str) -> tuple[TranscriptRow, list[VersionRow]]:
    """Return a transcript and what it was before, newest first. Raises as `transcript_to_edit`."""
    video, transcript = transcript_to_edit(actor, school, token, language)
    rows = versions_of(actor, video, language)
    return transcript, [VersionRow(row.number, version_words(row.verb), row.author, row.created_at) for row in rows]


def version_view(actor: Actor, school: School, token: str, language: str, number: int) -> VersionView:
    """Return a version to be read. Raises as `transcript_to_edit`, and `TranscriptVersion.DoesNotExist`."""
    _video, transcript = transcript_to_edit(actor, school, token, language)
    version = TranscriptVersion.objects.select_related("author").get(transcript=transcript.pk, number=number)
    rows = (
        CueRow(place, 0, seconds, end_seconds, text, (), begins_paragraph)
        for place, (seconds, end_seconds, text, _words, begins_paragraph) in enumerate(version.cues)
    )
    author = str(version.author or "")
    return VersionView(number, version_words(version.verb), author, version.created_at, in_paragraphs(rows))
