"""Hostile documents at every door for e-invoices: refused or held within two seconds and 300 MB, nothing fetched.

All doors are tried in one process of its own, whose time, memory, opened files and connections are measured. The
answers of networks are tried in `kvit/adapters/networks/tests/test_bad_answers.py`.
"""

import json
import socket
import subprocess
import sys
import threading

import pytest

from tests.habits import ROOT

SECONDS, MEGABYTES = 2.0, 300

PROGRAM = """
import json, os, resource, sys, time
from kvit.adapters.signers.xades import XadesSigner
from kvit.core.einvoice import cii_check, ubl_profiles, zugferd_read
from kvit.core.einvoice.fa3 import check as fa3
from kvit.core.einvoice.facturae import check as facturae, face
from kvit.core.einvoice.ksef import upo
from kvit.core.einvoice.verifactu import answers, carried
from kvit.core.errors import Refused
from kvit.core.formats import zipped
from kvit.ports.failures import Failure
from datetime import datetime, UTC
from pathlib import Path

verify = lambda content: XadesSigner().verify(content, at=datetime(2026, 3, 1, tzinfo=UTC))
DOORS = {
    "UBL": lambda content: ubl_profiles.check(content, profile="peppol"), "CII": cii_check.check, "FA(3)": fa3.check,
    "Facturae": facturae.check, "FACe": face.check, "UPO": upo.check, "ZUGFeRD 1": zugferd_read.read,
    "AEAT": answers.read, "VERI*FACTU": carried.read, "signature": verify, "zip": zipped.members,
}
touched = []
def watch(event, given):
    if event == "open" and not str(given[0]).endswith((".py", ".pyc")) or event.startswith("socket.connect"):
        touched.append(f"{event} {given[0]}")
told = []
for door in DOORS.values():  # what is read once, at the first document, is not what is measured
    try:
        door(b"<a/>")
    except (Refused, Failure):
        pass
sys.addaudithook(watch)
for name in sys.argv[2:]:
    content = (Path(sys.argv[1]) / name).read_bytes()
    for door, act in DOORS.items():
        touched.clear()
        began = time.process_time()
        try:
            found = act(content)
            said = "found" if found else "nothing"
        except (Refused, Failure) as refused:
            said = refused.code
        told.append([name, door, said, time.process_time() - began, list(touched), str(vars().get("found"))[:5000]])
        found = None
def peak():
    # ru_maxrss of Linux begins with what the parent held, so there the mark of the process itself is read
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
print(json.dumps({"told": told, "megabytes": peak()}))
"""

WITH_DOCTYPE = {"file", "address", "parameter", "dtd", "laughs", "quadratic", "bare doctype", "a page"}
ELSEWHERE = {"zip": "zip.unreadable", "signature": "signature.unreadable"}
"""A DOCTYPE is what all of them have in common, so none is looked into: `xml.doctype`, or what these doors call it."""

ROOTS = {
    "ubl": "Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'",
    "cii": "CrossIndustryInvoice xmlns='urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100'",
    "fa3": "Faktura xmlns='http://crd.gov.pl/wzor/2025/06/25/13775/'",
    "facturae": "f:Facturae xmlns:f='http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml'",
    "upo": "Potwierdzenie xmlns='http://upo.schematy.mf.gov.pl/KSeF/v4-3'",
}


def hostile(port, secret):
    """Documents by name; `port` is where somebody listens, `secret` a file that nobody may read."""
    address = f"http://127.0.0.1:{port}/x"
    entities = "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    made = {
        "file": f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>&x;</a>',
        "address": f'<!DOCTYPE a [<!ENTITY x SYSTEM "{address}">]><a>&x;</a>',
        "parameter": f'<!DOCTYPE a [<!ENTITY % x SYSTEM "{address}"> %x;]><a/>',
        "dtd": f'<!DOCTYPE a SYSTEM "{address}"><a/>',
        "laughs": f'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">{entities}]><a>&j;</a>',
        "quadratic": f'<!DOCTYPE a [<!ENTITY a "{"a" * 50_000}">]><a>{"&a;" * 50_000}</a>',
        "bare doctype": "<!DOCTYPE a><a/>",
        "sheet": f'<?xml-stylesheet href="{address}"?><a xmlns:xi="http://www.w3.org/2001/XInclude">'
        f'<xi:include href="{secret.as_uri()}" parse="text"/></a>',
    }
    for name, root in ROOTS.items():
        tag = root.partition(" ")[0]
        made[f"deep {name}"] = f"<{root}>{'<a>' * 200_000}{'</a>' * 200_000}</{tag}>"
        made[f"wide {name}"] = f"<{root} {' '.join(f'a{i}=' + chr(34) + chr(34) for i in range(200_000))}/>"
        made[f"schema {name}"] = (
            f"<{root} xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:schemaLocation='urn:x {address}'/>"
        )
        include = f"<x:include xmlns:x='http://www.w3.org/2001/XInclude' href='{secret.as_uri()}' parse='text'/>"
        made[f"include {name}"] = f"<{root}>{include}</{tag}>"
    encoded = {name: text.encode() for name, text in made.items()}
    encoded["UTF-16 that says UTF-8"] = '<?xml version="1.0" encoding="UTF-8"?><a>ș</a>'.encode("utf-16")
    encoded["Latin that says UTF-8"] = '<?xml version="1.0" encoding="UTF-8"?><a>é</a>'.encode("latin-1")
    encoded["UTF-8 that says Latin"] = '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode()
    encoded["a page"] = b"<!doctype html><html><body>Maintenance</body></html>"
    encoded["19 MB of one text"] = b"<a>" + b"x" * 19_000_000 + b"</a>"
    encoded["21 MB"] = b"<a/>" + b" " * 21_000_000
    encoded["nothing"] = b""
    return encoded


class Listener:
    """Somebody who listens, and counts who comes."""

    def __init__(self):
        self.came = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            try:
                self._socket.accept()[0].close()
            except OSError:
                return
            self.came += 1

    def close(self):
        self._socket.close()


@pytest.fixture
def listener():
    listening = Listener()
    yield listening
    listening.close()


@pytest.mark.timeout(240)
def test_every_door_refuses_or_holds_what_is_hostile_in_time_and_fetches_nothing(tmp_path, listener):
    secret = tmp_path / "secret"
    secret.write_text("the secret of this house")
    documents = tmp_path / "documents"
    documents.mkdir()
    made = hostile(listener.port, secret)
    for name, content in made.items():
        (documents / name).write_bytes(content)
    command = [sys.executable, "-c", PROGRAM, str(documents), *made]
    ran = subprocess.run(command, capture_output=True, cwd=ROOT, check=False)
    assert ran.returncode == 0, ran.stderr.decode()[-2000:]
    answered = json.loads(ran.stdout)
    assert len(answered["told"]) == len(made) * 11
    for name, door, said, seconds, touched, found in answered["told"]:
        assert said != "nothing", (name, door)
        if name in WITH_DOCTYPE:
            assert said == ELSEWHERE.get(door, "xml.doctype"), (name, door)
        assert seconds < SECONDS, (name, door, seconds)
        assert touched == [], (name, door)
        assert "the secret" not in found, (name, door)
    assert answered["megabytes"] < MEGABYTES
    assert listener.came == 0
