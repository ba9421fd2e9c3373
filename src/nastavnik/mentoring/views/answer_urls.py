"""Addresses of answering, and of public answers."""

from django.urls import URLPattern

# before the addresses that begin with the token of a consultation
PUBLIC: list[URLPattern] = []
# /desk/mentor/<token>/: behind the other pages of the mentor
DESK: list[URLPattern] = []
