import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nastavnik.core.ids


class Migration(migrations.Migration):

    dependencies = [
        ('learning', '0003_surveys'),
        ('programme', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CertificateRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', nastavnik.core.ids.TokenField(default=nastavnik.core.ids.new_token, editable=False, max_length=22, unique=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Being made'), ('printing', 'Being printed'), ('done', 'Ready'), ('failed', 'Stopped')], default='waiting', max_length=10)),
                ('total', models.PositiveIntegerField(default=0)),
                ('issued', models.PositiveIntegerField(default=0)),
                ('printed', models.PositiveIntegerField(default=0)),
                ('file', models.CharField(blank=True, max_length=100)),
                ('file_bytes', models.PositiveBigIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('progressed_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField(null=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programme.programme')),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'issue of certificates',
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', nastavnik.core.ids.TokenField(default=nastavnik.core.ids.new_token, editable=False, max_length=22, unique=True)),
                ('number', models.CharField(max_length=20, verbose_name='number')),
                ('status_index', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('participant', 'Participant'), ('mentor', 'Mentor'), ('speaker', 'Speaker'), ('juror', 'Juror')], max_length=12, verbose_name='kind')),
                ('holder', models.CharField(blank=True, max_length=220)),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('name_key', models.CharField(blank=True, editable=False, max_length=200)),
                ('hours', models.DecimalField(decimal_places=1, max_digits=5, null=True, verbose_name='academic hours')),
                ('printed', models.JSONField()),
                ('issued_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoked_because', models.CharField(blank=True, max_length=300, verbose_name='why it is revoked')),
                ('replaced_at', models.DateTimeField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programme.programme')),
                ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaced_by', to='learning.certificate')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programme.school')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='learning.certificaterun')),
            ],
            options={
                'verbose_name': 'certificate',
            },
        ),
        migrations.CreateModel(
            name='CertificateTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('participant', 'Participant'), ('mentor', 'Mentor'), ('speaker', 'Speaker'), ('juror', 'Juror')], max_length=12, verbose_name='kind')),
                ('heading', models.CharField(max_length=80, verbose_name='heading')),
                ('before', models.CharField(blank=True, max_length=200, verbose_name='words before the name')),
                ('after', models.CharField(max_length=400, verbose_name='words after the name')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='place of issue')),
                ('has_seal', models.BooleanField(default=True, verbose_name='space for a seal')),
                ('has_themes', models.BooleanField(default=True, verbose_name='list of lessons')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programme.school')),
            ],
            options={
                'verbose_name': 'template of certificates',
            },
        ),
        migrations.CreateModel(
            name='CertificateSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('position', models.CharField(blank=True, max_length=150, verbose_name='position')),
                ('picture', models.CharField(blank=True, max_length=100)),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='learning.certificatetemplate')),
            ],
        ),
        migrations.CreateModel(
            name='BadgeKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public', models.CharField(max_length=80, unique=True)),
                ('sealed', models.TextField()),
                ('created_at', models.DateTimeField()),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programme.school')),
            ],
            options={
                'verbose_name': 'key of badges',
                'indexes': [models.Index(fields=['school', '-created_at'], name='badge_key_newest')],
            },
        ),
        migrations.CreateModel(
            name='CertificateCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programme.school')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('school', 'year'), name='certificate_count_once')],
            },
        ),
        migrations.CreateModel(
            name='CertificateRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hours', models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='academic hours')),
                ('lessons', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='lessons')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('programme', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programme.programme')),
            ],
            options={
                'verbose_name': 'rule of certificates',
                'constraints': [models.CheckConstraint(condition=models.Q(('hours__gt', 0), ('lessons__gt', 0), _connector='OR'), name='certificate_rule_asks_something')],
            },
        ),
        migrations.AddIndex(
            model_name='certificaterun',
            index=models.Index(fields=['programme', '-created_at'], name='certificate_run_newest'),
        ),
        migrations.AddConstraint(
            model_name='certificaterun',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'running', 'printing'))), fields=('programme',), name='certificate_run_one_at_a_time'),
        ),
        migrations.AddIndex(
            model_name='certificate',
            index=models.Index(fields=['school', '-issued_at'], name='certificate_newest'),
        ),
        migrations.AddIndex(
            model_name='certificate',
            index=models.Index(fields=['school', 'name_key'], name='certificate_by_name'),
        ),
        migrations.AddIndex(
            model_name='certificate',
            index=models.Index(fields=['user'], name='certificate_of_person'),
        ),
        migrations.AddIndex(
            model_name='certificate',
            index=models.Index(fields=['run', 'name_key'], name='certificate_of_run'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(fields=('school', 'number'), name='certificate_number_once'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(fields=('school', 'status_index'), name='certificate_status_once'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.UniqueConstraint(condition=models.Q(('replaced_at', None), ('revoked_at', None), models.Q(('holder', ''), _negated=True)), fields=('programme', 'kind', 'holder'), name='certificate_once'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(('revoked_at', None), models.Q(('revoked_because', ''), _negated=True), _connector='OR'), name='certificate_revoked_says_why'),
        ),
        migrations.AddConstraint(
            model_name='certificatetemplate',
            constraint=models.UniqueConstraint(fields=('school', 'kind'), name='certificate_template_once'),
        ),
        migrations.AddConstraint(
            model_name='certificatesignature',
            constraint=models.UniqueConstraint(fields=('template', 'place'), name='certificate_signature_once'),
        ),
        migrations.AddConstraint(
            model_name='certificatesignature',
            constraint=models.CheckConstraint(condition=models.Q(('place__lt', 3)), name='certificate_signature_up_to_three'),
        ),
    ]
