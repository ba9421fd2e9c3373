import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nastavnik.core.ids
import nastavnik.learning.models.surveys


class Migration(migrations.Migration):

    dependencies = [
        ('learning', '0002_quizzes'),
        ('programme', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SurveyAnswer',
            fields=[
                ('id', models.BigIntegerField(default=nastavnik.learning.models.surveys.random_number, editable=False, primary_key=True, serialize=False)),
                ('usefulness', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='how useful it was')),
                ('clarity', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='how clear it was')),
                ('will_use', models.TextField(blank=True, max_length=2000, verbose_name='what I will use')),
                ('next_themes', models.TextField(blank=True, max_length=2000, verbose_name='what the next lessons should be about')),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programme.lesson')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'answer to a survey',
                'constraints': [models.CheckConstraint(condition=models.Q(('clarity__range', (1, 5)), ('usefulness__range', (1, 5))), name='survey_marks_1_to_5')],
            },
        ),
        migrations.CreateModel(
            name='SurveyReceipt',
            fields=[
                ('id', models.BigIntegerField(default=nastavnik.learning.models.surveys.random_number, editable=False, primary_key=True, serialize=False)),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programme.lesson')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('lesson', 'user'), name='survey_receipt_once')],
            },
        ),
        migrations.CreateModel(
            name='Nudge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', nastavnik.core.ids.TokenField(default=nastavnik.core.ids.new_token, editable=False, max_length=22, unique=True)),
                ('subject', models.CharField(max_length=150, verbose_name='subject')),
                ('text', models.TextField(max_length=4000, verbose_name='text')),
                ('at', models.DateTimeField()),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programme.programme')),
            ],
            options={
                'verbose_name': 'reminder of a methodist',
            },
        ),
        migrations.CreateModel(
            name='Nudged',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('nudge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='learning.nudge')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('told_at', None)), fields=['nudge'], name='nudged_waiting')],
                'constraints': [models.UniqueConstraint(fields=('user', 'day'), name='nudged_once_a_day')],
            },
        ),
    ]
