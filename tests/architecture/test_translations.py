"""Django pours the texts of all apps into one bowl: the same English must mean the same Russian everywhere."""

from collections import defaultdict

import polib

import messages


def test_translate_of_the_same_text_is_the_same_in_every_app():
    russian = defaultdict(lambda: defaultdict(list))
    for app in messages.apps_with_texts():
        path = messages.po_path(app)
        for entry in polib.pofile(str(path)) if path.exists() else []:
            text = entry.msgstr or "|".join(entry.msgstr_plural.values())
            if text:
                russian[entry.msgctxt, entry.msgid][text].append(app.name)

    assert {key[1]: dict(texts) for key, texts in russian.items() if len(texts) > 1} == {}
