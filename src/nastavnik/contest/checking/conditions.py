"""Which fields are asked: some only when another field says so."""

from nastavnik.contest.checking.values import Values, choices_of
from nastavnik.contest.selectors.setup import Field, Form


def asked_keys(form: Form, values: Values) -> frozenset[str]:
    """Return the keys of the fields that are asked of an application with these values."""
    return frozenset(
        field.key for section in form.sections for field in section.fields if is_asked(form, field, values)
    )


def is_asked(form: Form, field: Field, values: Values, passed: frozenset[str] = frozenset()) -> bool:
    """Tell whether a field is asked: what hangs on a field that is not asked is not asked either.

    A condition on a field that the form does not have, or on itself, holds nothing back.
    """
    if field.condition is None or field.key in passed:
        return True
    asked_of = form.field(field.condition.key)
    if asked_of is None:
        return True
    if not is_asked(form, asked_of, values, passed | {field.key}):
        return False
    return any(chosen in field.condition.values for chosen in choices_of(values, asked_of.key))
