"""Checks before air."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("live", "0002_room")]

    operations = [
        migrations.CreateModel(
            name="Preflight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("told", models.JSONField(default=dict)),
                ("found", models.JSONField(default=dict)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "broadcast",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="live.broadcast"
                    ),
                ),
            ],
        ),
    ]
