"""Which texts of a room's code have no words in a language."""

import ast
from pathlib import Path

from django.utils import translation
from django.utils.translation import trans_real


def texts(room: Path) -> set[tuple[str, str]]:
    """Context and English text of every call of pgettext in the folder, tests left out."""
    found = set()
    for path in room.rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("pgettext", "pgettext_lazy"):
                context, text = node.args
                assert isinstance(context, ast.Constant), path
                assert isinstance(text, ast.Constant), path
                found.add((context.value, text.value))
    return found


def untranslated(room: Path, language: str) -> list[str]:
    """The English texts that the compiled catalogue of the language does not hold."""
    known = texts(room)
    assert known, "the room says nothing"
    with translation.override(language):
        catalogue = trans_real.translation(language)._catalog
        return sorted(text for context, text in known if f"{context}\x04{text}" not in catalogue)
