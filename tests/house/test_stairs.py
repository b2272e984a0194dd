"""What import-linter does not see: models, keys and migrations point down the stairs; no way round them."""

import ast
import re
import tomllib

import pytest

from tests.house.tree import REAL, Tree, dotted, planted


def stairs(tree: Tree) -> dict[str, int]:
    """How high each room lies, from the layers in pyproject.toml; core is 0."""
    contracts = tomllib.loads(tree.text("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {room: height for height, layer in enumerate(reversed(layers)) for room in re.findall(r"\w+", layer)}


def points_up(heights: dict[str, int], arrows: list[tuple[str, str, str]]) -> list[str]:
    """The arrows (from room, to room, what) that do not lead to a lower stair."""
    return [
        f"{what}: {source} may not know {target}"
        for source, target, what in arrows
        if source != target and heights[target] >= heights[source]
    ]


def key_arrows() -> list[tuple[str, str, str]]:
    """Every foreign key of our models, as Django sees it."""
    from django.apps import apps

    ours = [model for model in apps.get_models() if model.__module__.startswith("kvit.")]
    return [
        (room_of(model), room_of(field.remote_field.model), f"{model.__name__}.{field.name}")
        for model in ours
        for field in model._meta.get_fields()
        if field.concrete and field.remote_field and field.remote_field.model.__module__.startswith("kvit.")
    ]


def migration_arrows() -> list[tuple[str, str, str]]:
    """Every dependency of our migrations on another room's."""
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader

    ours = {config.label: config.name.split(".")[1] for config in apps.get_app_configs() if "kvit." in config.name}
    loader = MigrationLoader(None)
    arrows = []
    for (label, name), migration in loader.disk_migrations.items():
        for needed, _ in migration.dependencies if label in ours else []:
            needed = ours.get(needed) if needed != "__setting__" else "companies"
            if needed:
                arrows.append((ours[label], needed, f"{label}/{name}"))
    return arrows


def room_of(model: type) -> str:
    return model.__module__.split(".")[1]


def models_that_reach_out(tree: Tree) -> list[str]:
    """`models.py` imports only core, tables and other models: no rule, query or verb hides in a table."""
    found = []
    for module in tree.product:
        if not module.path.endswith("/models.py"):
            continue
        for name, line in module.imported():
            parts = name.split(".")
            if parts[0] == "kvit" and not (parts[1] in {"core", "tables"} or "models" in parts[2:]):
                found.append(f"{module.path}:{line} imports {name}")
    return found


def ways_round(tree: Tree) -> list[str]:
    """Signals and look-ups by name get round the stairs."""
    found = []
    for module in tree.product:
        for name, line in module.imported():
            if name.startswith(("django.dispatch", "django.db.models.signals", "django.core.signals")):
                found.append(f"{module.path}:{line} imports {name}")
        for call in module.calls():
            name = dotted(call.func).rsplit(".", 1)[-1]
            if name in {"get_model", "import_string", "import_module", "__import__"}:
                found.append(f"{module.path}:{call.lineno} calls {name}")
        found += [f"{module.path}:{line} names {kind} upward by string" for line, kind in string_keys(module.nodes)]
    return found


def string_keys(nodes: list[ast.AST]) -> list[tuple[int, str]]:
    """Keys to another room's model given as "room.Model"; "self" and a model of the same file are fine."""
    found = []
    for node in nodes:
        if not isinstance(node, ast.Call) or dotted(node.func).rsplit(".", 1)[-1] not in KEYS:
            continue
        targets = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg == "to")]
        found += [
            (node.lineno, target.value)
            for target in targets
            if isinstance(target, ast.Constant) and isinstance(target.value, str) and "." in target.value
        ]
    return found


KEYS = {"ForeignKey", "OneToOneField", "ManyToManyField"}


def rows_of_nobody() -> list[str]:
    """Our tables without a company: a query could not start from it, nor a policy of the database."""
    from django.apps import apps

    return [
        model.__name__
        for model in apps.get_models()
        if model.__module__.startswith("kvit.")
        and model.__name__ not in SHARED_BY_ALL
        and not {"company_id"} & {field.attname for field in model._meta.concrete_fields}
    ]


SHARED_BY_ALL = {"Company", "User", "Seal", "SealedEvent", "Work", "Judgement"}
"""Companies and people, what binds events (which name their company), and verdicts on bytes, known by hash alone."""


def test_every_owned_table_has_its_company():
    assert rows_of_nobody() == []


def test_models_import_only_core_tables_and_models():
    assert models_that_reach_out(REAL) == []


def test_nothing_gets_round_the_stairs():
    assert ways_round(REAL) == []


def test_keys_point_down_the_stairs():
    arrows = key_arrows()
    assert arrows, "there are keys to look at"
    assert points_up(stairs(REAL), arrows) == []


def test_migrations_depend_down_the_stairs():
    arrows = migration_arrows()
    assert arrows, "there are migrations to look at"
    assert points_up(stairs(REAL), arrows) == []


@pytest.mark.parametrize(("source", "target"), [("ledger", "receivables"), ("ledger", "messages"), ("core", "web")])
def test_a_planted_arrow_up_or_sideways_is_found(source, target):
    assert points_up(stairs(REAL), [(source, target, "x")]) == [f"x: {source} may not know {target}"]
    assert points_up(stairs(REAL), [("receivables", "ledger", "x")]) == []


def test_planted_ways_round_are_found(tmp_path):
    tree = planted(
        tmp_path,
        {
            "kvit/ledger/models.py": "from kvit.ledger import entries\nfrom kvit.companies.models import Company\n"
            'a = models.ForeignKey("receivables.Invoice")\nb = models.ForeignKey("self")\n',
            "kvit/ledger/entries.py": "from django.dispatch import receiver\napps.get_model('sales', 'Order')\n",
        },
    )
    assert models_that_reach_out(tree) == ["kvit/ledger/models.py:1 imports kvit.ledger.entries"]
    assert ways_round(tree) == [
        "kvit/ledger/entries.py:1 imports django.dispatch.receiver",
        "kvit/ledger/entries.py:2 calls get_model",
        "kvit/ledger/models.py:3 names receivables.Invoice upward by string",
    ]
