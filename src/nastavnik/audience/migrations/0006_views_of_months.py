"""Sums of months beside those of days, and what has been counted so far in them."""

import django.db.models.deletion
from django.db import migrations, models

KINDS = [(0, "guests"), (1, "people who are signed in"), (2, "staff of the school"), (3, "machines")]
MONTHS = {"sqlite": "substr(day, 1, 8) || '01'", "postgresql": "date_trunc('month', day)::date"}
FILL = """
    INSERT INTO audience_monthviews (video_id, month, kind, is_live, views, new_viewers, seconds)
    SELECT video_id, {month}, kind, is_live, SUM(views), SUM(new_viewers), SUM(seconds)
    FROM audience_dayviews GROUP BY video_id, {month}, kind, is_live
"""


def fill(_apps, editor):
    """Add the days up."""
    editor.execute(FILL.format(month=MONTHS[editor.connection.vendor]))


class Migration(migrations.Migration):
    """Make the table and fill it."""

    dependencies = [("audience", "0005_report_names"), ("video", "0006_sound_files")]

    operations = [
        migrations.CreateModel(
            name="MonthViews",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("kind", models.PositiveSmallIntegerField(choices=KINDS)),
                ("is_live", models.BooleanField(default=False)),
                ("views", models.PositiveBigIntegerField(default=0)),
                ("new_viewers", models.PositiveBigIntegerField(default=0)),
                ("seconds", models.PositiveBigIntegerField(default=0)),
                (
                    "video",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="video.video",
                    ),
                ),
            ],
            options={
                "verbose_name": "views of a month",
                "constraints": [
                    models.UniqueConstraint(fields=("video", "month", "kind", "is_live"), name="month_views_once")
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
