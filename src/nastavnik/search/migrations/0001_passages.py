"""Passages with their full-text index, the words in them, what was indexed, and what was looked for in vain."""

from django.db import migrations, models
from nastavnik.core.together import Together

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

# Two words side by side as a word of four letters: so few that the index of them stays small, so many that a row of words is
# found by them alone with hardly a stranger among them. `search.text.indexes` writes them alike.
PAIRS = """
CREATE FUNCTION search_pairs(lemmas text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE found text[] := '{}'; one text; next text;
BEGIN
    FOREACH next IN ARRAY string_to_array(lemmas, ' ') LOOP
        IF one IS NOT NULL THEN
            found := found || left(md5(one || ' ' || next), 4);
        END IF;
        one := next;
    END LOOP;
    RETURN array_to_tsvector(found);
END $$"""

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
    PAIRS,
    "CREATE INDEX search_passage_pairs ON search_passage USING gin (search_pairs(lemmas)) WITH (fastupdate = off)",
    # a sum over many words asks for beginnings, byte by byte, as SQLite compares
    'ALTER TABLE search_term ALTER COLUMN term TYPE varchar(64) COLLATE "C"',
)

# Looks into one tier after another until there are enough. `+ 0` keeps the planner from walking the primary key.
# What every few passages have is found sooner by walking than by sorting all that have it: `share` of all passages have it, so
# that `(most - found) / share` passages hold enough; of short sentences fewer do, so up to four times as many are walked through.
# What a walk leaves is looked for behind its end by the index. Nobody asks for what is common `after` some number.
WALK_PAYS = 8
COLUMNS = "p.id, p.video_id, p.lesson_id, p.seconds, p.lemmas"
LOOK = """
    IF after < {end} THEN
    since := after;
    IF share * share * (SELECT reltuples FROM pg_class WHERE oid = 'search_passage_{tier}'::regclass) > {pays} * (most - found)
    THEN
        walk := 4 * (most - found) / share;
        RETURN QUERY SELECT {columns} FROM (SELECT * FROM search_passage_{tier} ORDER BY id LIMIT walk) p
            WHERE p.found_by @@ question AND p.school_id = school ORDER BY p.id LIMIT most - found;
        GET DIAGNOSTICS here = ROW_COUNT;
        found := found + here;
        IF found >= most THEN RETURN; END IF;
        since := coalesce((SELECT p.id FROM search_passage_{tier} p ORDER BY p.id OFFSET walk - 1 LIMIT 1), {end});
    END IF;
    IF pairs IS NULL THEN
        RETURN QUERY SELECT {columns} FROM search_passage_{tier} p
            WHERE p.found_by @@ question AND p.school_id = school AND p.id + 0 > since ORDER BY p.id + 0 LIMIT most - found;
    ELSE
        RETURN QUERY SELECT {columns} FROM search_passage_{tier} p
            WHERE search_pairs(p.lemmas) @@ pairs AND (p.found_by @@ question) IS TRUE AND p.school_id = school
            AND p.id + 0 > since ORDER BY p.id + 0 LIMIT most - found;
    END IF;
    GET DIAGNOSTICS here = ROW_COUNT;
    found := found + here;
    IF found >= most THEN RETURN; END IF;
    END IF;"""
FUNCTION = """
CREATE FUNCTION search_first(question tsquery, pairs tsquery, standing bigint, school bigint, after bigint, most integer)
RETURNS TABLE (id bigint, video_id bigint, lesson_id bigint, seconds double precision, lemmas text)
LANGUAGE plpgsql STABLE SET plan_cache_mode = 'force_generic_plan' SET enable_seqscan = off SET jit = off
SET max_parallel_workers_per_gather = 0 AS $$
#variable_conflict use_column
DECLARE
    found integer := 0; here integer; walk bigint; since bigint;
    share double precision := standing / (
        SELECT greatest(sum(c.reltuples), standing, 1) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'search_passage'::regclass);
BEGIN{looks}
END $$""".format(
    looks="".join(
        LOOK.format(tier=tier, end=(tier + 1) << TIER_SHIFT, columns=COLUMNS, pays=WALK_PAYS) for tier in range(TIERS)
    )
)
POSTGRES_BACK = (
    "DROP FUNCTION search_first(tsquery, tsquery, bigint, bigint, bigint, integer)",
    "DROP INDEX search_passage_pairs",
    "DROP FUNCTION search_pairs(text)",
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
        Together(
            operations=[
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
            ],
        ),
        migrations.RunPython(make_indexes, remove_indexes),
    ]
