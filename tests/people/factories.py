"""Minimal valid rows of the people, and a short way to give a role."""

import factory
from django.utils import timezone

from nastavnik.core.text import search_key
from nastavnik.people.enums import LegalForm, LibraryKind, Place, PlaceKind, Role
from nastavnik.people.models import Library, NetworkMember, Organisation, RoleAssignment, User


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"МУК «Центральная библиотека {n}»")
    name_key = factory.LazyAttribute(lambda o: search_key(o.name))
    short_name = factory.Sequence(lambda n: f"ЦБ {n}")
    legal_form = LegalForm.MUK


class LibraryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Library

    organisation = factory.SubFactory(OrganisationFactory)
    kind = LibraryKind.BRANCH
    number = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Поселенческая библиотека {n}")
    name_key = factory.LazyAttribute(lambda o: search_key(o.name))
    settlement = factory.Sequence(lambda n: f"Село {n}")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.ru")
    full_name = factory.Sequence(lambda n: f"Иванова Анна {n}")
    name_key = factory.LazyAttribute(lambda o: search_key(o.full_name))

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        password = kwargs.pop("password", None)
        user = model_class(*args, **kwargs)
        user.set_password(password)
        user.save()
        return user


def grant(user: User, role: Role, place: Place) -> RoleAssignment:
    """Give a role past all rules; a role asked for again is the one held."""
    held, _is_new = RoleAssignment.objects.get_or_create(
        user=user, role=role, place_kind=place.kind, place_id=place.id, defaults={"granted_at": timezone.now()}
    )
    if hasattr(user, "_roles"):
        del user._roles
    return held


def school_place(number: int = 1) -> Place:
    """Return a place of a school without its row: people know schools by number only."""
    return Place(PlaceKind.SCHOOL, number)


def in_network(organisation: Organisation, place: Place, *, is_keeper: bool = True) -> NetworkMember:
    """Count an organisation to the network of a place."""
    return NetworkMember.objects.create(
        organisation=organisation, place_kind=place.kind, place_id=place.id, is_keeper=is_keeper
    )
