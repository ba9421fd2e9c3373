"""Forms of a film's words: a file or a text brought in, what the editor's script says, a page of phrases, the glossary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from nastavnik.video.selectors.recognition import ModelRow
from nastavnik.video.selectors.words import LANGUAGE_NAMES, CueRow
from nastavnik.video.services.glossary import Correction
from nastavnik.video.text.reading import LONGEST_TEXT, MOST_BYTES

SUBTITLE_ENDINGS = ".vtt,.srt,.ass,.ssa,.ttml,.xml,.txt,.docx,.odt,text/plain,text/vtt"
LONGEST_LIST = 4000


class LanguageField(forms.ChoiceField):
    """A language by its code, Russian first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Language"), choices=tuple(LANGUAGE_NAMES.items()), initial="ru", **kwargs)


class ImportForm(forms.Form):
    """Words brought in: a file with subtitles, or a text."""

    language = LanguageField()
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("WebVTT, SRT, ASS, TTML, or the text of the talk (plain, DOCX, ODT), up to 8 MB."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": SUBTITLE_ENDINGS}),
    )
    text = forms.CharField(
        label=_("Or the text itself"),
        required=False,
        max_length=MOST_BYTES // 2,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("With times or without them: a text without times is laid onto the pauses of the speech."),
    )

    def clean(self) -> dict[str, Any]:
        """Want the one or the other."""
        typed = super().clean() or {}
        file = typed.get("file")
        if not self.errors and not file and not (typed.get("text") or "").strip():
            self.add_error("file", _("Choose a file, or write or paste the text."))
        if isinstance(file, UploadedFile) and (file.size or 0) > MOST_BYTES:
            self.add_error("file", _("The file is larger than 8 MB, which no subtitles are."))
        return typed

    def brought(self) -> dict[str, Any]:
        """Return what was brought in the words of `services.transcripts.import_subtitles`."""
        typed, file = self.cleaned_data, self.cleaned_data["file"]
        name, content = (str(file.name), file.read()) if file else ("", typed["text"].encode())
        return {"language": typed["language"], "name": name, "content": content}


class RecogniseForm(forms.Form):
    """In which language a program should listen, and with which of the models on the server."""

    language = LanguageField()
    model = forms.ChoiceField(label=_("Model"), required=False)

    def __init__(self, *args: Any, models: Sequence[ModelRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(row.name, f"{row.name} ({row.engine})") for row in models if not row.missing]
        field = self.fields["model"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("The best there is for the language")), *names]

    def wish(self) -> dict[str, Any]:
        """Return it in the words of `services.recognition.request_recognition`."""
        return {"language": self.cleaned_data["language"], "model": self.cleaned_data["model"]}


class PhraseForm(forms.Form):
    """What the editor's script says of a phrase; what is left out stays as it is."""

    id = forms.IntegerField(required=False, min_value=1)
    version = forms.IntegerField(required=False, min_value=0)
    next_version = forms.IntegerField(required=False, min_value=0)
    text = forms.CharField(required=False, max_length=LONGEST_TEXT * 2, strip=False)
    seconds = forms.FloatField(required=False, min_value=0)
    end_seconds = forms.FloatField(required=False, min_value=0)
    by_seconds = forms.FloatField(required=False)
    begins_paragraph = forms.NullBooleanField(required=False)
    at = forms.IntegerField(required=False, min_value=0)

    def said(self, *names: str) -> dict[str, Any]:
        """Return those of the fields that were sent."""
        return {name: self.cleaned_data[name] for name in names if name in self.data}


@dataclass(frozen=True, slots=True)
class TypedPhrase:
    """A phrase of the plain form that somebody changed: emptied, it goes."""

    cue_id: int
    version: int
    text: str


def typed_phrases(posted: QueryDict) -> list[TypedPhrase]:
    """Return the phrases of the plain form whose text is another than the page came with."""
    found = []
    for key in posted.getlist("cue"):
        text, was, version = (posted.get(f"{name}-{key}", "") for name in ("text", "was", "version"))
        is_changed = text.split() != was.split()
        if key.isdecimal() and version.isdecimal() and is_changed:
            found.append(TypedPhrase(int(key), int(version), text))
    return found


@dataclass(frozen=True, slots=True)
class PhraseField:
    """A phrase of the plain form: with what was typed into it and why that could not be saved, if it could not.

    `cue` is None for a phrase that is there no more: what was typed is shown to be copied.
    """

    cue: CueRow | None
    text: str
    problem: str = ""


def phrase_fields(cues: Sequence[CueRow], problems: Mapping[int, PhraseField]) -> list[PhraseField]:
    """Return the fields of a page of phrases, those that could not be saved with what was typed."""
    here = [replace(problems[cue.pk], cue=cue) if cue.pk in problems else PhraseField(cue, cue.text) for cue in cues]
    known = {cue.pk for cue in cues}
    return [*(field for key, field in problems.items() if key not in known), *here]


class TermForm(forms.Form):
    """A word of the glossary; lists have one form a line."""

    term = forms.CharField(label=_("How it is written"), max_length=120)
    variants = forms.CharField(
        label=_("How it is misheard"),
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on each line: “be be ka”, “bbk”. In transcripts each becomes the word above."),
    )
    synonyms = forms.CharField(
        label=_("Other words for it"),
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on each line. Whoever searches for one of them finds the others too."),
    )

    def word(self) -> dict[str, Any]:
        """Return it in the words of `services.glossary`."""
        typed = self.cleaned_data
        return {
            "term": typed["term"],
            "variants": typed["variants"].splitlines(),
            "synonyms": typed["synonyms"].splitlines(),
        }


def chosen_corrections(posted: QueryDict) -> list[Correction]:
    """Return the phrases that were ticked in the preview of the glossary, each sent as `number:version`."""
    pairs = (one.partition(":") for one in posted.getlist("chosen"))
    return [
        Correction(int(cue), int(version)) for cue, _colon, version in pairs if cue.isdecimal() and version.isdecimal()
    ]
