"""Edges that the linter of imports cannot see: foreign keys by name, addresses and files named in templates."""

import re

from django.apps import apps
from django.urls import get_resolver

from tests.architecture.house import RANK, app_of, templates

OWN_APPS = frozenset(RANK)
NAMED_URL = re.compile(r"{%\s*url\s+['\"](\w+):")
NAMED_TEMPLATE = re.compile(r"{%\s*(?:include|extends)\s+['\"](\w+)/")


def relations_between_apps():
    for model in apps.get_models():
        here = model._meta.app_label
        if here not in OWN_APPS:
            continue
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            if field.remote_field and field.related_model._meta.app_label in OWN_APPS - {here}:
                yield here, field.related_model._meta.app_label, field, f"{model.__name__}.{field.name}"


def test_foreign_keys_point_downwards():
    upwards = [name for here, there, _field, name in relations_between_apps() if RANK[here] <= RANK[there]]

    assert upwards == []


def test_foreign_keys_leave_no_accessor_on_lower_rows():
    visible = [name for _here, _there, field, name in relations_between_apps() if not field.remote_field.hidden]

    assert visible == []


def test_relations_between_apps_exist():
    assert any(relations_between_apps())


def test_templates_name_only_own_or_lower_addresses():
    wrong = [
        f"{path}: {{% url {there}: %}}"
        for path in templates()
        for there in NAMED_URL.findall(path.read_text(encoding="utf-8"))
        if there in OWN_APPS and RANK[there] > RANK[app_of(path)]
    ]

    assert wrong == []


def test_templates_include_only_own_or_lower_templates():
    wrong = [
        f"{path}: {there}"
        for path in templates()
        for there in NAMED_TEMPLATE.findall(path.read_text(encoding="utf-8"))
        if there in OWN_APPS and RANK[there] > RANK[app_of(path)]
    ]

    assert wrong == []


def test_every_namespace_is_an_app():
    assert set(get_resolver().app_dict) - {"admin"} <= OWN_APPS
