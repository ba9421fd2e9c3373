"""Addresses of remarks, proofs, trial reviews and moments to learn from."""

from django.urls import path

from nastavnik.grants.views import proofs, remarks, reviews

urlpatterns = [
    path("grants/applications/<slug:token>/remarks/", remarks.show, name="remarks"),
    path("grants/applications/<slug:token>/proofs/", proofs.show, name="proofs"),
    path("grants/applications/<slug:token>/reviews/", reviews.show, name="reviews"),
]
