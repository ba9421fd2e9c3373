"""Indexes that hold all that a report counts: who was at which lessons, and the hours of counted ones."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Put wider indexes in place of those that begin with the same fields."""

    dependencies = [("learning", "0006_pace_and_shifts")]

    operations = [
        migrations.AddIndex(
            "attendance", models.Index(fields=["user", "lesson"], name="attendance_person_lesson")
        ),
        migrations.RemoveIndex("attendance", "attendance_of_person"),
        migrations.AddIndex(
            "completion", models.Index(fields=["lesson", "completed_at", "hours"], name="completion_lesson_hours")
        ),
        migrations.RemoveIndex("completion", "completion_of_lesson"),
    ]
