"""How forms are drawn: every `{{ form }}` of the project uses the components of `templates/ui/`."""

from django.forms.renderers import TemplatesSetting


class SchoolRenderer(TemplatesSetting):
    """Django's renderer with our field in place of Django's."""

    form_template_name = "ui/fields.html"
    field_template_name = "ui/field.html"
