"""A staff list as the methodist has it: looked through, applied, taken back."""

from playwright.sync_api import expect

STAFF = """Список работников;;;
Должность;Ф.И.О.;Эл. почта;Филиал
библиотекарь;Приёмова Вера Ильинична;priemova@demo.example;№ 6
заведующий филиалом;Осокина Нина Павловна;osokina@demo.example;22
библиотекарь;Без Почты Анна;;6
библиотекарь;Приёмова Вера Ильинична;priemova@demo.example;№ 6
"""


def test_staff_list_is_looked_through_applied_and_undone(walk, tmp_path):
    methodist = walk()
    file = tmp_path / "Штат на сентябрь.csv"
    file.write_text(STAFF, encoding="cp1251")

    methodist.sign_in("methodist")
    methodist.open("/desk/people/import/")
    methodist.look("staff-list-file")
    methodist.main.locator("input[type=file]").set_input_files(file)
    methodist.press("Look through the list")
    methodist.expect_heading("Штат на сентябрь.csv")
    expect(methodist.main.get_by_role("row").filter(has_text="Осокина")).to_be_visible()
    methodist.look("staff-list-preview")
    methodist.main.locator("a[href='?rows=odd']").click()
    expect(methodist.main.get_by_role("row").filter(has_text="Без Почты Анна")).to_be_visible()
    methodist.look()

    methodist.press("Apply the list")
    methodist.expect_words("The list is applied.")
    methodist.look()
    assert people_named(methodist, "Осокина") == 1

    methodist.open("/desk/people/import/")
    methodist.follow("Штат на сентябрь.csv")
    methodist.press("Undo the list")
    methodist.expect_words("The list is undone.")
    methodist.look()
    assert people_named(methodist, "Осокина") == 0


def people_named(methodist, name: str) -> int:
    """Return how many people the desk finds by a name."""
    methodist.open(f"/desk/people/?q={name}")
    methodist.look()
    return methodist.main.get_by_role("row").filter(has_text=name).count()
