"""The ministry's schemas for tests, with what they import taken from beside them."""

from functools import lru_cache
from pathlib import Path

from lxml import etree


class Beside(etree.Resolver):
    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def resolve(self, url, public_id, context):
        found = sorted(self.folder.rglob(url.rpartition("/")[2]))
        return self.resolve_filename(str(found[0]), context)


@lru_cache(maxsize=4)
def schema(shared, name="schemat_FA3_v1-0E.xsd"):
    """The compiled schema of the folder `xsd/ksef-fa3`."""
    folder = Path(shared) / "einvoice" / "xsd" / "ksef-fa3"
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Beside(folder))
    return etree.XMLSchema(etree.parse(folder / name, parser))


def examples(shared, *, kinds=("fa3-official", "fa3-fop")):
    """Name and bytes of every example that the schema takes."""
    folder = Path(shared) / "einvoice" / "examples"
    paths = [path for kind in kinds for path in sorted((folder / kind).glob("*.xml"))]
    named = [(path.name, path.read_bytes()) for path in paths]
    return [(name, content) for name, content in named if schema(shared).validate(etree.fromstring(content))]
