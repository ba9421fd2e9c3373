from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audience', '0001_ledger'),
    ]

    operations = [
        migrations.AddField(
            model_name='placement',
            name='checked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='placement',
            name='state',
            field=models.CharField(blank=True, choices=[('there', 'is there'), ('waiting', 'not published yet'), ('missing', 'not found there'), ('hidden', 'there, but tells no number')], max_length=10),
        ),
        migrations.AlterField(
            model_name='viewcount',
            name='metric',
            field=models.CharField(choices=[('live_views', 'live views'), ('total_views', 'views in all'), ('unique', 'unique viewers'), ('peak', 'most at once')], max_length=16, verbose_name='what is counted'),
        ),
    ]
