"""Components render what they are given, refuse what they do not know, and say dates and sizes in Russian."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Engine, Template, TemplateSyntaxError
from django.utils import timezone, translation

from nastavnik.core import dates
from nastavnik.core.http.preferences import Display
from nastavnik.core.templatetags import ui

MOSCOW, OMSK = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Omsk")
NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)  # Monday noon in Moscow


@pytest.fixture(autouse=True)
def _russian():
    with translation.override("ru"):
        yield


def rendered(source, **values):
    return Template("{% load ui %}" + source).render(Context(values))


# --- components ---


def test_render_a_component_escapes_what_people_typed():
    html = rendered('{% ui "badge" label=text %}', text="<script>")

    assert "&lt;script&gt;" in html
    assert "<script>" not in html


def test_render_a_component_hides_the_rest_of_the_page_from_it():
    html = rendered('{% ui "card" title="Занятие" mark=mark %}', mark=["№ 7"], text="чужое", url="/elsewhere/")

    assert "чужое" not in html
    assert "/elsewhere/" not in html


def test_wrap_a_part_of_the_page_gives_it_as_body():
    html = rendered('{% wrap "section" title="Занятия" %}<p>{{ word }}</p>{% endwrap %}', word="из страницы")

    assert "<p>из страницы</p>" in html


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('{% ui "badge" %}', "ui/badge.html needs label"),
        ('{% ui "badge" label="x" colour="red" %}', "ui/badge.html does not take colour"),
    ],
)
def test_render_a_component_with_wrong_inputs_is_an_error(source, said):
    with pytest.raises(TemplateSyntaxError, match=said):
        rendered(source)


@pytest.mark.parametrize("source", ["{% ui %}", '{% ui "badge" "label" %}'])
def test_parse_a_component_without_name_or_with_unnamed_inputs_is_an_error(source):
    with pytest.raises(TemplateSyntaxError):
        rendered(source)


def test_render_a_button_is_a_button_a_link_or_opens_a_dialogue():
    assert '<button class="button button--first" type="submit">' in rendered('{% ui "button" label="Да" %}')
    assert '<a class="button button--second" href="/x/">' in rendered(
        '{% ui "button" label="Да" kind="second" url="/x/" %}'
    )
    assert 'href="#sure" data-dialog' in rendered('{% ui "button" label="Да" dialog="sure" %}')


def test_render_a_progress_writes_its_value_for_machines():
    html = rendered('{% ui "progress" label="Готовим" percent=percent seconds_left=200 %}', percent=42.5)

    assert 'value="42.5"' in html  # not 42,5
    assert "осталось примерно 3 минуты" in html


def test_render_a_progress_of_unknown_length_has_no_value():
    assert "value=" not in rendered('{% ui "progress" label="Ждём" %}')


@pytest.mark.parametrize(("display", "is_shown"), [("on", True), ("off", False)])
def test_render_a_picture_gives_words_where_pictures_are_off(display, is_shown):
    values = {"display": SimpleNamespace(is_low_vision=True, images=display)}
    html = rendered('{% ui "picture" src="/a.webp" alt="Обложка" width=4 height=3 %}', **values)

    assert ("<img" in html) == is_shown
    assert "Обложка" in html


# --- pieces ---


@pytest.fixture
def drawn():
    """Draw a page with one piece, which shows `words`, and everything of the page that it can get hold of."""
    pages = {
        "page.html": '{% load ui %}{% piece "piece.html" words=words %}',
        "piece.html": "{{ words }}{{ user }}{{ csrf_token }}{{ display.theme }}",
    }
    loaders = [("django.template.loaders.locmem.Loader", pages)]
    engine = Engine(loaders=loaders, libraries={"ui": "nastavnik.core.templatetags.ui"})
    return lambda **values: engine.get_template("page.html").render(Context(values))


class Words(str):
    """A text that counts how often it is shown."""

    __slots__ = ("shown",)

    def __str__(self):
        self.shown = getattr(self, "shown", 0) + 1
        return str.__str__(self)


def test_piece_is_drawn_once_for_all_whose_inputs_are_equal(drawn):
    first, second = Words("слово"), Words("слово")

    assert drawn(words=first) == drawn(words=second) == "слово"
    assert (first.shown, getattr(second, "shown", 0)) == (1, 0)


def test_piece_with_other_inputs_is_another(drawn):
    assert [drawn(words="а"), drawn(words="б"), drawn(words="<")] == ["а", "б", "&lt;"]


def test_piece_sees_nothing_of_the_person(drawn):
    assert drawn(words="", user="Светлана", csrf_token="тайна") == ""


def test_piece_is_drawn_for_each_display_and_zone(drawn):
    dark = drawn(words=Words("слово"), display=Display(theme="dark"))
    light = drawn(words=Words("слово"), display=Display(theme="light"))
    with timezone.override(OMSK):
        drawn(words=(elsewhere := Words("слово")), display=Display(theme="light"))

    assert (dark, light) == ("словоdark", "словоlight")
    assert elsewhere.shown == 1


def test_piece_is_drawn_each_time_while_it_is_being_written(drawn, settings):
    settings.DEBUG = True
    words = Words("слово")

    drawn(words=words)
    drawn(words=words)

    assert words.shown == 2


class Question(forms.Form):
    name = forms.CharField(label="Имя", help_text="Как в паспорте")
    is_sure = forms.BooleanField(label="Согласен", required=False)
    side = forms.ChoiceField(label="Сторона", choices=[("a", "А"), ("b", "Б")], widget=forms.RadioSelect)


def test_render_a_form_with_mistakes_links_each_to_its_field():
    html = rendered('{% ui "form" form=form submit="Отправить" %}', form=Question({"name": ""}))

    assert 'role="alert"' in html
    assert '<a href="#id_name">Имя</a>' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert '<a href="#id_side_0">' in html or '<a href="#id_side">' in html


def test_render_a_fresh_form_marks_required_fields_and_shows_no_mistakes():
    html = rendered('{% ui "form" form=form submit="Отправить" %}', form=Question())

    assert html.count('class="required"') == 2
    assert "problems" not in html
    assert "<fieldset" in html


def test_render_a_form_that_saves_itself_says_when():
    html = rendered('{% ui "form" form=form submit="Отправить" draft_url="/d/" %}', form=Question())

    assert 'data-draft="/d/"' in html
    assert 'data-saved="Сохранено в {time}"' in html


def test_undo_url_of_a_message_is_given_back_only_for_this_site():
    assert ui.undo_url(Message(constants.SUCCESS, "да", extra_tags="undo:/lessons/7/")) == "/lessons/7/"
    assert ui.undo_url(Message(constants.SUCCESS, "да", extra_tags="undo:https://evil.example/")) == ""
    assert ui.undo_url(Message(constants.SUCCESS, "да")) == ""


# --- dates ---


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (NOW + timedelta(hours=2), "сегодня в 14:00"),
        (NOW + timedelta(hours=13), "завтра в 01:00"),
        (NOW - timedelta(days=1), "вчера в 12:00"),
        (NOW + timedelta(days=3), "в четверг в 12:00"),
        (NOW + timedelta(days=6), "в воскресенье в 12:00"),
        (NOW + timedelta(days=7), "12 октября в 12:00"),
        (NOW - timedelta(days=2), "3 октября в 12:00"),
        (datetime(2027, 1, 9, 7, 5, tzinfo=UTC), "9 января 2027 г. в 10:05"),
    ],
)
def test_say_a_moment_as_people_do(moment, said):
    assert dates.spoken_moment(moment, now=NOW, zone=MOSCOW) == said


def test_say_a_moment_across_midnight_by_the_viewers_day():
    late = datetime(2026, 10, 5, 20, 30, tzinfo=UTC)

    assert dates.spoken_moment(late, now=NOW, zone=MOSCOW) == "сегодня в 23:30"
    assert dates.spoken_moment(late, now=NOW, zone=OMSK) == "завтра в 02:30"


def test_mark_of_the_other_zone_is_only_there_where_clocks_differ():
    assert dates.other_zone_mark(NOW, zone=MOSCOW, school_zone=MOSCOW) == ""
    assert dates.other_zone_mark(NOW, zone=ZoneInfo("Europe/Minsk"), school_zone=MOSCOW) == ""
    assert dates.other_zone_mark(NOW, zone=OMSK, school_zone=MOSCOW) == "12:00, московское время"


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        (MOSCOW, "московское время"),
        (ZoneInfo("Asia/Kathmandu"), "UTC+5:45"),
        (ZoneInfo("America/New_York"), "UTC−4"),
        (UTC, "UTC+0"),
    ],
)
def test_name_of_a_zone_is_what_people_call_it(zone, name):
    assert dates.zone_name(NOW.astimezone(zone)) == name


def test_when_writes_the_moment_for_machines_and_marks_the_schools_zone(monkeypatch):
    monkeypatch.setattr(ui, "now", lambda: NOW)
    school = SimpleNamespace(time_zone="Europe/Moscow")
    with timezone.override(OMSK):
        html = rendered("{% when moment %}", moment=NOW + timedelta(days=1), school=school)

    assert html == (
        '<time datetime="2026-10-06T15:00+06:00" title="Вторник, 6 октября 2026 г., 15:00, омское время">'
        "завтра в 15:00 (12:00, московское время)</time>"
    )


def test_exactly_says_the_date_and_the_hour_even_of_tomorrow():
    with timezone.override("Europe/Moscow"):
        html = rendered("до {% exactly moment %}", moment=datetime(2026, 10, 6, 9, 5, tzinfo=UTC))

    assert ">6 октября 2026 г., 12:05</time>" in html


def test_when_of_a_day_and_of_nothing(monkeypatch):
    monkeypatch.setattr(ui, "now", lambda: NOW)

    assert rendered("{% when day %}", day=date(2026, 10, 6)) == '<time datetime="2026-10-06">завтра</time>'
    assert rendered("{% when day %}", day=None) == ""


# --- lengths ---


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, ""),
        (0, "0 с"),
        (25, "25 с"),
        (59.6, "1 мин"),
        (60, "1 мин"),
        (3570, "1 ч"),
        (4530, "1 ч 16 мин"),
        (7200, "2 ч"),
    ],
)
def test_say_a_length(seconds, said):
    assert ui.duration(seconds) == said


@pytest.mark.parametrize(("seconds", "written"), [(None, ""), (0, "0:00"), (95.9, "1:35"), (3753, "1:02:33")])
def test_write_a_place_in_a_film(seconds, written):
    assert ui.timecode(seconds) == written


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, ""),
        (20, "осталось меньше минуты"),
        (61, "осталась примерно 1 минута"),
        (120, "осталось примерно 2 минуты"),
        (300, "осталось примерно 5 минут"),
        (21 * 60, "осталась примерно 21 минута"),
    ],
)
def test_say_how_long_is_left(seconds, said):
    assert ui.time_left(seconds) == said
