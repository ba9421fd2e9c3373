"""A collection of a school as it might be: articles with headings, lists, tables, notes, pictures and moments of videos."""

import io
import random
from dataclasses import replace
from datetime import UTC, datetime

from PIL import Image, ImageDraw

from nastavnik.publishing.press.book import (
    Article,
    Author,
    Book,
    Design,
    Film,
    ImprintPages,
    Part,
    Picture,
)
from nastavnik.publishing.press.pictures import prepared_picture
from nastavnik.publishing.records.pages import Line, LineKind

SEED = 9
TITLES = (
    "Наставник в сельской библиотеке: с чего начать",
    "Как прочитать карту читателя",
    "Семейное чтение по вторникам",
    "Громкие чтения для тех, кому за шестьдесят",
    "Краеведческий квест без бюджета",
    "Что делать, если на встречу пришёл один человек",
    "Отчёт, который читают до конца",
    "Фонд, который стыдно показать, и что с ним делать",
)
PEOPLE = (
    ("Мария Ивановна Ковалёва", "заведующая Дубовской библиотекой-филиалом № 12"),
    ("Ольга Петровна Щербакова", "методист МУК «Центральная библиотека Белгородского района»"),
    ("Анна Юрьевна Ёлкина", "библиотекарь детского отдела"),
    ("Сергей Николаевич Третьяков", "доцент кафедры библиотечно-информационной деятельности"),
)
SENTENCES = (
    "В сельской библиотеке наставник — это прежде всего тот, кто приходит первым и уходит последним.",
    "За год через наш читальный зал проходит около 12 400 человек, и почти каждый третий приходит не за книгой.",
    "Мы долго думали, что начинать надо с плана, а оказалось, что начинать надо с разговора.",
    "Хороший план помещается на одну страницу: что делаем, для кого, к какому дню и как узнаем, что получилось.",
    "Когда молодой библиотекарь впервые ведёт встречу, рядом должен сидеть человек, который не вмешается.",
    "Н. К. Крупская писала об этом ещё в 1920 г., и с тех пор изменились только средства.",
    "На приобретение книг в прошлом году было выделено 148 500 ₽, из них 40 % ушло на детскую литературу.",
    "Читатель возвращается туда, где его помнят по имени и не торопят у полки.",
    "Методический день — не проверка, а повод увидеть соседнюю библиотеку её собственными глазами.",
    "Мы записали все вопросы, которые задали нам за месяц, и разложили их по трём стопкам.",
    "Самым трудным оказалось не научить, а перестать делать за другого.",
    "Если встреча не удалась, запишите в тот же вечер, что именно пошло не так: через неделю останется только досада.",
    "Не стоит бояться тишины: в ней люди как раз и решают, говорить им или нет.",
    "Партнёров мы нашли там, где не искали: в фельдшерском пункте, в почтовом отделении и в школьной столовой.",
)
TABLE = """::: {.table #visits}
Посещения библиотек по кварталам

| Филиал | Мероприятия | I кв. | II кв. | Всего |
|---|---|--:|--:|--:|
| Дубовое | встречи, чтения, кружок рукоделия | 1 204 | 1 310 | 2 514 |
| Таврово | громкие чтения | 890 | 1 015 | 1 905 |
| Майский | краеведческий клуб и киноклуб по пятницам | 2 044 | 1 988 | 4 032 |
:::"""
SUBJECTS = ("наставничество", "методический день", "читальный зал", "краеведение", "семейное чтение", "отчётность")


def made_book(articles: int = 30, *, paragraphs: int = 34, design: Design = Design.CARD, seed: int = SEED) -> Book:
    """Return a book of so many articles in three parts; the same words for the same seed."""
    dice = random.Random(seed)
    pictures = {f"p{number}.jpg": Picture(made_picture(dice)) for number in range(max(1, articles * 2))}
    made = [made_article(number, paragraphs, dice) for number in range(articles)]
    third = max(1, -(-articles // 3))
    titles = ("Люди и роли", "Встречи, которые получились", "Хозяйство и отчёты")
    parts = tuple(
        Part(title, tuple(made[start : start + third]))
        for title, start in zip(titles, range(0, articles, third), strict=False)
    )
    films = {"v1": Film("Мастер-класс «Первая встреча»", "https://school.example/lessons/first/?t={seconds}")}
    return Book(
        key="collection-2026",
        title="Школа библиотечного наставничества",
        subtitle="Сборник материалов онлайн-курса",
        publisher="МУК «Центральная библиотека Белгородского района»",
        made_at=datetime(2026, 11, 26, 12, 0, tzinfo=UTC),
        year="2026",
        parts=parts,
        design=design,
        imprint=made_imprint(),
        annotation=(
            "В сборник вошли материалы онлайн-курса для сельских библиотекарей: расшифровки мастер-классов, ответы "
            "наставников и проекты, победившие в конкурсе. Издание адресовано заведующим филиалами, методистам и всем, "
            "кто учит коллег рядом с собой. К статьям даны ссылки на моменты видеозаписей."
        ),
        pictures=pictures,
        films=films,
    )


def made_picture(dice: random.Random) -> bytes:
    """Return a photograph of a kind: shelves in the light of a window."""
    image = Image.linear_gradient("L").resize((1500, 1000)).convert("RGB")
    brush = ImageDraw.Draw(image)
    for shelf in range(3):
        x = 40
        while x < 1440:
            width, height = dice.randint(18, 60), dice.randint(180, 270)
            colour = tuple(dice.randint(40, 200) for _ in range(3))
            brush.rectangle((x, 320 * (shelf + 1) - height, x + width, 320 * (shelf + 1)), fill=colour)
            x += width + 4
    content = io.BytesIO()
    image.save(content, "JPEG", quality=88)
    return prepared_picture(content.getvalue())


def made_article(number: int, paragraphs: int, dice: random.Random) -> Article:
    """Return an article of so many paragraphs."""
    title = TITLES[number % len(TITLES)] + ("" if number < len(TITLES) else f". Опыт {number + 1}")
    people = tuple(Author(*PEOPLE[(number + shift) % len(PEOPLE)]) for shift in range(1 + (number % 3 == 2)))
    blocks = [made_paragraph(dice) for _ in range(paragraphs)]
    for place, extra in zip(range(2, paragraphs, 3), extras(number), strict=False):
        blocks[place] += "\n\n" + extra
    return Article(f"article-{number + 1}", title, "\n\n".join(blocks) + notes(), people, annotation_of(number))


def annotation_of(number: int) -> str:
    """Return what stands over every other article."""
    return "" if number % 2 else "О том, как договориться о первом шаге, не потерять второго и записать третий."


def made_paragraph(dice: random.Random) -> str:
    """Return some sentences, with a word for an index now and then."""
    said = [dice.choice(SENTENCES) for _ in range(dice.randint(3, 6))]
    if dice.random() < 0.3:
        said[0] = said[0].replace("Мы ", f"Мы (это называется [{dice.choice(SUBJECTS)}]{{.subject}}) ", 1)
    if dice.random() < 0.15:
        said.append('Об этом подробно говорила [О. П. Щербакова]{.person key="Щербакова, О. П."} на семинаре.')
    return " ".join(said)


def extras(number: int) -> list[str]:
    """Return what breaks the row of paragraphs in one article."""
    return [
        "Об этом есть отдельная работа.[^first] И ещё одно соображение, спорное.[^second]",
        "## Что пригодится",
        "- тетрадь, в которую записывают вопросы;\n- список телефонов соседних филиалов;\n- **терпение**, лучше с запасом.",
        f'![Читальный зал после перестановки](p{number * 2}.jpg){{#fig-hall alt="Полки у окна, на них книги разного роста"}}',
        '::: {.moment video="v1" t="220"}\nНе спешите отвечать на первый вопрос: за ним обычно стоит второй, ради которого человек и пришёл.\n:::',
        TABLE,
        "### Порядок встречи\n\n1. Поздороваться по имени.\n2. Спросить, что получилось с прошлого раза.\n3. Договориться об одном деле, как показано на [](#fig-hall) и в [](#visits).",
        "> Библиотека не место, где хранят книги, а место, где книги дожидаются человека.",
        f'![Выставка к юбилею села](p{number * 2 + 1}.jpg){{width=60% alt="Стенд с книгами и фотографиями"}}',
        "::: aside\n**Памятка.** До встречи: позвонить, напомнить, подготовить стол. После: записать, поблагодарить, назначить день.\n:::",
        '::: {.moment video="v1" t="3725"}\nОтчёт пишут не для проверяющего, а для того, кто придёт на ваше место.\n:::',
    ]


def notes() -> str:
    """Return notes and references of an article."""
    return (
        "\n\n## Список литературы\n\n::: references\n1. Щербакова, О. П. Методический день / О. П. Щербакова // Библиотека. – 2025. – № 4. – С. 12–17.\n"
        "2. Чтение на селе : [сайт]. – URL: <https://reading.example/village/2026/report> (дата обращения: 01.11.2026).\n:::\n\n"
        "[^first]: Щербакова, О. П. Методический день. С. 14.\n"
        "[^second]: Подробнее об этом сказано в [обзоре](https://reading.example/review).\n"
    )


def made_imprint() -> ImprintPages:
    """Return an imprint by the sample of the standard."""
    network = "МУК «Центральная библиотека Белгородского района»"
    return ImprintPages(
        title_page=(
            Line(LineKind.ABOVE_TITLE, "Управление культуры администрации Белгородского района"),
            Line(LineKind.ABOVE_TITLE, network),
            Line(LineKind.TITLE, "Школа библиотечного наставничества"),
            Line(LineKind.SUBTITLE, "Сборник материалов онлайн-курса"),
            Line(LineKind.PLACE, "Белгород"),
            Line(LineKind.PLACE, "МУК ЦБ"),
            Line(LineKind.PLACE, "2026"),
        ),
        verso=(
            Line(LineKind.INDEX, "УДК 023.5(470.325)"),
            Line(LineKind.INDEX, "ББК 78.34(2Рос-4Бел)"),
            Line(LineKind.MARK, "Ш 67"),
            Line(LineKind.CREDIT, "Составитель: О. П. Щербакова"),
            Line(LineKind.CREDIT, "Редактор: М. И. Ковалёва"),
            Line(LineKind.CREDIT, "Рецензенты: С. Н. Третьяков, кандидат педагогических наук, доцент"),
            Line(
                LineKind.RECORD,
                "Школа библиотечного наставничества : сборник материалов онлайн-курса / МУК «Центральная библиотека "
                "Белгородского района» ; составитель О. П. Щербакова. – Белгород : МУК ЦБ, 2026. – 96 с. – 50 экз. – "
                "Текст : непосредственный.",
            ),
            Line(
                LineKind.ANNOTATION,
                "В сборник вошли материалы онлайн-курса для сельских библиотекарей: расшифровки мастер-классов, ответы "
                "наставников и проекты, победившие в конкурсе.",
            ),
            Line(LineKind.AGE, "12+"),
            Line(LineKind.COPYRIGHT, f"© {network}, 2026"),
        ),
        end_page=(
            Line(LineKind.PURPOSE, "Производственно-практическое издание"),
            Line(LineKind.TITLE, "Школа библиотечного наставничества"),
            Line(LineKind.SUBTITLE, "Сборник материалов онлайн-курса"),
            Line(LineKind.CREDIT, "Составитель Щербакова Ольга Петровна"),
            Line(
                LineKind.RELEASE,
                "Подписано в печать 26.11.2026. Формат 60×84/16. Усл. печ. л. 5,6. Тираж 50 экз. Заказ № 12",
            ),
            Line(LineKind.PUBLISHER, f"{network}, 308501, Белгородский район, пос. Дубовое, ул. Ягодная, 1"),
        ),
    )


def in_design(book: Book, design: Design) -> Book:
    """Return the same book with another look."""
    return replace(book, design=design)
