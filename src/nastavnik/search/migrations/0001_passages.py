"""Passages with their full-text index, the words in them, what was indexed, and what was looked for in vain."""

from django.db import migrations, models

TIERS = 13
TIER_SHIFT = 48

SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5("
    "lemmas, content='search_passage', content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER search_passage_added AFTER INSERT ON search_passage BEGIN "
    "INSERT INTO search_index (rowid, lemmas) VALUES (new.id, new.lemmas); END",
    "CREATE TRIGGER search_passage_removed AFTER DELETE ON search_passage BEGIN "
    "INSERT INTO search_index (search_index, rowid, lemmas) VALUES ('delete', old.id, old.lemmas); END",
    "CREATE TRIGGER search_passage_changed AFTER UPDATE OF id, lemmas ON search_passage BEGIN "
    "INSERT INTO search_index (search_index, rowid, lemmas) VALUES ('delete', old.id, old.lemmas); "
    "INSERT INTO search_index (rowid, lemmas) VALUES (new.id, new.lemmas); END",
)
SQLITE_BACK = (
    "DROP TRIGGER search_passage_added",
    "DROP TRIGGER search_passage_removed",
    "DROP TRIGGER search_passage_changed",
    "DROP TABLE search_index",
)

# A tier lies in a partition of its own, so that the index of the best tier can be asked alone (docs/architecture/search.md).
POSTGRES = (
    "ALTER TABLE search_passage RENAME TO search_passage_plain",
    "CREATE TABLE search_passage (LIKE search_passage_plain INCLUDING DEFAULTS INCLUDING CONSTRAINTS, "
    "found_by tsvector GENERATED ALWAYS AS (to_tsvector('simple', lemmas)) STORED) PARTITION BY RANGE (id)",
    "DROP TABLE search_passage_plain",
    "ALTER TABLE search_passage ADD PRIMARY KEY (id)",
    *(
        f"CREATE TABLE search_passage_{tier} PARTITION OF search_passage "
        f"FOR VALUES FROM ({tier << TIER_SHIFT}) TO ({(tier + 1) << TIER_SHIFT})"
        for tier in range(TIERS)
    ),
    # a list of what is still to be put into the index would be read at every search
    "CREATE INDEX search_passage_found_by ON search_passage USING gin (found_by) WITH (fastupdate = off)",
    # a sum over many words asks for beginnings, byte by byte, as SQLite compares
    'ALTER TABLE search_term ALTER COLUMN term TYPE varchar(64) COLLATE "C"',
)

# Looks into one tier after another until there are enough. `+ 0` keeps the planner from walking the primary key.
LOOK = """
    RETURN QUERY SELECT p.id, p.video_id, p.lesson_id, p.seconds, p.lemmas FROM search_passage_{tier} p
        WHERE p.found_by @@ question AND p.school_id = school ORDER BY p.id + 0 LIMIT most - found;
    GET DIAGNOSTICS here = ROW_COUNT;
    found := found + here;
    IF found >= most THEN RETURN; END IF;"""
FUNCTION = """
CREATE FUNCTION search_first(question tsquery, school bigint, most integer)
RETURNS TABLE (id bigint, video_id bigint, lesson_id bigint, seconds double precision, lemmas text)
LANGUAGE plpgsql STABLE SET plan_cache_mode = 'force_generic_plan' SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE found integer := 0; here integer;
BEGIN{looks}
END $$""".format(looks="".join(LOOK.format(tier=tier) for tier in range(TIERS)))
POSTGRES_BACK = (
    "DROP FUNCTION search_first(tsquery, bigint, integer)",
    'ALTER TABLE search_term ALTER COLUMN term TYPE varchar(64) COLLATE "default"',
    "ALTER TABLE search_passage RENAME TO search_passage_parted",
    "CREATE TABLE search_passage (LIKE search_passage_parted INCLUDING DEFAULTS INCLUDING CONSTRAINTS)",
    "ALTER TABLE search_passage DROP COLUMN found_by",
    "DROP TABLE search_passage_parted",
    "ALTER TABLE search_passage ADD PRIMARY KEY (id)",
)


def make_indexes(apps, schema_editor):
    """Make the full-text index of whichever database it is."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE if is_sqlite else (*POSTGRES, FUNCTION):
        schema_editor.execute(statement, None)


def remove_indexes(apps, schema_editor):
    """Take them back; the rows stay plain."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE_BACK if is_sqlite else POSTGRES_BACK:
        schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("programme", "0001_initial"),
        ("video", "0003_slides_words_moments"),
    ]

    operations = [
        migrations.CreateModel(
            name="Serial",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Misspelling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("variant", models.CharField(max_length=5)),
                ("head", models.CharField(max_length=5)),
            ],
            options={
                "verbose_name": "misspelling",
                "constraints": [models.UniqueConstraint(fields=("variant", "head"), name="misspelling_once")],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("term", models.CharField(max_length=64)),
                ("head", models.CharField(max_length=5)),
                ("count", models.IntegerField(default=0)),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=models.CASCADE,
                        related_name="+",
                        to="programme.school",
                    ),
                ),
            ],
            options={
                "verbose_name": "word",
                "indexes": [models.Index(fields=["school", "head"], name="term_head")],
                "constraints": [models.UniqueConstraint(fields=("school", "term"), name="term_once")],
            },
        ),
        migrations.CreateModel(
            name="IndexedSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, unique=True)),
                ("mark", models.CharField(max_length=120)),
                ("indexed_at", models.DateTimeField()),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="+",
                        to="programme.school",
                    ),
                ),
            ],
            options={"verbose_name": "indexed source"},
        ),
        migrations.CreateModel(
            name="SearchMiss",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                ("text", models.CharField(max_length=100, verbose_name="looked for")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="times")),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="+",
                        to="programme.school",
                    ),
                ),
            ],
            options={
                "verbose_name": "search without a hit",
                "constraints": [
                    models.UniqueConstraint(fields=("school", "day", "text"), name="search_miss_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("title", "Lesson"),
                            ("chapter", "Chapter"),
                            ("slide", "Slide"),
                            ("answer", "Answer"),
                            ("cue", "Said"),
                            ("about", "About the lesson"),
                            ("handout", "Handout"),
                            ("page", "In a handout"),
                        ],
                        max_length=10,
                    ),
                ),
                ("origin", models.CharField(blank=True, max_length=60)),
                ("url", models.CharField(blank=True, max_length=300)),
                ("seconds", models.FloatField(blank=True, null=True)),
                ("end_seconds", models.FloatField(blank=True, null=True)),
                ("page", models.PositiveIntegerField(blank=True, null=True)),
                ("text", models.TextField()),
                ("starts", models.JSONField(blank=True, default=list)),
                ("lemmas", models.TextField()),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False, on_delete=models.CASCADE, related_name="+", to="programme.school"
                    ),
                ),
                *(
                    (
                        name,
                        models.ForeignKey(
                            blank=True,
                            db_index=False,
                            null=True,
                            on_delete=models.CASCADE,
                            related_name="+",
                            to=to,
                        ),
                    )
                    for name, to in (
                        ("video", "video.video"),
                        ("lesson", "programme.lesson"),
                        ("handout", "programme.handout"),
                    )
                ),
            ],
            options={
                "verbose_name": "passage",
                "indexes": [
                    models.Index(
                        condition=models.Q(("video__isnull", False)), fields=["video"], name="passage_video"
                    ),
                    models.Index(
                        condition=models.Q(("lesson__isnull", False)), fields=["lesson"], name="passage_lesson"
                    ),
                    models.Index(
                        condition=models.Q(("handout__isnull", False)), fields=["handout"], name="passage_handout"
                    ),
                    models.Index(
                        condition=models.Q(("origin", ""), _negated=True), fields=["origin"], name="passage_origin"
                    ),
                ],
            },
        ),
        migrations.RunPython(make_indexes, remove_indexes),
    ]
