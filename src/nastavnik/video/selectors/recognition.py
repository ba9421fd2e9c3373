"""What can be recognised here, and how to make it possible where it cannot."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext

from nastavnik.video.speech.catalogue import KNOWN
from nastavnik.video.speech.engines import PACKAGES
from nastavnik.video.speech.models import Found, choose, models_in


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model that is there. `missing`: the package to install before it can be used."""

    name: str
    engine: str
    language: str
    missing: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """Whether speech in a language can be recognised, with which models, and (`advice`) how to make it possible."""

    language: str
    models: tuple[ModelRow, ...]
    chosen: str
    advice: str

    @property
    def is_possible(self) -> bool:
        """Whether recognition can be asked for."""
        return bool(self.chosen)


def speech_models() -> list[Found]:
    """Return the models that the operator brought."""
    return models_in(Path(settings.SPEECH_MODELS))


def model_rows() -> tuple[ModelRow, ...]:
    """Return the models that the operator brought, for lists."""
    return tuple(_row(found) for found in speech_models())


def recognition_in(language: str) -> Recognition:
    """Return what can be done about speech in `language`."""
    found = speech_models()
    model = choose(found, language)
    fitting = [one for one in found if one.model.language in {language.partition("-")[0], ""}]
    return Recognition(
        language=language,
        models=tuple(map(_row, fitting)),
        chosen=model.name if model is not None else "",
        advice="" if model is not None else _advice(fitting, language),
    )


def _row(found: Found) -> ModelRow:
    model = found.model
    return ModelRow(model.name, model.engine, model.language, "" if found.is_usable else PACKAGES[model.engine])


def _advice(fitting: list[Found], language: str) -> str:
    if fitting:
        return gettext(
            "A model is there, but not the program that reads it. Ask the operator to install %(package)s: it is one command."
        ) % {"package": PACKAGES[fitting[0].model.engine]}
    name = next((known.name for known in KNOWN.values() if known.language in {language.partition("-")[0], ""}), "")
    return gettext(
        "There is no model for this language on the server. Ask the operator to run: nastavnik models add %(name)s. Until "
        "then, bring subtitles or a plain text: it is laid onto the speech by itself."
    ) % {"name": name}
