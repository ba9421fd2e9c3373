"""How forms are drawn, with the components of `templates/ui/`, and how they say what a service refuses."""

from collections.abc import Callable
from typing import TypeVar

from django.forms import BaseForm
from django.forms.renderers import TemplatesSetting

from nastavnik.core.errors import Refusal

T = TypeVar("T")


class SchoolRenderer(TemplatesSetting):
    """Django's renderer with our field in place of Django's."""

    form_template_name = "ui/fields.html"
    field_template_name = "ui/field.html"


def attempt(form: BaseForm, call: Callable[[], T]) -> T | None:
    """Call a service; a refusal becomes the form's own error, so that nothing typed is lost."""
    try:
        return call()
    except Refusal as refusal:
        form.add_error(None, str(refusal.message))
        return None
