"""What Stripe shows of an object, and how it reads a form."""

from typing import Any

Object = dict[str, Any]


def outside(one: Object) -> Object:
    """The object as an answer has it: what we keep beside it begins with `_`."""
    return {name: value for name, value in one.items() if not name.startswith("_")}


def form(pairs: list[tuple[str, str]]) -> Object:
    """A form's `a[b][0]` as a tree of names."""
    tree: Object = {}
    for name, value in pairs:
        parts = name.replace("]", "").split("[")
        here = tree
        for part in parts[:-1]:
            here = here.setdefault(part, {})
        here[parts[-1]] = value
    return tree
