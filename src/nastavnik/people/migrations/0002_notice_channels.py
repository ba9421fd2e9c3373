import django.db.models.deletion
import nastavnik.core.ids
from django.conf import settings
from django.db import migrations, models

from nastavnik.core.together import Together


def keep_choices(apps, _schema_editor):
    """Take over who wanted letters; browsers are as for those who have said nothing."""
    preferences = apps.get_model('people', 'NoticePreference').objects
    preferences.filter(is_mailed=True).update(mail='at_once')
    preferences.filter(kind='lessons').update(is_pushed=True)


def give_choices_back(apps, _schema_editor):
    preferences = apps.get_model('people', 'NoticePreference').objects
    preferences.update(is_mailed=models.Case(models.When(mail='off', then=False), default=True))


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        Together(
            operations=[
                migrations.CreateModel(
                    name='NoticeHours',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('quiet_from', models.PositiveSmallIntegerField(default=22, null=True)),
                        ('quiet_until', models.PositiveSmallIntegerField(default=7, null=True)),
                        ('digest_hour', models.PositiveSmallIntegerField(default=9)),
                    ],
                ),
                migrations.CreateModel(
                    name='PushMessage',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('account', 'Account and roles'), ('lessons', 'Lessons: announced, moved, cancelled'), ('reminders', 'Reminders: the day before a lesson and an hour before'), ('live', 'On air: a broadcast has begun'), ('videos', 'Recordings and new films'), ('answers', 'Answers to my questions'), ('learning', 'My learning: what is left to do, certificates'), ('desk', 'Work of the methodist: films, imports, letters'), ('news', 'News of the school')], max_length=20)),
                        ('key', models.CharField(blank=True, max_length=120)),
                        ('title', models.CharField(max_length=250)),
                        ('text', models.CharField(blank=True, max_length=300)),
                        ('link', models.CharField(blank=True, max_length=400)),
                        ('is_urgent', models.BooleanField()),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('created_at', models.DateTimeField()),
                        ('try_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='PushSubscription',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('token', nastavnik.core.ids.TokenField(default=nastavnik.core.ids.new_token, editable=False, max_length=22, unique=True)),
                        ('sealed', models.TextField()),
                        ('digest', models.CharField(max_length=64, unique=True)),
                        ('browser', models.CharField(blank=True, max_length=80)),
                        ('created_at', models.DateTimeField()),
                        ('used_at', models.DateTimeField(null=True)),
                    ],
                ),
            ],
        ),
        migrations.AddField(
            model_name='letter',
            name='calendar',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='letter',
            name='key',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='notice',
            name='digest_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='notice',
            name='place_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='notice',
            name='place_kind',
            field=models.CharField(blank=True, choices=[('school', 'School'), ('contest', 'Contest'), ('library', 'Library')], max_length=20),
        ),
        migrations.AddField(
            model_name='noticepreference',
            name='is_pushed',
            field=models.BooleanField(default=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='noticepreference',
            name='mail',
            field=models.CharField(choices=[('off', 'no letters'), ('digest', 'in the summary'), ('at_once', 'at once')], default='off', max_length=10),
            preserve_default=False,
        ),
        # with a default, so that taking it back can fill the rows
        migrations.AlterField(
            model_name='noticepreference',
            name='is_mailed',
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(keep_choices, give_choices_back),
        migrations.RemoveField(
            model_name='noticepreference',
            name='is_mailed',
        ),
        migrations.AlterField(
            model_name='letter',
            name='fault',
            field=models.CharField(blank=True, choices=[('address', 'The mail server refused the address: check how it is written.'), ('server', 'The mail server does not answer: the letter is tried again by itself.'), ('interrupted', 'The sending was interrupted: the letter may have arrived. Ask before sending again.'), ('expired', 'The letter became useless before it could be sent: its code, link or hour is over.')], max_length=20),
        ),
        migrations.AlterField(
            model_name='letter',
            name='kind',
            field=models.CharField(choices=[('account', 'Account and roles'), ('lessons', 'Lessons: announced, moved, cancelled'), ('reminders', 'Reminders: the day before a lesson and an hour before'), ('live', 'On air: a broadcast has begun'), ('videos', 'Recordings and new films'), ('answers', 'Answers to my questions'), ('learning', 'My learning: what is left to do, certificates'), ('desk', 'Work of the methodist: films, imports, letters'), ('news', 'News of the school'), ('digest', 'Summary of notices')], max_length=20),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('account', 'Account and roles'), ('lessons', 'Lessons: announced, moved, cancelled'), ('reminders', 'Reminders: the day before a lesson and an hour before'), ('live', 'On air: a broadcast has begun'), ('videos', 'Recordings and new films'), ('answers', 'Answers to my questions'), ('learning', 'My learning: what is left to do, certificates'), ('desk', 'Work of the methodist: films, imports, letters'), ('news', 'News of the school')], max_length=20),
        ),
        migrations.AlterField(
            model_name='noticepreference',
            name='kind',
            field=models.CharField(choices=[('account', 'Account and roles'), ('lessons', 'Lessons: announced, moved, cancelled'), ('reminders', 'Reminders: the day before a lesson and an hour before'), ('live', 'On air: a broadcast has begun'), ('videos', 'Recordings and new films'), ('answers', 'Answers to my questions'), ('learning', 'My learning: what is left to do, certificates'), ('desk', 'Work of the methodist: films, imports, letters'), ('news', 'News of the school')], max_length=20),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(fields=['user', 'created_at'], name='letter_to_person'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('digest_at', None), _negated=True), fields=['digest_at'], name='notice_digest'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['created_at'], name='notice_age'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('user', 'key'), name='letter_key_once'),
        ),
        migrations.AddField(
            model_name='noticehours',
            name='user',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pushsubscription',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='pushmessage',
            name='subscription',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='people.pushsubscription'),
        ),
        migrations.AddConstraint(
            model_name='noticehours',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('quiet_from', None), ('quiet_until', None)), models.Q(('quiet_from__lte', 23), ('quiet_until__lte', 23), models.Q(('quiet_from', models.F('quiet_until')), _negated=True)), _connector='OR'), name='quiet_hours_are_hours'),
        ),
        migrations.AddConstraint(
            model_name='noticehours',
            constraint=models.CheckConstraint(condition=models.Q(('digest_hour__lte', 23)), name='digest_hour_is_an_hour'),
        ),
        migrations.AddIndex(
            model_name='pushsubscription',
            index=models.Index(fields=['user', '-created_at'], name='push_of'),
        ),
        migrations.AddIndex(
            model_name='pushmessage',
            index=models.Index(fields=['try_at'], name='push_due'),
        ),
        migrations.AddConstraint(
            model_name='pushmessage',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('subscription', 'key'), name='push_key_once'),
        ),
    ]
