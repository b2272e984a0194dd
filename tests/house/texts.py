"""The texts that code and templates say to people, and the catalogues that hold them in other languages."""

import ast
import re
from dataclasses import dataclass, field
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.house.tree import Module, Tree

LANGUAGES = ("ro", "bg", "es", "pl")
"""English is what the code says itself."""

SAYS: dict[str, tuple[str, ...]] = {
    "gettext": ("one",),
    "ngettext": ("one", "many"),
    "pgettext": ("context", "one"),
    "npgettext": ("context", "one", "many"),
}
"""What the arguments of each function are; `_lazy` and `_noop` take the same."""

LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
MARKED = re.compile(rf"(?<!\w)(n?p?gettext|_)\(((?:{LITERAL}(?:, *)?)+)")


@dataclass(frozen=True)
class Text:
    """An English text as it is looked up; `many` is empty where nothing is counted."""

    one: str
    many: str = ""
    context: str = ""
    place: str = field(default="", compare=False)


def of_tree(tree: Tree) -> set[Text]:
    """Every text that the product marks for translation."""
    code = [text for module in tree.product for text in of_code(module)]
    pages = [text for path in templates(tree) for text in of_template(path.read_text(), place=str(path))]
    return {*code, *pages}


def templates(tree: Tree) -> list[Path]:
    """The pages and letters of every room, tests left out."""
    found = [path for pattern in ("*.html", "*.txt") for path in (tree.root / "kvit").rglob(f"templates/**/{pattern}")]
    return sorted(path for path in found if "tests" not in path.relative_to(tree.root).parts)


def of_code(module: Module) -> list[Text]:
    """The marked texts of a module, also inside f-strings, under whatever name gettext was imported."""
    names = {
        alias.asname or alias.name: alias.name
        for node in module.nodes
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    found = []
    for call in module.calls():
        name = _called(call.func, names)
        wants = SAYS.get(name.removesuffix("_lazy").removesuffix("_noop"))
        if wants:
            said = _texts(call.args[: len(wants)])
            if len(said) == len(wants):
                place = f"{module.path}:{call.lineno}"
                found.append(Text(**dict(zip(wants, said, strict=True)), place=place))
    return found


def _called(func: ast.expr, names: dict[str, str]) -> str:
    if isinstance(func, ast.Name):
        return names.get(func.id, "")
    if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) and func.value.id == "translation":
        return func.attr
    return ""


def _texts(arguments: list[ast.expr]) -> list[str]:
    """The arguments that are written out; a text that is only known at run time is not."""
    return [one.value for one in arguments if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def of_template(source: str, *, place: str = "") -> list[Text]:
    """The marked texts of a template, as Django itself would hand them to xgettext."""
    found = []
    for name, arguments in MARKED.findall(templatize(source)):
        wants = SAYS["gettext" if name == "_" else name]
        said = [ast.literal_eval(literal) for literal in re.findall(LITERAL, arguments)]
        found.append(Text(**dict(zip(wants, said[: len(wants)], strict=True)), place=place))
    return found


def catalogue(tree: Tree, language: str) -> Catalog:
    """The catalogue of a language as it is written, not as it was compiled."""
    path = tree.root / "kvit" / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def english(message: Message) -> Text:
    """What the message is a translation of."""
    one, many = message.id if isinstance(message.id, list | tuple) else (message.id, "")
    return Text(one, many, message.context or "")


def forms(message: Message) -> list[str]:
    """What the message says, one text or one for each plural form."""
    return list(message.string) if isinstance(message.string, list | tuple) else [message.string]


def speaking(catalog: Catalog) -> GNUTranslations:
    """The catalogue as the running program reads it."""
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)
