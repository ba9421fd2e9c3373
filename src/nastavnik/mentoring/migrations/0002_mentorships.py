"""Mentorships, plans and meetings."""

from django.db import migrations


class Migration(migrations.Migration):
    """Mentorships, plans and meetings."""

    dependencies = [("mentoring", "0001_consultations")]
    operations = []
