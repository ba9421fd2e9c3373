"""Addresses of those who ask. (In this worktree only, never committed: the real ones come with the other branch.)"""

from django.urls import URLPattern, path
from django.views.generic import RedirectView

urlpatterns: list[URLPattern] = [path("consultations/", RedirectView.as_view(url="/"), name="consultations")]
