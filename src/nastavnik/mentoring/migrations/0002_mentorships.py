"""Mentorships, plans and meetings."""

import django.core.validators
import django.db.models.deletion
import nastavnik.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Mentorships, plans and meetings."""

    dependencies = [
        ("mentoring", "0001_consultations"),
        ("programme", "0001_initial"),
        ("video", "0004_takeaways"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MatchRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', nastavnik.core.ids.TokenField(default=nastavnik.core.ids.new_token, editable=False, max_length=22, unique=True)),
                ('scope', models.CharField(choices=[('wishes', 'those who asked for a mentor'), ('everybody', 'all learners who have no mentor')], default='wishes', max_length=10, verbose_name='for whom mentors are looked for')),
                ('state', models.CharField(choices=[('waiting', 'Waits for its turn'), ('reading', 'Reads the people of the network'), ('comparing', 'Compares everybody with everybody'), ('choosing', 'Looks for the best of all'), ('writing', 'Writes down the reasons'), ('done', 'Ready to be looked at'), ('failed', 'Stopped before its end')], default='waiting', max_length=10)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('mentors', models.PositiveIntegerField(default=0)),
                ('places', models.PositiveIntegerField(default=0)),
                ('mentees', models.PositiveIntegerField(default=0)),
                ('matched', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('progressed_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programme.school')),
                ('started_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'matching of the network',
                'ordering': ('-created_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Mentee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', nastavnik.core.ids.TokenField(default=nastavnik.core.ids.new_token, editable=False, max_length=22, unique=True)),
                ('joined_at', models.DateTimeField()),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('plan_version', models.PositiveIntegerField(default=0)),
                ('agreed_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'mentee',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', nastavnik.core.ids.TokenField(default=nastavnik.core.ids.new_token, editable=False, max_length=22, unique=True)),
                ('at', models.DateTimeField(verbose_name='when')),
                ('way', models.CharField(choices=[('in_person', 'In person'), ('video', 'By video'), ('call', 'By telephone'), ('letter', 'By letter or chat')], default='in_person', max_length=10, verbose_name='how')),
                ('theme', models.CharField(blank=True, max_length=200, verbose_name='about')),
                ('is_held', models.BooleanField(default=False, verbose_name='it took place')),
                ('note', models.TextField(blank=True, max_length=4000, verbose_name='note')),
                ('next_steps', models.TextField(blank=True, max_length=4000, verbose_name='what is to be done until the next one')),
                ('is_shared', models.BooleanField(default=False, verbose_name='the methodist may read the note')),
                ('version', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('mentor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('attendees', models.ManyToManyField(blank=True, related_name='+', to='mentoring.mentee')),
            ],
            options={
                'verbose_name': 'meeting of a mentorship',
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Mentorship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', nastavnik.core.ids.TokenField(default=nastavnik.core.ids.new_token, editable=False, max_length=22, unique=True)),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='what the group is called')),
                ('state', models.CharField(choices=[('waiting', 'Waits for the mentor'), ('active', 'Goes on'), ('ended', 'Ended'), ('declined', 'Did not begin')], default='waiting', max_length=10)),
                ('origin', models.CharField(choices=[('methodist', 'proposed by a methodist'), ('mentee', 'chosen by the mentee'), ('matching', 'from the matching of the network')], max_length=10)),
                ('note', models.TextField(blank=True, max_length=4000, verbose_name='words to the mentor')),
                ('reasons', models.JSONField(blank=True, default=list)),
                ('every_days', models.PositiveSmallIntegerField(default=14, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(90)], verbose_name='a contact every so many days')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('created_at', models.DateTimeField()),
                ('began_at', models.DateTimeField(blank=True, null=True)),
                ('last_contact_at', models.DateTimeField(blank=True, null=True)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('asleep_on', models.DateField(blank=True, null=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end', models.CharField(blank=True, choices=[('completed', 'what was planned is done'), ('term', 'the term is over'), ('early', 'ended early'), ('no_fit', 'the two do not suit each other')], max_length=10, verbose_name='why it ends')),
                ('result', models.TextField(blank=True, max_length=4000, verbose_name='result')),
                ('version', models.PositiveIntegerField(default=0)),
                ('mentor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programme.school')),
            ],
            options={
                'verbose_name': 'mentorship',
            },
        ),
        migrations.AddField(
            model_name='mentee',
            name='mentorship',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentees', to='mentoring.mentorship'),
        ),
        migrations.CreateModel(
            name='MeetingDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('posted', models.TextField()),
                ('saved_at', models.DateTimeField()),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='mentoring.meeting')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mentorship', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='mentoring.mentorship')),
            ],
            options={
                'verbose_name': 'unsaved note of a meeting',
            },
        ),
        migrations.AddField(
            model_name='meeting',
            name='mentorship',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='mentoring.mentorship'),
        ),
        migrations.CreateModel(
            name='MatchProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', nastavnik.core.ids.TokenField(default=nastavnik.core.ids.new_token, editable=False, max_length=22, unique=True)),
                ('cost', models.FloatField(default=0)),
                ('reasons', models.JSONField(blank=True, default=list)),
                ('decision', models.CharField(choices=[('open', 'Not decided'), ('approved', 'Approved'), ('changed', 'Approved with another mentor'), ('dropped', 'Dropped')], default='open', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mentee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mentor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='mentoring.matchrun')),
                ('mentorship', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='mentoring.mentorship')),
            ],
            options={
                'verbose_name': 'suggested pair',
                'ordering': ('-cost', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500, verbose_name='goal')),
                ('created_at', models.DateTimeField()),
                ('reached_at', models.DateTimeField(blank=True, null=True)),
                ('mentorship', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='mentoring.mentorship')),
            ],
            options={
                'verbose_name': 'goal of a mentorship',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('helped', models.TextField(blank=True, max_length=4000, verbose_name='what helped')),
                ('missing', models.TextField(blank=True, max_length=4000, verbose_name='what was missing')),
                ('again', models.BooleanField(null=True, verbose_name='would go on with each other')),
                ('at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mentorship', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='mentoring.mentorship')),
            ],
            options={
                'verbose_name': 'feedback on a mentorship',
                'ordering': ('at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='MentorTurn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('why', models.CharField(blank=True, max_length=1000, verbose_name='words to the next mentor')),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mentorship', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='turns', to='mentoring.mentorship')),
            ],
            options={
                'verbose_name': 'turn of a mentor',
                'ordering': ('began_at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='PlanLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('competence', models.CharField(max_length=200, verbose_name='competence')),
                ('now_level', models.PositiveSmallIntegerField(choices=[(0, 'not yet'), (1, 'knows of it'), (2, 'does it with help'), (3, 'does it alone'), (4, 'teaches others')], default=0, verbose_name='now')),
                ('wanted_level', models.PositiveSmallIntegerField(choices=[(0, 'not yet'), (1, 'knows of it'), (2, 'does it with help'), (3, 'does it alone'), (4, 'teaches others')], default=3, verbose_name='wanted')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='term')),
                ('result', models.TextField(blank=True, max_length=4000, verbose_name='result')),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('mentee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='mentoring.mentee')),
            ],
            options={
                'verbose_name': 'line of a development plan',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='PlanAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500, verbose_name='action')),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('lesson', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programme.lesson')),
                ('moment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='video.moment')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='mentoring.planline')),
            ],
            options={
                'verbose_name': 'action of a development plan',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Practice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since_year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1950), django.core.validators.MaxValueValidator(2100)], verbose_name='in libraries since the year')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programme.school')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'years of practice',
            },
        ),
        migrations.CreateModel(
            name='SettlementPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120)),
                ('name', models.CharField(max_length=120)),
                ('latitude', models.FloatField()),
                ('longitude', models.FloatField()),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programme.school')),
            ],
            options={
                'verbose_name': 'place of a settlement',
                'ordering': ('key',),
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('goal', models.TextField(blank=True, max_length=4000, verbose_name='what you want to learn')),
                ('created_at', models.DateTimeField()),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programme.school')),
                ('themes', models.ManyToManyField(blank=True, related_name='+', to='mentoring.theme', verbose_name='themes')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'wish for a mentor',
            },
        ),
        migrations.AddConstraint(
            model_name='matchrun',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'reading', 'comparing', 'choosing', 'writing'))), fields=('school',), name='match_run_one_at_a_time'),
        ),
        migrations.AddIndex(
            model_name='mentorship',
            index=models.Index(fields=['school', 'state', 'due_on'], name='mentorships_of_school'),
        ),
        migrations.AddIndex(
            model_name='mentorship',
            index=models.Index(fields=['mentor', 'state'], name='mentorships_of_mentor'),
        ),
        migrations.AddConstraint(
            model_name='mentorship',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'active'), _negated=True), models.Q(('asleep_on__isnull', False), ('began_at__isnull', False), ('due_on__isnull', False)), _connector='OR'), name='mentorship_active_has_begun'),
        ),
        migrations.AddConstraint(
            model_name='mentorship',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_at__isnull', False), _connector='OR'), name='mentorship_ended_has_end'),
        ),
        migrations.AddIndex(
            model_name='mentee',
            index=models.Index(fields=['user'], name='mentorships_of_mentee'),
        ),
        migrations.AddConstraint(
            model_name='mentee',
            constraint=models.UniqueConstraint(fields=('mentorship', 'user'), name='mentee_once'),
        ),
        migrations.AddConstraint(
            model_name='meetingdraft',
            constraint=models.UniqueConstraint(condition=models.Q(('meeting', None)), fields=('user', 'mentorship'), name='meeting_draft_of_new_once'),
        ),
        migrations.AddConstraint(
            model_name='meetingdraft',
            constraint=models.UniqueConstraint(condition=models.Q(('meeting__isnull', False)), fields=('user', 'meeting'), name='meeting_draft_once'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['mentorship', '-at'], name='meetings_of_mentorship'),
        ),
        migrations.AddIndex(
            model_name='matchproposal',
            index=models.Index(fields=['run', 'decision', '-cost'], name='match_proposals_of_run'),
        ),
        migrations.AddConstraint(
            model_name='matchproposal',
            constraint=models.UniqueConstraint(fields=('run', 'mentee'), name='match_proposal_once'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.UniqueConstraint(fields=('mentorship', 'made_by'), name='mentorship_feedback_once'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('mark__gte', 1), ('mark__lte', 5)), name='mentorship_mark_of_five'),
        ),
        migrations.AddConstraint(
            model_name='mentorturn',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('mentorship',), name='mentor_turn_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='planline',
            constraint=models.CheckConstraint(condition=models.Q(('wanted_level__gt', models.F('now_level'))), name='plan_line_wants_more'),
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.UniqueConstraint(fields=('school', 'user'), name='practice_once'),
        ),
        migrations.AddConstraint(
            model_name='settlementpoint',
            constraint=models.UniqueConstraint(fields=('school', 'key'), name='settlement_point_once'),
        ),
        migrations.AddConstraint(
            model_name='settlementpoint',
            constraint=models.CheckConstraint(condition=models.Q(('latitude__gte', -90), ('latitude__lte', 90), ('longitude__gte', -180), ('longitude__lte', 180)), name='settlement_point_on_earth'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.UniqueConstraint(fields=('school', 'user'), name='wish_once'),
        ),
    ]
