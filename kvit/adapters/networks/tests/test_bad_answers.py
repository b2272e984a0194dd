"""An authority that answers nonsense, from any call on: nothing is taken for an answer, and nothing falls over."""

import gzip
import io
import resource
import zipfile
from base64 import b64encode
from dataclasses import replace

import pytest

from kvit.adapters.networks.aeat import AeatNetwork
from kvit.adapters.networks.aeat.tests.test_aeat import (
    NIF,
    a_chain_of,
    aeat,  # noqa: F401 the simulated network
    carried_by,
)
from kvit.adapters.networks.anaf.tests import test_anaf
from kvit.adapters.networks.anaf.tests.test_anaf import anaf, moment  # noqa: F401 the simulated network
from kvit.adapters.networks.face import FaceNetwork
from kvit.adapters.networks.face.simulator import FaceSimulator
from kvit.adapters.networks.ksef.tests import test_ksef
from kvit.adapters.networks.ksef.tests.test_ksef import clock, ksef  # noqa: F401 the simulated network
from kvit.adapters.networks.peppol import PeppolNetwork
from kvit.adapters.networks.peppol.tests import test_peppol
from kvit.adapters.networks.peppol.tests.test_peppol import point  # noqa: F401 the simulated network
from kvit.adapters.networks.simulation import Given
from kvit.adapters.signers.xades import XadesSigner
from kvit.adapters.signers.xades.tests.certificates import PASSWORD, TODAY, a_certificate
from kvit.core.einvoice.facturae import write
from kvit.core.tests.test_facturae import FACTS, a_document
from kvit.ports.failures import Declined, Unreachable
from kvit.ports.network import Access, Answer, Document

MB = 1024 * 1024
MOST_MB = 300


def zipped(name, content, *, said=None):
    """A zip of one file; `said` is the size that its heads lie about."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    made = held.getvalue()
    return made if said is None else made.replace(len(content).to_bytes(4, "little"), said.to_bytes(4, "little"))


BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>'
ANSWERS = {
    "a page": Given(200, b"<html><body>Rejected<br></body></html>", "text/html"),
    "a page of an error": Given(500, b"<html><body>Rejected</body></html>", "text/html"),
    "nothing": Given(200, b""),
    "NUL": Given(200, b"\x00" * 100),
    "deep JSON": Given(200, b"[" * 200_000 + b"]" * 200_000),
    "a deep object": Given(200, b'{"a":' * 200_000 + b"1" + b"}" * 200_000),
    "another JSON": Given(200, b"7"),
    "a list": Given(200, b"[7, null]"),
    "an empty object": Given(200, b"{}"),
    "an object of other kinds": Given(200, b'{"mesaje": 5, "status": 7, "code": "x", "parts": 9, "invoices": {}}'),
    "a code that is none": Given(
        200, b'{"status": {"code": null}, "accessToken": "x", "invoices": 5, "sessions": [7]}'
    ),
    "a code in words": Given(200, b'{"status": {"code": "x"}, "authenticationToken": "x", "invoices": [7]}'),
    "more than a code": Given(200, b'{"status": {"code": 200, "extensions": [1]}, "upo": 7, "sessions": 7}'),
    "deep XML": Given(200, b"<a>" * 200_000, "application/xml"),
    "an entity bomb": Given(200, BOMB, "application/xml"),
    "a file of ours": Given(200, b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "text/xml"),
    "Latin that says UTF-8": Given(200, '<?xml version="1.0" encoding="UTF-8"?><a b="é"/>'.encode("latin-1")),
    "a bomb on the way": Given(200, gzip.compress(b"0" * (200 * MB)), headers={"Content-Encoding": "gzip"}),
    "gzip that is none": Given(200, b"none", headers={"Content-Encoding": "gzip"}),
    "a zip that lies": Given(200, zipped("a.xml", b"<a/>" * 1000, said=1), "application/zip"),
}
CALLS, FEW_CALLS = (0, 1, 2, 3, 4, 6), (0, 2)
"""From which request on the network answers nonsense; few where each request opens a certificate, which is slow."""


@pytest.fixture(scope="module")
def spanish():
    """The access to a network that wants to be shown a certificate."""
    secrets = {"certificate": b64encode(a_certificate().content).decode(), "password": PASSWORD}
    return Access(mode="test", holder=f"ES{NIF}", name="Alfa SL", secrets=secrets)


@pytest.fixture
def face():
    simulator = FaceSimulator()
    yield simulator
    simulator.served.close()


@pytest.fixture
def networks(anaf, moment, ksef, clock, point, aeat, face, spanish):  # noqa: F811 the fixtures
    """Each network with its simulator, the access to it and a document for it."""
    access = Access(mode="test", holder="RO14399840", settings={"address": point.address}, secrets={"token": "valid"})
    return {
        "anaf": (
            test_anaf.AnafNetwork(hosts=anaf.hosts, tokens=anaf.tokens, seconds=5, now=lambda: moment[0]),
            *(anaf.served, test_anaf.ACCESS, test_anaf.document()),
        ),
        "ksef": (
            test_ksef.KsefNetwork(
                XadesSigner(), hosts=ksef.hosts, seconds=20, now=clock.now, monotonic=clock.monotonic, sleep=clock.sleep
            ),
            *(ksef.served, test_ksef.ACCESS, test_ksef.document()),
        ),
        "peppol": (
            PeppolNetwork(seconds=5, now=lambda: moment[0]),
            *(point.served, access, test_peppol.document()),
        ),
        "verifactu": (
            AeatNetwork(XadesSigner(), hosts=aeat.hosts, seconds=5, now=lambda: TODAY),
            *(aeat.served, spanish, carried_by(*a_chain_of(1))),
        ),
        "face": (
            FaceNetwork(XadesSigner(), hosts=face.hosts, seconds=5, now=lambda: TODAY),
            *(face.served, spanish, a_facturae()),
        ),
    }


def a_facturae():
    content = write.write(a_document(), FACTS)
    return Document(key="key", content=content, form="facturae", number="F-1", issued_on=TODAY.date())


def answering_from(served, bad, *, call):
    """The simulator answers honestly until that call, and so from then on."""
    honest, began = type(served).given, len(served.asked)

    def given(asked, answer):
        if len(served.asked) - began < call:
            return honest(served, asked, answer)
        served.asked.append(asked)
        return bad

    served.given = given


def outcome(act):
    """What the network made of it: never an acceptance, never another exception."""
    try:
        found = act()
    except (Unreachable, Declined) as failure:
        return failure.code
    if found is None:
        return "nothing"
    if isinstance(found, Answer):
        found = [found]
    if isinstance(found, list):
        assert all(one.outcome != "rejected" or one.told or one.findings for one in found), "refused without a reason"
        return found[0].outcome
    return "arrived" if found.documents else "nothing arrived"


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("name", ["anaf", "ksef", "peppol", "verifactu", "face"])
def test_nonsense_is_no_answer_from_whichever_call_on(networks, name, answer):
    network, served, access, document = networks[name]
    bad = ANSWERS[answer]
    referred = replace(document, reference="20260303-SB-0000000000-0000000000-00" if name == "ksef" else "5000000")
    before = resource.getrusage(resource.RUSAGE_SELF)
    for call in FEW_CALLS if access.secrets.get("certificate") else CALLS:
        answering_from(served, bad, call=call)
        told = [
            outcome(lambda: network.send(access, [document])),
            outcome(lambda: network.ask(access, [referred])),
            outcome(lambda: network.receive(access, cursor="")),
            outcome(lambda: network.withdraw(access, referred, reason="Error")),
        ]
        assert "arrived" not in told or answer == "an empty object", told
        if call == 0:
            assert "accepted" not in told, told
    assert served.asked, "the network was really asked"
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert after.ru_utime - before.ru_utime < 24 * 2, "two seconds for each of two dozen acts"
    assert after.ru_maxrss - before.ru_maxrss < MOST_MB * 1024
