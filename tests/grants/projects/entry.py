"""An application to a district contest as a library would have written it: small, with a line of each table."""

OBJECTIVES = [{"id": "o1", "objective": "Открыть вечера чтения"}, {"id": "o2", "objective": "Научить родителей"}]
ACTIVITIES = [
    {
        "id": "a1",
        "activity": "Вечер сказки",
        "objective": "o1",
        "starts_on": "2027-02-01",
        "ends_on": "2027-02-28",
        "place": "Стригуны",
        "result": "20 семей читали вслух",
    }
]
BUDGET = [
    {"id": "b1", "name": "Книги", "activity": "a1", "requested": "12 500", "own": "500,50", "comment": "25 книг"},
    {"id": "b2", "name": "Чай", "activity": "a1", "requested": "как договоримся", "own": "", "comment": ""},
]
SECTIONS = {
    "about": {
        "title": "Читаем вместе",
        "short_description": "Вечера чтения для семей",
        "target_group": "25 семей с детьми 5–9 лет",
        "geography": "Стригуны",
        "starts_on": "2027-02-01",
        "ends_on": "2027-06-30",
    },
    "why": {"problem": "Семьи не читают вместе.", "problem_evidence": "Опрос: 29 из 38 анкет."},
    "plan": {"goal": "Семьи читают дома", "objectives": OBJECTIVES, "activities": ACTIVITIES},
    "budget": {"budget_lines": BUDGET},
    "people": {"team": [{"id": "t1", "name": "Анна Иванова", "role": "ведущая", "experience": "пять лет"}]},
    "after": {"information_support": "Газета района", "risks": "Заболеем"},
}
