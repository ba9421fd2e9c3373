import django.core.validators
import django.db.models.deletion
import nastavnik.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('learning', '0001_progress'),
        ('people', '0001_initial'),
        ('programme', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Quiz',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', nastavnik.core.ids.TokenField(default=nastavnik.core.ids.new_token, editable=False, max_length=22, unique=True)),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('intro', models.TextField(blank=True, max_length=4000, verbose_name='before it begins (Markdown)')),
                ('pass_percent', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='passed from, per cent')),
                ('attempts_allowed', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20)], verbose_name='attempts')),
                ('is_shuffled', models.BooleanField(default=False, verbose_name='questions in another order each time')),
                ('are_options_shuffled', models.BooleanField(default=True, verbose_name='answers in another order each time')),
                ('is_published', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('updated_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programme.lesson')),
            ],
            options={
                'verbose_name': 'self-check',
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', nastavnik.core.ids.TokenField(default=nastavnik.core.ids.new_token, editable=False, max_length=22, unique=True)),
                ('lineage', models.CharField(default=nastavnik.core.ids.new_token, editable=False, max_length=22)),
                ('kind', models.CharField(choices=[('single', 'One answer of several'), ('multiple', 'Several answers of several'), ('order', 'Put in order'), ('match', 'Find the pairs'), ('short', 'A word or two'), ('number', 'A number'), ('open', "An answer in one's own words, read by a person")], max_length=10)),
                ('text', models.TextField(max_length=4000, verbose_name='question (Markdown)')),
                ('picture', models.FileField(blank=True, max_length=200, upload_to='', verbose_name='picture')),
                ('picture_alt', models.CharField(blank=True, max_length=300, verbose_name='what the picture shows, in words')),
                ('picture_width', models.PositiveSmallIntegerField(default=0)),
                ('picture_height', models.PositiveSmallIntegerField(default=0)),
                ('points', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20)], verbose_name='points')),
                ('explanation', models.TextField(blank=True, max_length=4000, verbose_name='explanation (Markdown)')),
                ('moment_seconds', models.PositiveIntegerField(blank=True, null=True)),
                ('moment_end_seconds', models.PositiveIntegerField(blank=True, null=True)),
                ('at_second', models.PositiveIntegerField(blank=True, null=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('is_asked', models.BooleanField(default=False)),
                ('replaced_at', models.DateTimeField(blank=True, null=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('quiz', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='learning.quiz')),
            ],
            options={
                'verbose_name': 'question',
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('seed', models.PositiveIntegerField()),
                ('question_ids', models.JSONField(default=list)),
                ('pass_percent', models.PositiveSmallIntegerField()),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('points', models.FloatField(default=0.0)),
                ('most_points', models.PositiveSmallIntegerField(default=0)),
                ('percent', models.PositiveSmallIntegerField(default=0)),
                ('unread', models.PositiveSmallIntegerField(default=0)),
                ('passed_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('quiz', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learning.quiz')),
            ],
            options={
                'verbose_name': 'attempt',
            },
        ),
        migrations.CreateModel(
            name='QuizImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', nastavnik.core.ids.TokenField(default=nastavnik.core.ids.new_token, editable=False, max_length=22, unique=True)),
                ('file_name', models.CharField(max_length=200)),
                ('content', models.BinaryField()),
                ('created_at', models.DateTimeField()),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programme.lesson')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='UnsavedForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=40)),
                ('posted', models.TextField()),
                ('saved_at', models.DateTimeField()),
                ('quiz', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learning.quiz')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('text', models.CharField(blank=True, max_length=500)),
                ('match', models.CharField(blank=True, max_length=500)),
                ('is_right', models.BooleanField(default=False)),
                ('tolerance', models.FloatField(default=0.0)),
                ('feedback', models.CharField(blank=True, max_length=500)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='learning.question')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('question', 'position'), name='option_place_once'), models.CheckConstraint(condition=models.Q(('tolerance__gte', 0)), name='option_tolerance_not_negative'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('match', ''), _negated=True), _connector='OR'), name='option_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given', models.JSONField(default=None, null=True)),
                ('saved_at', models.DateTimeField()),
                ('share', models.FloatField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('is_waiting', models.BooleanField(default=False)),
                ('reply', models.TextField(blank=True, max_length=4000)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('token', nastavnik.core.ids.TokenField(default=nastavnik.core.ids.new_token, editable=False, max_length=22, unique=True)),
                ('read_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='learning.attempt')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learning.question')),
            ],
            options={
                'verbose_name': 'answer',
                'indexes': [models.Index(fields=['question'], name='answer_of_question'), models.Index(condition=models.Q(('is_waiting', True)), fields=['saved_at'], name='answer_waiting')],
                'constraints': [models.UniqueConstraint(fields=('attempt', 'question'), name='answer_once'), models.CheckConstraint(condition=models.Q(('share', None), models.Q(('share__gte', 0), ('share__lte', 1)), _connector='OR'), name='answer_share_0_to_1')],
            },
        ),
        migrations.AddConstraint(
            model_name='quiz',
            constraint=models.UniqueConstraint(condition=models.Q(('is_published', True), ('removed_at', None)), fields=('lesson',), name='quiz_published_once'),
        ),
        migrations.AddConstraint(
            model_name='quiz',
            constraint=models.CheckConstraint(condition=models.Q(('pass_percent__gte', 1), ('pass_percent__lte', 100)), name='quiz_pass_percent_1_to_100'),
        ),
        migrations.AddConstraint(
            model_name='quiz',
            constraint=models.CheckConstraint(condition=models.Q(('attempts_allowed', None), ('attempts_allowed__gte', 1), _connector='OR'), name='quiz_allows_an_attempt'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(fields=['quiz', 'position'], name='question_order'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(fields=['lineage'], name='question_lineage'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(condition=models.Q(('replaced_at', None)), fields=('lineage',), name='question_current_once'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('moment_end_seconds', None), ('moment_end_seconds__gt', models.F('moment_seconds')), _connector='OR'), name='question_moment_forwards'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('points__gte', 1), ('points__lte', 20)), name='question_points_1_to_20'),
        ),
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(fields=['user', 'quiz'], name='attempt_of_person'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(fields=('quiz', 'user', 'number'), name='attempt_number_once'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(condition=models.Q(('finished_at', None)), fields=('quiz', 'user'), name='attempt_open_once'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('percent__lte', 100)), name='attempt_percent_to_100'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('passed_at', None), ('finished_at__isnull', False), _connector='OR'), name='attempt_passed_is_finished'),
        ),
        migrations.AddIndex(
            model_name='quizimport',
            index=models.Index(fields=['user', 'created_at'], name='quiz_import_of_person'),
        ),
        migrations.AddConstraint(
            model_name='unsavedform',
            constraint=models.UniqueConstraint(fields=('user', 'quiz', 'form'), name='unsaved_form_once'),
        ),
    ]
