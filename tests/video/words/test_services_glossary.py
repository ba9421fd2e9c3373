import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from tests.video.words.factories import CueFactory, GlossaryTermFactory, TranscriptFactory

from nastavnik.core.journal import history_of
from nastavnik.programme.models import School
from nastavnik.video import services
from nastavnik.video.models import Cue, GlossaryTerm, TranscriptVersion, Video
from nastavnik.video.selectors import glossary
from nastavnik.video.selectors.glossary import preview_glossary, term_of, terms_of
from nastavnik.video.services.glossary import Correction, TermEmpty, TermKnown


def add(actor, school, now, term="ББК", **forms):
    return services.add_term(actor=actor, school=school, term=term, now=now, **forms)


def test_add_term_keeps_each_form_once(school, methodist, now):
    add(methodist, school, now, term=" ББК ", variants=["бэбэка", " бэбэка", "ББК", ""], synonyms=["классификация"])

    row = GlossaryTerm.objects.get()
    assert (row.term, row.variants, row.synonyms) == ("ББК", ["бэбэка"], ["классификация"])
    assert history_of(school)[0].verb == "glossary term added"


def test_add_term_that_is_known_empty_or_too_long_is_refused(school, methodist, now):
    add(methodist, school, now)

    with pytest.raises(TermKnown):
        add(methodist, school, now)
    for term in ("  ", "а" * 121):
        with pytest.raises(TermEmpty):
            add(methodist, school, now, term=term)


def test_term_that_somebody_else_adds_at_once_is_known(school, methodist, now, monkeypatch):
    row, other = add(methodist, school, now), add(methodist, school, now, term="УДК")
    # neither sees the other's before the database does
    monkeypatch.setattr(QuerySet, "exists", lambda _rows: False)

    with pytest.raises(TermKnown):
        add(methodist, school, now)
    with pytest.raises(TermKnown):
        services.change_term(actor=methodist, school=school, term_id=row.pk, term=other.term, now=now)
    assert list(GlossaryTerm.objects.order_by("pk").values_list("term", flat=True)) == ["ББК", "УДК"]


def test_change_term_writes_it_anew(school, methodist, now):
    row = add(methodist, school, now)
    other = add(methodist, school, now, term="УДК")
    words = {"actor": methodist, "school": school, "term_id": row.pk, "now": now}

    services.change_term(**words, term="ББК", variants=["бебека"])

    row.refresh_from_db()
    assert row.variants == ["бебека"]
    with pytest.raises(TermKnown):
        services.change_term(**words, term=other.term)


def test_remove_term_takes_it_out(school, methodist, now):
    row = add(methodist, school, now)

    services.remove_term(actor=methodist, school=school, term_id=row.pk, now=now)

    assert not GlossaryTerm.objects.exists()
    assert history_of(school)[0].details == {"term": "ББК"}


def test_glossary_is_closed_to_others(school, learner, director, outsider, now):
    row = GlossaryTermFactory(school=school)
    for actor in (learner, director, outsider):
        with pytest.raises(PermissionDenied):
            add(actor, school, now, term="УДК")
        with pytest.raises(PermissionDenied):
            services.change_term(actor=actor, school=school, term_id=row.pk, term="УДК", now=now)
        with pytest.raises(PermissionDenied):
            services.remove_term(actor=actor, school=school, term_id=row.pk, now=now)
        with pytest.raises(PermissionDenied):
            services.apply_glossary(actor=actor, school=school, chosen=[], now=now)
        for read in (terms_of, preview_glossary):
            with pytest.raises(School.DoesNotExist):
                read(actor, school)


def test_terms_of_another_school_are_not_changed(school, methodist, now):
    row = GlossaryTermFactory()

    with pytest.raises(GlossaryTerm.DoesNotExist):
        services.change_term(actor=methodist, school=school, term_id=row.pk, term="УДК", now=now)
    with pytest.raises(GlossaryTerm.DoesNotExist):
        services.remove_term(actor=methodist, school=school, term_id=row.pk, now=now)


def test_terms_of_are_by_the_alphabet(school, methodist):
    for term in ("ёлка", "ель", "Жук"):
        GlossaryTermFactory(school=school, term=term, synonyms=["дерево"])

    assert [row.term for row in terms_of(methodist, school)] == ["ёлка", "ель", "Жук"]
    first = terms_of(methodist, school)[0]
    assert first.synonyms == ("дерево",)
    assert term_of(methodist, school, first.pk) == first
    with pytest.raises(GlossaryTerm.DoesNotExist):
        term_of(methodist, school, 10**6)


@pytest.fixture
def misheard(transcript):
    return CueFactory(
        transcript=transcript, seconds=70.5, text="это бэбэка да", words=[[1, 2, 0.9], [2, 3, 0.1], [3, 4, 0.9]]
    )


def test_preview_glossary_shows_what_would_change(school, film, misheard, cue, methodist):
    GlossaryTermFactory(school=school)
    CueFactory(text="чужая бэбэка")

    preview = preview_glossary(methodist, school)

    assert (preview.count, preview.is_cut) == (1, False)
    assert (preview.films[0].title, preview.films[0].language) == (film.title, "ru")
    change = preview.films[0].changes[0]
    assert (change.before, change.after, change.moment) == ("это бэбэка да", "это ББК да", "70")


def test_preview_glossary_of_one_word_and_of_too_much(school, misheard, methodist, monkeypatch):
    GlossaryTermFactory(school=school)
    other = GlossaryTermFactory(school=school, term="да-да", variants=["да"])
    CueFactory(transcript=misheard.transcript, text="да")

    one = preview_glossary(methodist, school, term_id=other.pk)
    assert [change.after for change in one.films[0].changes] == ["Да-да", "это бэбэка да-да"] or one.count == 2
    monkeypatch.setattr(glossary, "MOST_IN_PREVIEW", 1)
    cut = preview_glossary(methodist, school)
    assert (cut.count, cut.is_cut) == (1, True)


def test_preview_glossary_passes_over_removed_films(school, misheard, methodist, now):
    GlossaryTermFactory(school=school)
    Video.objects.update(removed_at=now)

    assert preview_glossary(methodist, school).films == ()


def test_apply_glossary_changes_the_chosen_ones_and_keeps_a_version(school, misheard, cue, methodist, now):
    GlossaryTermFactory(school=school)
    also = CueFactory(transcript=misheard.transcript, text="бэбэка")
    chosen = [Correction(misheard.pk, 1), Correction(cue.pk, 1)]

    assert services.apply_glossary(actor=methodist, school=school, chosen=chosen, now=now) == 1

    misheard.refresh_from_db()
    also.refresh_from_db()
    assert (misheard.text, misheard.words[1], also.text) == ("это ББК да", [2, 3, 1.0], "бэбэка")
    assert TranscriptVersion.objects.get().verb == "glossary applied"


def test_apply_glossary_leaves_alone_what_was_changed_meanwhile(school, misheard, methodist, now):
    GlossaryTermFactory(school=school)

    chosen = [Correction(misheard.pk, 7)]
    assert services.apply_glossary(actor=methodist, school=school, chosen=chosen, now=now) == 0
    assert not TranscriptVersion.objects.exists()


def test_apply_glossary_of_one_word_applies_no_other_and_no_other_school(school, misheard, methodist, now):
    GlossaryTermFactory(school=school)
    other = GlossaryTermFactory(school=school, term="нет", variants=["да"])
    foreign = CueFactory(transcript=TranscriptFactory(), text="да")
    chosen = [Correction(misheard.pk, 1), Correction(foreign.pk, 1)]

    services.apply_glossary(actor=methodist, school=school, chosen=chosen, term_id=other.pk, now=now)

    assert set(Cue.objects.values_list("text", flat=True)) == {"это бэбэка нет", "да"}
