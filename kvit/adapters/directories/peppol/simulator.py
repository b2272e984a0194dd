"""A name server and a publisher of Peppol, made up, over real UDP and HTTP on this machine."""

import socketserver
import struct
import threading
from collections.abc import Mapping
from urllib.parse import quote, unquote

from kvit.adapters.networks.simulation import Asked, Given, Simulation
from kvit.core.einvoice.peppol import addressing

ZONE = "participant.sml.test.example"
GROUP = "http://busdox.org/serviceMetadata/publishing/1.0/"
IDS = "http://busdox.org/transport/identifiers/1.0/"
SERVFAIL, NXDOMAIN = 2, 3


class DirectorySimulator:
    """Participants by their full form, with the document types that they take.

    `fails` is the code with which the name server fails; `silent` makes it answer nothing; `published` is HTTP.
    """

    def __init__(self, participants: Mapping[str, frozenset[str]]) -> None:
        self.participants = dict(participants)
        self.gone: set[str] = set()
        self.fails, self.silent = 0, False
        self.published = Simulation(self._answer)
        self._names = socketserver.ThreadingUDPServer(("127.0.0.1", 0), _naming(self))
        self._names.daemon_threads = True
        threading.Thread(target=self._names.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def server(self) -> tuple[str, int]:
        """Where the name server is."""
        host, port = self._names.server_address[:2]
        return str(host), int(port)

    def close(self) -> None:
        """Serve nothing any more."""
        self.published.close()
        self._names.shutdown()
        self._names.server_close()

    def named(self, question: bytes) -> bytes | None:
        """The answer to a DNS question."""
        if self.silent:
            return None
        (identifier,) = struct.unpack_from(">H", question)
        name = _name(question)
        known = {addressing.located_at(one, zone=ZONE).lower() for one in self.participants}
        if self.fails or name.lower() not in known:
            return struct.pack(">6H", identifier, 0x8180 | (self.fails or NXDOMAIN), 1, 0, 0, 0) + question[12:]
        expression = f"!.*!{self.published.url}/!".encode()
        texts = b"".join(bytes([len(one)]) + one for one in (b"U", b"Meta:SMP", expression))
        told = struct.pack(">2H", 100, 10) + texts + b"\0"
        head = struct.pack(">6H", identifier, 0x8180, 1, 1, 0, 0)
        return head + question[12:] + struct.pack(">HHHIH", 0xC00C, 35, 1, 60, len(told)) + told

    def _answer(self, asked: Asked) -> Given:
        participant = unquote(asked.path[1:])
        taken = self.participants.get(participant)
        if taken is None or participant in self.gone:
            return Given(404, b"not here", "text/plain")
        scheme, _, value = participant.partition("::")
        here = f"{self.published.url}/{quote(participant, safe='')}/services"
        links = "".join(f'<ServiceMetadataReference href="{here}/{quote(one, safe="")}"/>' for one in sorted(taken))
        text = (
            f'<?xml version="1.0" encoding="UTF-8"?><ServiceGroup xmlns="{GROUP}" xmlns:id="{IDS}">'
            f'<id:ParticipantIdentifier scheme="{scheme}">{value}</id:ParticipantIdentifier>'
            f"<ServiceMetadataReferenceCollection>{links}</ServiceMetadataReferenceCollection></ServiceGroup>"
        )
        return Given(200, text.encode(), "application/xml")


def _name(question: bytes) -> str:
    labels, at = [], 12
    while question[at]:
        labels.append(question[at + 1 : at + 1 + question[at]].decode())
        at += 1 + question[at]
    return ".".join(labels)


def _naming(simulator: DirectorySimulator) -> type[socketserver.BaseRequestHandler]:
    class Naming(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            content, answering = self.request
            answer = simulator.named(content)
            if answer is not None:
                answering.sendto(answer, self.client_address)

    return Naming
