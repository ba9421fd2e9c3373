"""Slots and appointments."""

from django.db import migrations


class Migration(migrations.Migration):
    """Slots and appointments."""

    dependencies = [("mentoring", "0002_mentorships")]
    operations = []
