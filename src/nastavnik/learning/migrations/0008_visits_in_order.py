"""An index in which a report finds the first visits of its lessons without reading all of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the index."""

    dependencies = [("learning", "0007_counting_indexes")]

    operations = [
        migrations.AddIndex("attendance", models.Index(fields=["lesson", "came_at"], name="attendance_lesson_came")),
    ]
