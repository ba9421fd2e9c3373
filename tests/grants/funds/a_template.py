"""The smallest template that a fund could have; tests change lines of it."""

TEMPLATE = """\
key: small-fund
version: 1
fund: Малый фонд
title: Малый фонд, набор 2026
about: Для примера
zone: Europe/Moscow
margin_hours: 12
origin:
  source: Положение о конкурсе
  address: https://example.org/rules
  checked_on: 2026-11-20
  confidence: second_hand
intakes:
  - title: Осень
    opens_at: 2026-10-01 10:00
    closes_at: 2026-12-02 23:30
    results_on: 2027-04-30
applicants:
  taken: [mbuk, ano]
  refused:
    mkuk: Казённые учреждения фонд не поддерживает.
  way_round: Подайте заявку от партнёра.
sizes:
  - key: small
    title: до 1 млн
    most: 1 000 000
    months: 18
  - key: large
    title: больше
scale: {lowest: 0, highest: 10}
criteria:
  - key: need
    title: Актуальность
    weights: {small: 2, large: 1.5}
  - key: budget
    title: Бюджет
    weights: 1
articles:
  - key: pay
    title: Оплата труда
    kind: staff
  - key: people
    title: Договоры с людьми
    kind: people
  - key: things
    title: Оборудование
rates:
  - since: 2023-01-01
    staff: 30.2
    people: 30
    source: НК РФ, ст. 425
forbidden_costs:
  - алкоголь
rules:
  - key: two_activities
    light: red
    reason: На каждую задачу нужны два мероприятия.
    source: Положение, п. 7
    limit: 2
sections:
  - key: about
    title: О проекте
    fields:
      - key: title
        kind: line
        label: Название
        most: 300
      - key: objectives
        kind: rows
        label: Задачи
        columns:
          - key: objective
            kind: text
            label: Задача
      - key: activities
        kind: rows
        label: План
        is_required: no
        columns:
          - key: activity
            kind: text
            label: Мероприятие
          - key: objective
            kind: choice
            label: Задача
            of: objectives
      - key: has_partners
        kind: choice
        label: Есть партнёры
        options: [Да, Нет]
      - key: partners
        kind: text
        label: Кто
        asked_if: {key: has_partners, values: [Да]}
"""
RULES = ("two_activities",)


def line_of(part: str, text: str = TEMPLATE) -> int:
    """Return the line on which `part` first stands."""
    return next(number for number, line in enumerate(text.splitlines(), start=1) if part in line)
