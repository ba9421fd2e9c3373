import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('video', '0005_source_shifts'),
    ]

    operations = [
        migrations.CreateModel(
            name='SoundFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('build', models.CharField(max_length=22)),
                ('bytes', models.PositiveBigIntegerField(default=0, verbose_name='size, bytes')),
                ('made_at', models.DateTimeField()),
                ('video', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='sound_file', to='video.video')),
            ],
            options={
                'verbose_name': 'sound of a film as one file',
            },
        ),
    ]
