"""A file has 400 lines at most, a function 50; what is longer is split by noun."""

import ast

from tests.house.tree import REAL, Module, Tree, planted

FILE_LINES = 400
FUNCTION_LINES = 50
POSITIONAL = 2


def measured(tree: Tree) -> list[Module]:
    return [module for module in tree.modules if not module.is_migration and "/golden/" not in module.path]


def long_files(tree: Tree) -> list[str]:
    sizes = [(module.path, len(module.text.splitlines())) for module in measured(tree)]
    return [f"{path}: {lines} lines" for path, lines in sizes if lines > FILE_LINES]


def long_functions(tree: Tree) -> list[str]:
    found = []
    for module in measured(tree):
        for function in module.functions():
            lines = (function.end_lineno or function.lineno) - function.lineno + 1
            if lines > FUNCTION_LINES:
                found.append(f"{module.path}:{function.lineno} {function.name}: {lines} lines")
    return found


def positional(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The names that a caller may give by place, `self` and `cls` aside."""
    names = [argument.arg for argument in [*function.args.posonlyargs, *function.args.args]]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def verbs_by_place(tree: Tree) -> list[str]:
    """Functions that let who and when be given by place (house rule 4: `*, by, on`).

    A question about the actor, like `permissions.require(by, …)`, begins with the actor.
    """
    return [
        f"{module.path}:{function.lineno} {function.name}: `by` is given by place"
        for module in tree.product
        for function in module.functions()
        if "by" in positional(function)[1:]
    ]


def test_no_file_is_longer_than_a_person_reads():
    assert long_files(REAL) == []


def test_no_function_is_longer_than_a_page():
    assert long_functions(REAL) == []


def test_who_is_always_spelled_out():
    assert verbs_by_place(REAL) == []


def test_planted_sizes_are_found(tmp_path):
    body = "    pass\n" * FUNCTION_LINES
    tree = planted(
        tmp_path,
        {
            "kvit/ledger/long.py": "a = 1\n" * (FILE_LINES + 1),
            "kvit/ledger/deep.py": f"def deep() -> None:\n{body}",
            "kvit/ledger/migrations/0001_long.py": "a = 1\n" * (FILE_LINES + 1),
            "tests/golden/long.py": "a = 1\n" * (FILE_LINES + 1),
            "kvit/ledger/verbs.py": "def post(entry, by): ...\n",
        },
    )
    assert long_files(tree) == ["kvit/ledger/long.py: 401 lines"]
    assert long_functions(tree) == ["kvit/ledger/deep.py:1 deep: 51 lines"]
    assert verbs_by_place(tree) == ["kvit/ledger/verbs.py:1 post: `by` is given by place"]
