"""Everything with the keyboard alone: the skip link, the menu, the order of lessons on the board."""

from playwright.sync_api import expect

from tests.journeys.walker import ru


def test_skip_link_leads_past_the_header(walk):
    guest = walk()

    guest.open("/programme/")
    guest.page.keyboard.press("Tab")
    expect(guest.page.get_by_role("link", name=ru("Skip to the content"))).to_be_focused()
    guest.page.keyboard.press("Enter")
    expect(guest.main).to_be_focused()
    guest.page.keyboard.press("Tab")

    assert guest.page.evaluate("document.activeElement.closest('main') !== null")


def test_phone_menu_opens_and_closes_by_keyboard(walk):
    guest = walk("phone")
    menu = guest.page.get_by_role("button", name=ru("Menu"))

    guest.open("/")
    menu.focus()
    guest.page.keyboard.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(guest.page.get_by_role("navigation", name=ru("Main menu"))).to_be_visible()
    guest.look("menu")
    guest.page.keyboard.press("Escape")
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(menu).to_be_focused()


def test_menu_of_a_person_leads_to_her_study(walk):
    learner = walk()
    menu = learner.page.locator("details.menu")

    learner.sign_in("learner")
    menu.locator("summary").focus()
    learner.page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    learner.page.keyboard.press("Escape")
    expect(menu.locator("summary")).to_be_focused()
    learner.page.keyboard.press("Enter")
    learner.page.keyboard.press("Tab")
    learner.page.keyboard.press("Enter")

    learner.page.wait_for_url("**/me/**")
    learner.look()


def test_lessons_are_put_in_order_by_keyboard(walk):
    methodist = walk()

    methodist.sign_in("methodist")
    methodist.open_board()
    titles = methodist.main.locator("[data-reorder-group]").first.locator("h3")
    before = titles.all_inner_texts()
    methodist.main.locator("[data-reorder-handle]").first.focus()
    move(methodist, "ArrowDown")
    expect(titles).to_have_text([before[1], before[0], *before[2:]])
    methodist.look("board")

    methodist.page.reload()
    expect(titles).to_have_text([before[1], before[0], *before[2:]])
    methodist.main.locator("[data-reorder-handle]").nth(1).focus()
    move(methodist, "ArrowUp")
    methodist.page.reload()
    expect(titles).to_have_text(before)


def move(methodist, key: str) -> None:
    """Lift the card that has the focus, move it by one place, and put it down."""
    methodist.page.keyboard.press("Space")
    methodist.page.keyboard.press(key)
    with methodist.page.expect_response(lambda answer: "/order/" in answer.url and answer.request.method == "POST"):
        methodist.page.keyboard.press("Space")
