"""The source as the house's checkers read it: every Python file once, parsed once."""

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

FOLDERS = ("kvit", "tests", "bench")


@dataclass(frozen=True)
class Module:
    """One Python file; `path` is relative to the root, with forward slashes."""

    path: str
    text: str

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(ast.parse(self.text)))

    @property
    def is_test(self) -> bool:
        return "tests" in self.path.split("/")[:-1]

    @property
    def is_migration(self) -> bool:
        return "/migrations/" in self.path

    @property
    def is_product(self) -> bool:
        """Code of Kvit itself that the laws of style are about."""
        return self.path.startswith("kvit/") and not self.is_test and not self.is_migration

    @property
    def room(self) -> str:
        """The top-level package: `kvit/ledger/entries.py` is in `ledger`."""
        return self.path.split("/")[1].removesuffix(".py") if self.path.startswith("kvit/") else ""

    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        return [node for node in self.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]

    def calls(self) -> list[ast.Call]:
        return [node for node in self.nodes if isinstance(node, ast.Call)]

    def strings(self) -> list[ast.Constant]:
        return [node for node in self.nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]

    def imported(self) -> list[tuple[str, int]]:
        """Every imported name in full (`from a.b import c` is `a.b.c`) with its line."""
        names: list[tuple[str, int]] = []
        for node in self.nodes:
            if isinstance(node, ast.Import):
                names += [(alias.name, node.lineno) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names += [(f"{self._package(node)}.{alias.name}", node.lineno) for alias in node.names]
        return names

    def _package(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        here = self.path.removesuffix(".py").split("/")[: -node.level]
        return ".".join([*here, *([node.module] if node.module else [])])


class Tree:
    """A repository, real or planted by a test."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def modules(self) -> list[Module]:
        paths = [path for folder in FOLDERS for path in sorted((self.root / folder).rglob("*.py"))]
        paths += sorted(self.root.glob("*.py"))
        return [Module(path.relative_to(self.root).as_posix(), path.read_text()) for path in paths]

    @property
    def product(self) -> list[Module]:
        return [module for module in self.modules if module.is_product]

    @cached_property
    def rooms(self) -> list[str]:
        """The rooms with tables: the folders of `kvit/` that hold a `models.py`."""
        return sorted(path.parent.name for path in (self.root / "kvit").glob("*/models.py"))

    def text(self, path: str) -> str:
        """The text of a file; empty where there is none."""
        file = self.root / path
        return file.read_text() if file.is_file() else ""


def dotted(node: ast.AST) -> str:
    """`datetime.now` for the attribute, `now` for the name, the last parts where the first is an expression."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return ""


def words(name: str) -> list[str]:
    """The words of a name in small letters: `open_items` and `OpenItems` are both open, items."""
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)]


def planted(root: Path, files: dict[str, str]) -> Tree:
    """A small tree with these files, to see that a checker catches what it should."""
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return Tree(root)


REAL = Tree(Path(__file__).resolve().parents[2])
