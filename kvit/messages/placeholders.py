"""Fills the placeholders of a text: names from a list, nothing that computes, reaches into objects or fills twice."""

import re
from collections.abc import Mapping, Set

from kvit.core.errors import Refused

PLACEHOLDER = re.compile(r"(?<!\{)\{([a-z][a-z_]*)\}(?!\})")


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with each `{name}` that has a value replaced by it, in one pass; anything else stays as it is.

    A value that looks like a placeholder is not filled again; `{{7*7}}`, `{0.__class__}` and `%(x)s` are plain text.
    """
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def check_placeholders(text: str, known: Set[str]) -> None:
    """Refuse a company's text that names what there is not (`template.unknown_placeholder`): it would be sent so."""
    for name in PLACEHOLDER.findall(text):
        if name not in known:
            raise Refused("template.unknown_placeholder", placeholder=name, known=sorted(known))


def header(text: str) -> str:
    """The text as a mail's header can carry it: one line, no control characters, nothing that begins another header."""
    return one_line(text)[:LONGEST_HEADER]


def one_line(text: str) -> str:
    """The text on one line, without control characters."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).strip()


LONGEST_HEADER = 250
"""Letters of a subject; mail programs show far fewer."""
