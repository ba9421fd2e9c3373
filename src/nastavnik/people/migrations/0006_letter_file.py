from django.db import migrations, models


class Migration(migrations.Migration):
    """A file may come with a letter."""

    dependencies = [("people", "0005_notices_of_grants")]

    operations = [
        migrations.AddField("letter", "file", models.CharField(blank=True, max_length=200)),
        migrations.AddField("letter", "file_name", models.CharField(blank=True, max_length=120)),
    ]
