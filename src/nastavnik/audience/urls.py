"""Addresses of channels, counts and reports."""

app_name = "audience"
urlpatterns: list[object] = []
