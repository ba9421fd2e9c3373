"""Slots and appointments."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nastavnik.core.ids


class Migration(migrations.Migration):
    """Slots and appointments."""

    dependencies = [
        ("mentoring", "0002_mentorships"),
        ("programme", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Slot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "token",
                    nastavnik.core.ids.TokenField(
                        default=nastavnik.core.ids.new_token, editable=False, max_length=22, unique=True
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "place",
                    models.CharField(
                        choices=[("link", "By a link"), ("room", "In a room")],
                        default="link",
                        max_length=10,
                        verbose_name="how you meet",
                    ),
                ),
                ("room", models.CharField(max_length=300, verbose_name="address or room")),
                ("series", models.CharField(blank=True, max_length=22)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                (
                    "mentor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programme.school"
                    ),
                ),
            ],
            options={
                "verbose_name": "slot for appointments",
                "ordering": ("starts_at", "pk"),
                "indexes": [
                    models.Index(fields=["school", "starts_at"], name="slots_of_school"),
                    models.Index(fields=["mentor", "starts_at"], name="slots_of_mentor"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="slot_forwards"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("mentor", "starts_at"),
                        name="slot_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "token",
                    nastavnik.core.ids.TokenField(
                        default=nastavnik.core.ids.new_token, editable=False, max_length=22, unique=True
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("topic", models.TextField(blank=True, max_length=1000, verbose_name="what about")),
                ("booked_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("word", models.TextField(blank=True, max_length=1000, verbose_name="a word to the other")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mentoring.slot"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "word_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "appointment",
                "indexes": [
                    models.Index(fields=["user", "starts_at"], name="appointments_of_person"),
                    models.Index(
                        condition=models.Q(("cancelled_at__isnull", True)),
                        fields=["starts_at"],
                        name="appointments_coming",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at__isnull", True)),
                        fields=("slot",),
                        name="appointment_one_of_a_slot",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AppointmentNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True, max_length=10000, verbose_name="note")),
                ("unsaved", models.TextField(blank=True, max_length=10000)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("own", "Only me"),
                            ("both", "The two of us"),
                            ("methodists", "The two of us and the methodists"),
                        ],
                        default="own",
                        max_length=12,
                        verbose_name="who may read it",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mentoring.appointment"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "note of an appointment",
                "constraints": [
                    models.UniqueConstraint(fields=("appointment", "owner"), name="appointment_note_one_each")
                ],
            },
        ),
    ]
