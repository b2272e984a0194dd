"""Long texts in the room that a form gives them: broken at words, notes joined; and empty terms left out."""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from kvit.core.einvoice.model import Invoice, Item, Note, Party, Price, Totals

Term = TypeVar("Term")
_ALWAYS = (Invoice, Item, Party, Price, Totals, Note)
"""Groups that a document has even where nothing is in them."""


def broken(text: str, *, most: int) -> list[str]:
    """The text in pieces of at most so many characters, at white space where there is some."""
    pieces = []
    rest = " ".join(text.split(" ")).strip()
    while len(rest) > most:
        at = max(rest.rfind(gap, 0, most + 1) for gap in " \n\t")
        cut = at if at > 0 else most
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest else pieces


def split_notes(notes: Sequence[Note], *, most_characters: int, most: int) -> tuple[Note, ...]:
    """Notes that are short enough; where they are too many, neighbours of one subject share a note."""
    short = [
        Note(text=piece, subject=note.subject)
        for note in notes
        for piece in broken(note.text, most=most_characters - _mark(note.subject))
    ]
    return tuple(short) if len(short) <= most else tuple(_packed(short, most_characters))


def _mark(subject: str | None) -> int:
    """The characters that UBL spends on a subject: `#AAI#`."""
    return 0 if subject is None else len(subject) + 2


def _packed(notes: list[Note], most: int) -> list[Note]:
    packed: list[Note] = []
    for note in notes:
        before = packed[-1] if packed else None
        if before and before.subject == note.subject and _fits(before, note, most):
            packed[-1] = Note(text=f"{before.text}\n{note.text}", subject=note.subject)
        else:
            packed.append(note)
    return packed


def _fits(before: Note, note: Note, most: int) -> bool:
    return len(before.text) + 1 + len(note.text) + _mark(note.subject) <= most


def one_note(notes: Sequence[Note]) -> tuple[Note, ...]:
    """All notes as one; the subject stays where they share it."""
    if len(notes) < 2:
        return tuple(notes)
    subjects = {note.subject for note in notes}
    return (Note(text="\n".join(note.text for note in notes), subject=subjects.pop() if len(subjects) == 1 else None),)


def without_blanks(term: Term) -> Term:
    """The term without texts that have nothing in them, and without groups in which nothing is left."""
    if not is_dataclass(term) or isinstance(term, type):
        return term
    filled = {one.name: _filled(getattr(term, one.name)) for one in fields(term)}
    return replace(term, **filled)


def _filled(value: object) -> object:
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, tuple):
        return tuple(one for one in map(_filled, value) if one is not None)
    if is_dataclass(value) and not isinstance(value, type):
        kept = without_blanks(value)
        holds = any(getattr(kept, one.name) not in (None, ()) for one in fields(kept))
        return kept if holds or isinstance(value, _ALWAYS) else None
    return value
