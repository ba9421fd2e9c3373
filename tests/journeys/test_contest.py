"""A whole contest: set up, applied to with and without a network, returned and corrected, judged by keyboard with a recusal,

a tie broken by the regulation's rule, minutes that anybody can compute anew, release, diplomas. Eight people.
"""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import expect

from nastavnik.core.clock import now
from tests.journeys import contests
from tests.journeys.walker import Walker, ru

TITLE = "Открытая библиотека: проба"
WIDE, NARROW = "Чай у самовара памяти", "Мастерская тихих игрушек"
DIRECTIONS = {WIDE: "Люди пенсионного возраста", NARROW: "Семья"}
PHONE_HEAD = "branch-03-head@demo.example"
# by the weights of the arrangement both come to 4.00; the first criterion is the main one
MARKS = {WIDE: "53444444", NARROW: "44444444"}
ADVICE = "Назовите второго взрослого и проверьте цены."
RECUSAL = "Помогала писать эту заявку."
RETURNED = "В разделе «Цель» не сказано, к какому сроку. Допишите и подайте снова."
PROBLEM = (
    "Пропала связь, а мысль осталась: старики нашего села помнят то, чего нет ни в одной книге, и рассказать им некому."
)
JURORS = {"Экспертова Анна": "jury-one@contest.example", "Экспертов Борис": "jury-two@contest.example"}
RECUSED = ("Экспертова Вера", "jury-three@contest.example")
CHAIR = "Экспертова Анна"
# the arrangement: applications from the 7th day to the 49th, the check to the 54th, the review to the 68th
BEGAN_BEFORE, TO_CHECK, TO_REVIEW, TO_MINUTES = timedelta(days=10), 41, 5, 24
VERIFIED_SECONDS = 120


def apply(head: Walker, slug: str, title: str, target: str, number: int, *, is_cut_off: bool) -> str:
    """Write an application and submit it; return its address."""
    address = contests.begin(head, slug, DIRECTIONS[title])
    written = contests.project_of(target, number, title)
    if is_cut_off:
        contests.lose_the_network(head, address, PROBLEM)
        written = {**written, "why": {**written["why"], "problem": PROBLEM}}
    contests.write_all(head, address, written)
    contests.submit(head, address, "contest-application")
    return address


def correct(head: Walker, address: str) -> None:
    """Do what the formal check asked for, and submit again."""
    head.open(address)
    head.expect_words(RETURNED)
    head.look()
    head.open(f"{address}sections/plan/")
    field = head.main.locator("[name=f-goal]")
    field.fill(f"{field.input_value()} К первому мая.")
    head.main.get_by_role("button", name=ru("To the application"), exact=True).click()
    head.press("Submit the application")
    head.expect_words("It has come in and waits for the formal check. You will be told what it says.")


def gather(methodist: Walker, desk: str, walk) -> dict[str, tuple[Walker, str]]:
    """Invite three jurors and let them come in, each in a window of her own."""
    inside = {}
    for name, email in (*JURORS.items(), RECUSED):
        contests.invite(methodist, desk, name, email, is_chair=name == CHAIR)
        juror = walk()
        inside[name] = (juror, contests.accept(juror, email))
    methodist.open(f"{desk}jury/")
    methodist.look("contest-jury")
    return inside


def judge(methodist: Walker, desk: str, inside: dict[str, tuple[Walker, str]]) -> None:
    """Spread the applications, let one recuse herself of one, and let all mark the rest."""
    methodist.open(f"{desk}jury/assign/")
    methodist.look()
    methodist.press("Spread evenly over all")
    methodist.look("contest-assignment")
    juror, place = inside[RECUSED[0]]
    contests.recuse(juror, place, NARROW, RECUSAL)
    for name, (juror, place) in inside.items():
        for title in (WIDE, NARROW):
            if (name, title) != (RECUSED[0], NARROW):
                contests.mark(juror, place, title, MARKS[title], ADVICE, "contest-sheet" if title == WIDE else "")
        juror.open(place)
        juror.look()
    methodist.open(f"{desk}jury/progress/")
    methodist.look("contest-progress")


def come_to_minutes(methodist: Walker, desk: str, folder: Path) -> dict[str, Path]:
    """Read the ranking, take the places, make minutes; return their files."""
    methodist.open(f"{desk}results/")
    methodist.expect_words(WIDE)
    methodist.look("contest-ranking")
    methodist.open(f"{desk}results/without/")
    methodist.look()
    methodist.open(f"{desk}results/decisions/")
    methodist.press("Take the places from the ranking")
    methodist.look("contest-decisions")
    methodist.open(f"{desk}results/minutes/")
    methodist.press("Make minutes")
    methodist.look("contest-minutes")
    kinds = ("PDF", "DOCX", "JSON")
    links = {kind: methodist.main.get_by_role("link", name=kind, exact=True) for kind in kinds}
    return {kind: contests.download(methodist, link, folder) for kind, link in links.items()}


def release(methodist: Walker, desk: str) -> None:
    """Read the letters, and let everybody know."""
    methodist.open(f"{desk}results/letters/")
    methodist.look("contest-letters")
    methodist.open(f"{desk}results/release/")
    methodist.look("contest-release")
    methodist.follow("Release the results")
    dialog = methodist.page.locator("#release")
    dialog.get_by_role("button", name=ru("Release the results"), exact=True).click()
    methodist.expect_words("Diplomas and certificates")
    methodist.look()
    for page in ("numbers", "decisions"):
        methodist.open(f"{desk}results/{page}/")
        methodist.look("contest-numbers" if page == "numbers" else "")


def verified(file: Path) -> str:
    """Return what the command line says of minutes, on whatever computer."""
    command = [str(Path(sys.executable).parent / "nastavnik"), "contest", "verify", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=VERIFIED_SECONDS, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_contest_goes_from_a_regulation_to_diplomas(walk, school, tmp_path):
    methodist, head, phone, guest = walk(), walk(), walk("phone"), walk("phone")
    methodist.sign_in("methodist")
    head.sign_in("head")
    contests.come_by_code(phone, PHONE_HEAD)
    begun = (now() - BEGAN_BEFORE).date()

    desk, slug = contests.set_up(methodist, TITLE, announced_on=begun, jurors=3)
    ours = apply(head, slug, WIDE, "seniors", 1, is_cut_off=True)
    theirs = apply(phone, slug, NARROW, "family", 1, is_cut_off=False)
    contests.let_days_pass(school, slug, TO_CHECK)
    contests.check(methodist, desk, WIDE, "return", message=RETURNED, picture="contest-check")
    contests.check(methodist, desk, NARROW, "admit")
    correct(head, ours)
    contests.check(methodist, desk, WIDE, "admit")
    inside = gather(methodist, desk, walk)
    contests.let_days_pass(school, slug, TO_REVIEW)
    judge(methodist, desk, inside)
    contests.let_days_pass(school, slug, TO_MINUTES)
    papers = come_to_minutes(methodist, desk, tmp_path)

    told = json.loads(papers["JSON"].read_text(encoding="utf-8"))
    assert papers["PDF"].read_bytes().startswith(b"%PDF")
    assert papers["DOCX"].read_bytes().startswith(b"PK")
    assert "Right: 2 places" in verified(papers["JSON"])
    assert "main_criterion" in json.dumps(told)

    release(methodist, desk)
    # both have won something: nobody is left who has only taken part
    for kind in ("Diplomas of the winners (PDF)", "Certificates of the jurors (PDF)"):
        methodist.open(f"{desk}results/release/")
        link = methodist.main.get_by_role("link", name=ru(kind), exact=True)
        assert contests.download(methodist, link, tmp_path).read_bytes().startswith(b"%PDF")
    look_at_results(head, phone, guest, inside, slug, (ours, theirs), tmp_path)
    everybody = [methodist, head, phone, guest, *(juror for juror, _place in inside.values())]
    assert [who.odd for who in everybody] == [[] for _who in everybody]


def look_at_results(head, phone, guest, inside, slug, addresses, folder) -> None:
    """Let everybody see what came of it: applicants their letters and diplomas, jurors their thanks, guests the winners."""
    for walker, address in zip((head, phone), addresses, strict=True):
        walker.open(f"{address}result/")
        expect(walker.main).to_contain_text(ADVICE)
        walker.look("contest-result")
        diploma = walker.main.get_by_role("link", name=ru("Diploma (PDF)"), exact=True)
        assert contests.download(walker, diploma, folder).read_bytes().startswith(b"%PDF")
    juror, place = inside[CHAIR]
    juror.open(place)
    juror.look()
    thanks = juror.main.get_by_role("link", name=ru("My certificate (PDF)"), exact=True)
    assert contests.download(juror, thanks, folder).read_bytes().startswith(b"%PDF")
    guest.open(f"/contests/{slug}/results/")
    expect(guest.main.locator(".results-winners > li").first).to_contain_text(WIDE)
    guest.look("contest-results")
    assert ADVICE not in guest.page.content()
