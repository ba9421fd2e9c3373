from django.db import migrations, models


class Migration(migrations.Migration):
    """What the rows of a report say of people lies in a file of its own."""

    dependencies = [("audience", "0004_report_paper")]

    operations = [
        migrations.AddField("report", "names_file", models.CharField(blank=True, max_length=200)),
        migrations.AddField("report", "names_sha256", models.CharField(blank=True, max_length=64)),
    ]
