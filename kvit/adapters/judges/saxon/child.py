"""The other side of the pipe: a process that holds the compiled sheets and judges what it is sent, until its end.

It is started by exec and never shares a process with the rest of Kvit: SaxonC reserves more address space than a
limited process may have, and an abort in it cannot be caught. A request is the length of a head (4 bytes), the head as
JSON, then the documents; the answer is a length and JSON. Kvit's hardened reader sees every document before Saxon
does, and Saxon is given only what that reader wrote back.
"""

import json
import os
import re
import select
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from kvit.core.einvoice import xml
from kvit.core.errors import Refused

IDLE_SECONDS = 900
LENGTH = struct.Struct(">I")
XS = "http://www.w3.org/2001/XMLSchema"
SVRL = "http://purl.oclc.org/dsdl/svrl"
SEVERITY = {"fatal": "error", "error": "error", "warning": "warning"}
_STEP = re.compile(r"\*:(\w+)\[namespace-uri\(\)='[^']*'\]\[(\d+)\]")
_RULE_IN_TEXT = re.compile(r"^\s*\[[^\]]*\]\s*-?\s*")

Found = list[str]  # rule, place, severity, message


def _schema(path: Path) -> etree.XMLSchema:
    """The schema; what it imports by an address is the file of that name beside it, and the network is never asked."""
    root = xml.parse(path.read_bytes())
    root.getroottree().docinfo.URL = str(path)
    for one in root.iter(f"{{{XS}}}import", f"{{{XS}}}include"):
        address = str(one.get("schemaLocation") or "")
        if address.startswith(("http://", "https://")):
            found = sorted(path.parent.rglob(address.rpartition("/")[2]))
            one.set("schemaLocation", str(found[0]) if found else "absent.xsd")
    return etree.XMLSchema(root)


class Sheets:
    """Schemas and compiled sheets, each loaded once."""

    def __init__(self) -> None:
        from saxonche import PySaxonProcessor

        self._saxon = PySaxonProcessor(license=False)
        self._failed = self._saxon.new_xpath_processor()
        self._failed.declare_namespace("svrl", SVRL)
        self._sheets: dict[str, Any] = {}
        self._schemas: dict[str, etree.XMLSchema] = {}

    def schema(self, path: str) -> etree.XMLSchema:
        if path not in self._schemas:
            self._schemas[path] = _schema(Path(path))
        return self._schemas[path]

    def failures(self, path: str, text: str) -> list[Found]:
        """The failed assertions of the sheet. Raises whatever Saxon raises.

        They are asked of the report where Saxon holds it: writing it out and parsing it again costs a fifth more.
        """
        if path not in self._sheets:
            self._sheets[path] = self._saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=path)
        report = self._sheets[path].transform_to_value(xdm_node=self._saxon.parse_xml(xml_text=text))
        self._failed.set_context(xdm_item=report.head)
        found = self._failed.evaluate("//svrl:failed-assert | //svrl:successful-report")
        return [failure(found.item_at(index).get_node_value()) for index in range(found.size)] if found else []


def judged(content: bytes, *, sheets: Sheets, schemas: dict[str, str], paths: list[str]) -> dict[str, Any]:
    """One document: what was found, and whether all the rules ran."""
    try:
        root = xml.parse(content)
    except Refused as refused:
        message = ", ".join(f"{name} {value}" for name, value in refused.facts.items())
        return {"ran": True, "findings": [[refused.code, "/", "error", message]]}
    if root.tag not in schemas:
        return {"ran": True, "findings": [["XSD", "/", "error", f"unknown document element {root.tag}"]]}
    schema = sheets.schema(schemas[str(root.tag)])
    found: list[Found] = []
    if not schema.validate(root):
        entries = list(schema.error_log)[:50]  # type: ignore[call-overload]  # the stubs do not know that it is one
        found = [["XSD", entry.path or "/", "error", entry.message] for entry in entries]
    text = etree.tostring(root, encoding="unicode")
    try:
        for path in paths:
            found += sheets.failures(path, text)
    except Exception as error:  # Saxon raises its own kinds; a sheet that broke off has not judged
        broke_off = ["judge.broke_off", "/", "note" if found else "error", str(error)[:300]]
        return {"ran": bool(found), "findings": [*found, broke_off]}  # what the schema found is enough to refuse it
    return {"ran": True, "findings": found}


def failure(node: Any) -> Found:
    """One failed assertion of an SVRL report."""
    return [
        node.get_attribute_value("id") or "?",
        place(node.get_attribute_value("location") or "/"),
        SEVERITY.get(node.get_attribute_value("flag") or "fatal", "note"),
        _RULE_IN_TEXT.sub("", " ".join(node.string_value.split())),
    ]


def place(location: str) -> str:
    """The location of the report without its namespaces: `/Invoice/InvoiceLine[2]/Item`."""
    return _STEP.sub(lambda step: step[1] if step[2] == "1" else f"{step[1]}[{step[2]}]", location)


def answer(head: dict[str, Any], documents: list[bytes], held: list[Sheets]) -> dict[str, Any]:
    """The answer to one request; a Saxon that does not load is said, not raised."""
    try:
        if not held:
            held.append(Sheets())
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"[:300]}
    return {
        "verdicts": [
            judged(document, sheets=held[0], schemas=head["schemas"], paths=head["sheets"]) for document in documents
        ]
    }


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answers requests until the pipe is closed or nothing came for a while."""
    held: list[Sheets] = []
    while select.select([source], [], [], IDLE_SECONDS)[0]:
        size = source.read(LENGTH.size)
        if len(size) < LENGTH.size:
            return
        head = json.loads(source.read(LENGTH.unpack(size)[0]))
        reply = json.dumps(answer(head, [source.read(length) for length in head["lengths"]], held)).encode()
        sink.write(LENGTH.pack(len(reply)) + reply)
        sink.flush()


def main() -> None:
    """Keeps the pipe to itself: what a library prints goes to stderr."""
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, sink)


if __name__ == "__main__":
    main()
