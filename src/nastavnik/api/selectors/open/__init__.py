"""What everybody may read, as a guest reads it: the same whoever asks, with a key or without."""

from django.contrib.auth.models import AnonymousUser

from nastavnik.people.permissions import Actor

GUEST: Actor = AnonymousUser()
