"""Kvit speaks five languages: nothing is left in English, nothing is lost or broken on the way, counts are right."""

import re
from collections import Counter
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from tests.house import texts
from tests.house.texts import LANGUAGES, Text
from tests.house.tree import REAL, Module

CATALOGUES = {language: texts.catalogue(REAL, language) for language in LANGUAGES}

PERCENT = re.compile(r"%(?:\(\w+\))?[sd]|%%")
TAG = re.compile(r"</?[a-z][^>]*>")
SAID_OF_ONE = 0
"""In all four languages the first plural form is said of 1 alone, so it may leave the number out: `o zi`."""

COUNTS = (0, 1, 2, 5, 12, 19, 20, 21, 22, 101, 1_000_000)
DOCUMENTS = {
    "ro": "documente|document|documente|documente|documente|documente|de documente|de documente|de documente|documente"
    "|de documente",
    "bg": "документа|документ|документа|документа|документа|документа|документа|документа|документа|документа"
    "|документа",
}
"""Documents counted by each of COUNTS, from the grammars: in Romanian `de` from 20 on, but not for 101."""


# -- what is filled in


def filled_in(text: str) -> Counter[str]:
    """The `{name}`, `%(name)s` and HTML tags of a text, each as often as it stands there."""
    try:
        braces = [f"{{{name}}}" for _before, name, _spec, _mark in Formatter().parse(text) if name is not None]
    except ValueError:
        braces = []
    return Counter([*braces, *PERCENT.findall(text), *TAG.findall(text)])


def fits(said: str, english: Text, *, form: int) -> bool:
    """Whether a translation fills in what the English text does."""
    wanted = [filled_in(english.one), filled_in(english.many or english.one)]
    told = filled_in(said)
    return told in wanted or (bool(english.many) and form == SAID_OF_ONE and told <= wanted[1])


def broken(catalog) -> list[str]:
    """The translations that lose a name, make one up, or break the HTML."""
    return [
        f"{text.one} -> {said}"
        for text, message in ((texts.english(message), message) for message in texts.messages(catalog))
        for form, said in enumerate(texts.forms(message))
        if said and not fits(said, text, form=form)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_stays_the_same(language):
    assert broken(CATALOGUES[language]) == []


def test_a_broken_translation_is_found():
    written = b"""
msgid "{name} owes %(amount)s"
msgstr "{nume} datoreaza %(amount)s"

msgid "<b>Hello</b>"
msgstr "<b>Salut<b>"

msgid "%(n)s day"
msgid_plural "%(n)s days"
msgstr[0] "o zi"
msgstr[1] "zile"
msgstr[2] "%(n)s de zile"
"""
    assert [line.split(" ->")[0] for line in broken(_catalogue(written))] == [
        "{name} owes %(amount)s",
        "<b>Hello</b>",
        "%(n)s day",
    ]


# -- counts


@pytest.mark.parametrize("language", DOCUMENTS)
def test_documents_are_counted_as_the_grammar_counts(language):
    speech = texts.speaking(CATALOGUES[language])
    said = [speech.ngettext("%(counter)s document", "%(counter)s documents", n) for n in COUNTS]
    assert [text % {"counter": n} for text, n in zip(said, COUNTS, strict=True)] == [
        f"{n} {word}" for n, word in zip(COUNTS, DOCUMENTS[language].split("|"), strict=True)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_counted_text_has_all_its_forms(language):
    catalog = CATALOGUES[language]
    short = [
        message.id[0]
        for message in texts.messages(catalog)
        if texts.english(message).many and any(message.string)
        if len(message.string) != catalog.num_plurals or not all(message.string)
    ]
    assert short == []


# -- how it is written


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_guessed(language):
    assert [message.id for message in texts.messages(CATALOGUES[language]) if message.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_shouts(language):
    assert [said for said in _said(language) if "!" in said or "¡" in said] == []


def test_romanian_has_commas_below_not_cedillas():
    assert [said for said in _said("ro") if set(said) & set("şţŞŢ")] == []


def test_no_bulgarian_word_hides_a_latin_letter():
    mixed = re.compile(r"[A-Za-z][а-яА-ЯѝЍ]|[а-яА-ЯѝЍ][A-Za-z]")
    assert [said for said in _said("bg") if mixed.search(PERCENT.sub(" ", re.sub(r"\{\w*\}", " ", said)))] == []


# -- pages say nothing beside the catalogues

MARKED = re.compile(
    r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|\{%\s*blocktrans.*?endblocktrans\w*\s*%\}"
    r"|\{%\s*block \w*class\s*%\}.*?\{%\s*endblock\s*%\}|<![^>]*>",
    re.S,
)
"""Comments, texts with a mark of their own, blocks that name classes."""
UNTOLD = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S)
READ_OUT = ("title", "aria-label", "aria-description", "placeholder", "alt")
SILENT = ("script", "style", "svg", "kbd", "code")
NAMES = re.compile(r"\b(Kvit|kvit|PDF|XML|CSV|IBAN|Ctrl K)\b|&\w+;")
"""What is called the same in every language."""


ELEMENT = re.compile(r"""<(/?)([a-z][\w-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>""")
ATTRIBUTE = re.compile(r"""([\w-]+)=(?:"([^"]*)"|'([^']*)')""")


def unmarked(source: str) -> list[str]:
    """Visible words and read-out attributes of a template that no catalogue will ever hold."""
    shown = UNTOLD.sub("", MARKED.sub("", source))
    found, at, silent = [], 0, 0
    for element in ELEMENT.finditer(shown):
        ends, name, attributes = element.groups()
        found += [] if silent else [shown[at : element.start()]]
        found += [one or other for attr, one, other in ATTRIBUTE.findall(attributes) if attr in READ_OUT]
        silent += (-1 if ends else 1) if name in SILENT else 0
        at = element.end()
    return [" ".join(text.split()) for text in [*found, shown[at:]] if re.search(r"[^\W\d_]", NAMES.sub("", text))]


def test_every_word_of_every_page_is_marked():
    found = {str(path): unmarked(path.read_text()) for path in texts.templates(REAL)}
    assert {path: words for path, words in found.items() if words} == {}


def test_a_word_in_plain_english_is_found():
    source = """{% comment %}A page.{% endcomment %}{% load i18n %}<h1>Open items</h1><p>{% translate "Paid" %} PDF</p>
    <a href="/late" title="Overdue" aria-label="{% translate 'Late' %}">{{ name }}</a>
    <p>{% blocktranslate %}{{ n }} days{% endblocktranslate %}</p><script>let late = 1;</script><kbd>Enter</kbd>"""
    assert unmarked(source) == ["Open items", "Overdue"]


def test_texts_are_found_under_every_name():
    code = Module(
        "kvit/web/a.py",
        "from django.utils.translation import gettext as _, pgettext_lazy as p_, ngettext\n"
        'a = _("Paid")\nb = p_("invoice", "Sent")\nc = f"{_(\'late\')}"\n'
        'd = ngettext("a day", "%(n)s days", 2)\ne = _(a)\n',
    )
    assert set(texts.of_code(code)) == {
        Text("Paid"),
        Text("Sent", context="invoice"),
        Text("a day", "%(n)s days"),
        Text("late"),
    }
    page = """{{ x|default:_("Home") }}{% translate "Open" context "amount" %}
    {% blocktranslate count n=rows|length %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}"""
    assert set(texts.of_template(page)) == {
        Text("Home"),
        Text("Open", context="amount"),
        Text("%(n)s row", "%(n)s rows"),
    }


def _said(language: str) -> list[str]:
    return [said for message in texts.messages(CATALOGUES[language]) for said in texts.forms(message)]


def _catalogue(written: bytes):
    from io import BytesIO

    return read_po(BytesIO(written), locale="ro")
