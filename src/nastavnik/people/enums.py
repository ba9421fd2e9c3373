"""Words of the people: roles, places, legal forms, kinds of libraries and consents."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is in a place; never of the person alone."""

    LEARNER = "learner", _("Learner")
    MENTOR = "mentor", _("Mentor")
    METHODIST = "methodist", _("Methodist")
    JUROR = "juror", _("Juror")
    DIRECTOR = "director", _("Director")
    HEAD = "head", _("Head of a library")


class PlaceKind(models.TextChoices):
    """The kinds of places in which a role can be held."""

    SCHOOL = "school", _("School")
    CONTEST = "contest", _("Contest")
    LIBRARY = "library", _("Library")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in which roles are held: its kind and its row's number (upper apps own the rows)."""

    kind: PlaceKind
    id: int


class LegalForm(models.TextChoices):
    """Legal forms; the form decides which funds an organisation may apply to (a казённое one to few)."""

    MUK = "muk", _("MUK, municipal cultural institution")
    MBUK = "mbuk", _("MBUK, municipal budgetary institution")
    MKUK = "mkuk", _("MKUK, municipal state-owned institution")
    MAUK = "mauk", _("MAUK, municipal autonomous institution")
    GBUK = "gbuk", _("GBUK, regional budgetary institution")
    GKUK = "gkuk", _("GKUK, regional state-owned institution")
    UNIVERSITY = "university", _("Institute or university")
    ANO = "ano", _("ANO, autonomous non-profit organisation")
    NGO = "ngo", _("Public organisation or foundation")
    OTHER = "other", _("Other")


class LibraryKind(models.TextChoices):
    """Kinds of libraries in a network."""

    CENTRAL = "central", _("Central library")
    CHILDREN = "children", _("Children's library")
    BRANCH = "branch", _("Branch library")
