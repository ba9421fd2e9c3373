from nastavnik.publishing.press import tree


def test_plain_gives_words_without_notes_and_pictures():
    note = {"t": "Note", "c": [tree.para(tree.text("тайна"))]}
    code = {"t": "Code", "c": [tree.NO_ATTRIBUTES, "x"]}
    image = {"t": "Image", "c": [tree.NO_ATTRIBUTES, [tree.text("alt")], ["p", ""]]}
    spaces = [{"t": kind} for kind in ("Space", "SoftBreak", "LineBreak")]
    nodes = [tree.para({"t": "Emph", "c": [tree.text("да")]}, *spaces, note, code, image)]
    assert tree.plain(nodes) == "да   x"


def test_walk_goes_as_deep_as_a_tree_is():
    nested = tree.text("дно")
    for _ in range(5000):
        nested = {"t": "Emph", "c": [nested]}
    assert sum(1 for _ in tree.walk(nested)) == 5001
    assert tree.plain(nested) == "дно"


def test_document_tells_texts_lists_and_maps():
    made = tree.document([], {"a": "б", "c": ["д"], "e": {"f": "ж"}})
    assert made["meta"] == {
        "a": {"t": "MetaString", "c": "б"},
        "c": {"t": "MetaList", "c": [{"t": "MetaString", "c": "д"}]},
        "e": {"t": "MetaMap", "c": {"f": {"t": "MetaString", "c": "ж"}}},
    }


def test_paragraphs_are_found_wherever_they_stand():
    inner = tree.para(tree.text("а"))
    quote = {"t": "BlockQuote", "c": ["нечто", inner]}
    assert tree.paragraphs([quote, {"t": "HorizontalRule"}]) == [inner]
