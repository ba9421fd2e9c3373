"""Two write in one field of an application to a fund, and a connection is lost: both texts are kept and shown."""

import re

from playwright.sync_api import expect

from tests.journeys.walker import Walker, ru

FIELD = "[name=f-further_development]"
OTHER = "[name=f-information_support]"
BLOCK = "[data-theirs]"


def open_results(walker: Walker, role: str) -> None:
    """Open the results of the application to the second fund, as whoever writes it."""
    walker.sign_in(role)
    walker.open("/grants/")
    walker.main.locator("a[href*='/grants/applications/']").first.click()
    walker.main.locator("a[href$='/sections/results/']").first.click()
    expect(walker.main.locator(FIELD)).to_be_visible()


def address_of(walker: Walker) -> str:
    return walker.page.url.split("#")[0]


def type_in(walker: Walker, field: str, text: str) -> None:
    walker.main.locator(field).fill(text)


def expect_saved(walker: Walker) -> None:
    expect(walker.main.locator("[data-status]")).to_have_text(
        re.compile(ru("Saved at {time}").replace("{time}", r"\d"))
    )


def test_two_write_at_once_and_nothing_vanishes(walk):
    mentor, methodist = walk(), walk("phone")
    open_results(mentor, "mentor")
    methodist.sign_in("methodist")
    methodist.open(address_of(mentor))

    # the second text is set aside, shown beside the first, and written on
    type_in(methodist, FIELD, "Клуб продолжит библиотека.")
    expect_saved(methodist)
    type_in(mentor, FIELD, "Клуб продолжат волонтёры.")
    block = mentor.main.locator(f"#field-further_development {BLOCK}")
    expect(block).to_contain_text("Клуб продолжит библиотека.")
    expect(mentor.main.locator(FIELD)).to_have_value("Клуб продолжат волонтёры.")
    mentor.look()
    methodist.page.reload()
    expect(methodist.main.locator(".grant-aside")).to_contain_text("Клуб продолжат волонтёры.")
    methodist.look()

    # compared word by word, brought together with open eyes
    with mentor.page.context.expect_page() as opened:
        block.get_by_role("link", name=ru("Compare word by word")).click()
    compared = Walker(opened.value, "desktop", mentor.school)
    expect(compared.main.locator("ins").first).to_be_visible()
    expect(compared.main.locator("del").first).to_be_visible()
    compared.look()
    compared.page.close()
    type_in(mentor, FIELD, "Клуб продолжат библиотека и волонтёры.")
    block.get_by_role("button", name=ru("Save my text in its place")).click()
    expect(block).to_have_count(0)
    expect_saved(mentor)
    methodist.page.reload()
    expect(methodist.main.locator(FIELD)).to_have_value("Клуб продолжат библиотека и волонтёры.")
    expect(methodist.main.locator(".grant-aside")).to_have_count(0)


def test_lost_connection_keeps_what_was_typed_and_shows_both(walk):
    mentor, methodist = walk(), walk()
    open_results(mentor, "mentor")
    address = address_of(mentor)
    methodist.sign_in("methodist")
    methodist.open(address)

    mentor.page.context.set_offline(True)
    type_in(mentor, OTHER, "Набрано в поезде.")
    expect(mentor.main.locator("[data-status]")).to_contain_text("Нет связи")
    type_in(methodist, OTHER, "Афиша и соцсети.")
    expect_saved(methodist)

    # the page is closed before the connection is back
    context = mentor.page.context
    mentor.page.close()
    context.set_offline(False)
    mentor.odd.clear()
    again = Walker(context.new_page(), "desktop", mentor.school)
    again.open(address)
    expect(again.main.locator(OTHER)).to_have_value("Набрано в поезде.")
    expect(again.main.locator(f"#field-information_support {BLOCK}")).to_contain_text("Афиша и соцсети.")
    again.look()

    # whoever goes on with the other text finds her own beside it, and in the history
    again.main.locator("#field-information_support").get_by_role(
        "button", name=ru("Go on with what stands there")
    ).click()
    expect(again.main.locator(OTHER)).to_have_value("Афиша и соцсети.")
    expect(again.main.locator(".grant-aside")).to_contain_text("Набрано в поезде.")
    again.main.locator(".grant-aside").get_by_role("button", name=ru("Leave it aside")).click()
    again.expect_words("The text is left aside. It stays in the history of the field.")
    expect(again.main.locator(".grant-revisions")).to_contain_text(ru("aside"))
    again.look()
