from django.db import migrations, models


class Migration(migrations.Migration):
    """The note of a report that was sent is kept as it was sent."""

    dependencies = [("audience", "0003_viewing_reports")]

    operations = [migrations.AddField("report", "paper_file", models.CharField(blank=True, max_length=200))]
