import django.db.models.deletion
from django.db import migrations, models


def note_revisions(apps, _schema_editor):
    """Note which revision holds the text of each article, and to which of them its authors have agreed."""
    articles = apps.get_model('publishing', 'Article').objects
    revisions = apps.get_model('publishing', 'ArticleRevision').objects.filter(is_aside=False)
    for pk in articles.order_by('pk').values_list('pk', flat=True):
        newest = revisions.filter(article=pk).order_by('-number').values_list('number', flat=True).first()
        if newest is not None:
            articles.filter(pk=pk).update(revision=newest)
    authors = apps.get_model('publishing', 'ArticleAuthor').objects
    proofs = apps.get_model('publishing', 'ProofLink').objects.filter(is_approved=True)
    for author in authors.exclude(agreed_at=None).order_by('pk'):
        # by her proof to what it showed, else to what stood there on that day
        read = proofs.filter(author=author, answered_at=author.agreed_at).values_list('revision', flat=True).first()
        stood = revisions.filter(article=author.article_id, written_at__lte=author.agreed_at).order_by('-number')
        agreed = read if read is not None else stood.values_list('number', flat=True).first()
        authors.filter(pk=author.pk).update(agreed_revision=agreed or 0)


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0002_catalogue'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='revision',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='article',
            name='closings',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='articleauthor',
            name='agreed_revision',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='prooflink',
            name='sound',
            field=models.CharField(blank=True, max_length=22),
        ),
        migrations.AddField(
            model_name='prooflink',
            name='heard',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='PressedArticle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField()),
                ('closings', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=300)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='publishing.article')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='publishing.pressrun')),
            ],
            options={
                'verbose_name': 'pressed article',
                'constraints': [models.UniqueConstraint(fields=('run', 'article'), name='pressed_article_once')],
            },
        ),
        migrations.RunPython(note_revisions, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='articleauthor',
            constraint=models.CheckConstraint(
                condition=models.Q(('agreed_at', None), ('agreed_revision', None))
                | models.Q(('agreed_at__isnull', False), ('agreed_revision__isnull', False)),
                name='author_agreed_to_a_revision',
            ),
        ),
    ]
