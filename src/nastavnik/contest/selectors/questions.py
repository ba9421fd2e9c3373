"""What an application asks, with its rules in words: read before it is begun, in the regulation and in the preview."""

from dataclasses import dataclass

from django.utils.translation import gettext, pgettext

from nastavnik.contest.enums import FieldKind
from nastavnik.contest.selectors.setup import Field, Form


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A field with its rules in words, and whether the jury is shown it."""

    field: Field
    words: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class SectionShown:
    """A section as it is read before anything is written."""

    title: str
    help: str
    fields: list[FieldShown]


def sections_shown(form: Form, *, is_blind: bool) -> list[SectionShown]:
    """Return the sections of a form with the rules of their fields in words."""
    return [
        SectionShown(
            section.title,
            section.help,
            [FieldShown(one, words_of(one, form), is_blind and one.tells_who) for one in section.fields],
        )
        for section in form.sections
    ]


def words_of(field: Field, form: Form) -> str:
    """Say how a field is filled in: «текст, до 3000 знаков, обязательно»."""
    words = [str(field.kind.label), limit_of(field)]
    words.append(pgettext("field", "required") if field.is_required else gettext("may be empty"))
    if field.condition is not None:
        other = form.field(field.condition.key)
        label = other.label if other else field.condition.key
        words.append(
            gettext("only when “%(label)s” is: %(values)s")
            % {"label": label, "values": ", ".join(field.condition.values)}
        )
    if field.tells_who:
        words.append(gettext("hidden from a blind jury"))
    return ", ".join(word for word in words if word)


def limit_of(field: Field) -> str:
    """Say the limit of a field, or nothing."""
    if not field.most:
        return ""
    known = {FieldKind.ROWS: gettext("%(most)d rows at most"), FieldKind.FILES: gettext("%(most)d files at most")}
    return known.get(field.kind, gettext("%(most)d characters at most")) % {"most": field.most}
