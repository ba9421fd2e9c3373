"""The words of the demonstration's lecture: some journeys change them, others look for them or count on their seconds."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.school import ROOT
from tests.journeys.walker import Walker

FILM = "От идеи к проекту"
AS_DEMONSTRATED = ROOT / "src" / "nastavnik" / "portal" / "demo" / "films" / "ot-idei-k-proektu.srt"


def open_film(methodist: Walker) -> str:
    """Open the desk of the lecture; return its token."""
    methodist.open("/desk/videos/")
    methodist.main.locator("tbody a").filter(has_text=FILM).first.click()
    expect(methodist.main.locator("nastavnik-player")).to_be_visible()
    return methodist.page.url.rstrip("/").rpartition("/")[2]


def give_words_back(open_window: Callable[[], Walker]) -> None:
    """Give the lecture the words that it came with."""
    methodist = open_window()
    methodist.sign_in("methodist")
    token = open_film(methodist)
    methodist.open(f"/desk/videos/{token}/words/")
    methodist.main.locator("input[type=file]").set_input_files(AS_DEMONSTRATED)
    methodist.press("Bring")
    methodist.expect_words("Open the editor")
    methodist.page.context.close()
