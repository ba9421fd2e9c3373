"""Minutes, diplomas and numbers as files."""

from io import BytesIO

from docx import Document
from tests.contest.jury.factories import NOW, ApplicationFactory, ContestFactory, JurorFactory, RecusalFactory
from tests.contest.results.rows import DAY, decide, judge, text_of, url

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Decision
from nastavnik.contest.ranking.told import differences, read_file
from nastavnik.contest.services import results as services


def test_numbers_go_out_whole_as_one_table(as_methodist, contest, judged):
    address = url("numbers", contest.token)

    answer = as_methodist.get(address, {"whole": "1", "export": "csv"})

    lines = b"".join(answer.streaming_content).decode()
    assert "Направление;Семья;1;1;1;" in lines
    assert "Критерий;Бюджет;;;;6" in lines
    assert f"Библиотека;{judged[0].library.label};1;1;1;" in lines


def test_minutes_go_out_as_json_pdf_and_docx(as_methodist, methodist, contest, applications, awards, jurors, criteria):
    for juror in jurors:
        for application, mark in zip(applications, (7, 7, 2), strict=True):
            judge(juror, application, criteria, mark)
    RecusalFactory(juror=jurors[2], application=applications[2], reason="Соавтор")
    words = {"actor": methodist, "contest_id": contest.pk, "now": NOW}
    services.vote_as_chair(**words, order=[2, 1], reason="Шире охват")
    services.take_places(**words)
    decide(methodist, applications[2], awards[1], "За смелость")
    services.make_minutes(**words)

    files = {kind: as_methodist.get(url("minutes_file", contest.token, 1, kind)) for kind in ("json", "pdf", "docx")}

    assert differences(*read_file(files["json"].content)) == []
    assert files["pdf"].content.startswith(b"%PDF")
    assert files["docx"]["Content-Disposition"] == 'attachment; filename="minutes-1.docx"'
    document = Document(BytesIO(files["docx"].content))
    lines = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = "\n".join(cell.text for table in document.tables for cell in table._cells)
    for words_in in ("Протокол жюри № 1", "Соавтор", "Шире охват", "Первая Анна, председатель"):
        assert words_in in lines
    assert "14.00" in cells
    assert "За смелость" in cells


def test_minutes_of_nothing_special_leave_their_lists_out(as_methodist, methodist, contest, judged):
    contest.tie_rules = []
    contest.save()
    services.make_minutes(actor=methodist, contest_id=contest.pk, now=NOW)

    document = Document(BytesIO(as_methodist.get(url("minutes_file", contest.token, 1, "docx")).content))

    lines = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Отводы" not in lines
    assert "При равенстве баллов решают" not in lines


def test_release_page_leads_to_the_papers_that_there_are(as_methodist, released, awards):
    page = as_methodist.get(url("release", released.token)).content.decode()
    assert "Дипломы победителей" in page
    assert "Сертификаты участников" in page

    Decision.objects.filter(application__contest=released).update(award=awards[1])

    page = as_methodist.get(url("release", released.token)).content.decode()
    assert "Дипломы победителей" in page
    assert "Сертификаты участников" not in page


def test_diplomas_are_set_for_winners_participants_and_jurors(as_methodist, client, released, judged, jurors, author):
    for kind in ("winners", "participants", "jurors"):
        assert as_methodist.get(url("diplomas", released.token, kind, 1)).content.startswith(b"%PDF")
    assert as_methodist.get(url("diplomas", released.token, "winners", 2)).status_code == 404
    client.force_login(author)
    assert client.get(url("own_diploma", judged[0].token)).content.startswith(b"%PDF")
    client.force_login(jurors[1].user)
    assert "Моя благодарность" in text_of(client.get(url("jury_contest", released.token)))
    assert client.get(url("own_certificate", released.token)).content.startswith(b"%PDF")
    idle = JurorFactory(contest=released)
    client.force_login(idle.user)
    assert client.get(url("own_certificate", released.token)).status_code == 404


def test_numbers_count_by_state_direction_library_and_criterion(as_methodist, contest, judged):
    ApplicationFactory(contest=contest, state=ApplicationState.DRAFT, number=None, library=None)

    page = text_of(as_methodist.get(url("numbers", contest.token)))

    assert "Средняя оценка по критериям" in page
    assert "6,00" in page
    assert judged[0].library.name in page
    contest.review_until = NOW + DAY
    contest.save()
    assert "Средняя оценка" not in text_of(as_methodist.get(url("numbers", contest.token)))
    sheet = as_methodist.get(url("numbers", contest.token), {"export": "xlsx"})
    assert "spreadsheet" in sheet["Content-Type"]
    sheet.close()


def test_contests_of_the_desk_go_out_as_a_table(as_methodist, contest, judged, school):
    ContestFactory(school=school, title="Без срока", intake_at=None, deadline_at=None)

    answer = as_methodist.get(url("desk_contests"), {"export": "csv"})

    lines = b"".join(answer.streaming_content).decode()
    assert f"{contest.title};" in lines
    assert "Без срока;" in lines
