import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programme', '0001_initial'),
        ('publishing', '0001_collections'),
    ]

    operations = [
        migrations.CreateModel(
            name='CatalogueEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('lesson', 'lesson'), ('collection', 'collection'), ('project', 'project')], max_length=10)),
                ('key', models.CharField(max_length=22)),
                ('mark', models.CharField(max_length=64)),
                ('changed_at', models.DateTimeField()),
                ('is_deleted', models.BooleanField(default=False)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programme.school')),
            ],
            options={
                'verbose_name': 'entry of the catalogue',
                'indexes': [models.Index(fields=['school', 'changed_at', 'id'], name='catalogue_in_order')],
                'constraints': [models.UniqueConstraint(fields=('school', 'kind', 'key'), name='catalogue_entry_once')],
            },
        ),
    ]
