"""The readers that the translation guard stands on."""

from pathlib import Path

from tests.architecture import catalogues


def test_texts_are_found_in_code_in_every_form() -> None:
    source = '_("one " "line")\ngettext("two")\nngettext("%d row", "%d rows", n)\npgettext("verb", "open")\nother("no")\n_(name)'
    assert catalogues.in_python(source) == {"one line", "two", "%d row", "verb\x04open"}


def test_texts_are_found_in_templates_in_every_form() -> None:
    source = (
        '{% translate "It\'s here" %} {% blocktranslate with n=count trimmed %}\n  {{ n }} rows\n{% endblocktranslate %}'
        '{% include "a.html" with title=_("Title") %} {% translate "open" context "verb" %} {{ name }}'
    )
    assert catalogues.in_template(source) == {"It's here", "%(n)s rows", "Title", "verb\x04open"}


def test_a_po_file_is_read_with_contexts_plurals_and_flags(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    path.write_text(
        'msgid ""\nmsgstr ""\n"Language: zh_Hans\\n"\n\n#, fuzzy\nmsgctxt "verb"\nmsgid "open"\nmsgstr "打开"\n\n'
        'msgid ""\n"two "\n"lines"\nmsgid_plural "many"\nmsgstr[0] "行"\n\n#~ msgid "gone"\n#~ msgstr "没了"\n',
        encoding="utf-8",
    )
    first, second = catalogues.in_po(path)
    assert (first.full_key, first.texts, first.flags.strip()) == ("verb\x04open", ["打开"], "fuzzy")
    assert (second.key, second.plural, second.texts) == ("two lines", "many", ["行"])
