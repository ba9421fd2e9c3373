import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("video", "0003_slides_words_moments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Takeaway",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Being made"), ("ready", "Ready"), ("failed", "Failed")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("folder", models.CharField(blank=True, max_length=22)),
                ("bytes", models.PositiveBigIntegerField(default=0, verbose_name="size, bytes")),
                (
                    "problem",
                    models.CharField(
                        blank=True,
                        choices=[("disk", "No room on the disk"), ("format", "Not for MP4"), ("lost", "Broken off")],
                        max_length=10,
                    ),
                ),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("asked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "video",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="takeaway", to="video.video"
                    ),
                ),
            ],
            options={"verbose_name": "film to take away"},
        ),
    ]
