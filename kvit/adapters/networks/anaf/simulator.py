"""RO e-Factura as its pages and its users tell of it: indexes, delays, refusals, duplicates, pages, limits."""

import hashlib
import io
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from kvit.adapters.networks.simulation import Asked, Given, Simulation, as_json

PAGE = 500
STATES_A_DAY, DOWNLOADS_A_DAY = 100, 10
"""How often ANAF tells of one document, and gives its zip."""
UPLOADED = "mfp:anaf:dgti:spv:respUploadFisier:v1"
STATE = "mfp:anaf:dgti:efactura:stareMesajFactura:v1"
REFUSED = "mfp:anaf:dgti:efactura:mesajEroriFactuta:v1"


@dataclass
class Upload:
    """A document that ANAF has; `errors` are why it is refused."""

    index: str
    cif: str
    content: bytes
    at: datetime
    errors: list[str] = field(default_factory=list)
    asked: int = 0

    @property
    def download(self) -> str:
        return f"3{self.index}"


class AnafSimulator:
    """`refuses` says what is wrong with a document (nothing: it is right); `works_on` states pass before it is done.

    Without `notices_doubles` it takes the same document twice, as no authority should.
    """

    def __init__(
        self,
        *,
        refuses: Callable[[bytes], list[str]] = lambda content: [],
        works_on: int = 1,
        notices_doubles: bool = True,
        token: str = "valid",  # noqa: S107 a made-up authority's
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.refuses, self.works_on, self.token, self._now = refuses, works_on, token, now
        self.notices_doubles = notices_doubles
        self.downloads_a_day = DOWNLOADS_A_DAY
        self.uploads: dict[str, Upload] = {}
        self.incoming: list[Upload] = []
        self.downloads: Counter[str] = Counter()
        self.served = Simulation(self._answer)

    @property
    def hosts(self) -> dict[str, str]:
        """The addresses for the adapter."""
        return {"test": self.served.url, "production": self.served.url}

    @property
    def tokens(self) -> str:
        return f"{self.served.url}/anaf-oauth2/v1/token"

    def has_for_us(self, content: bytes, *, at: datetime, sender: str = "8000000000") -> None:
        """A supplier's document that waits for us."""
        self.incoming.append(Upload(str(7_000_000 + len(self.incoming)), sender, content, at))

    def _answer(self, asked: Asked) -> Given:
        if asked.path.endswith("/token"):
            return self._tokens(asked)
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            return Given(401, b"", "text/plain")
        acts = {
            "/upload": self._upload,
            "/uploadb2c": self._upload,
            "/stareMesaj": self._state,
            "/descarcare": self._download,
            "/listaMesajePaginatieFactura": self._list,
        }
        act = acts.get(asked.path)
        return act(asked) if act else Given(404, b"", "text/plain")

    def _tokens(self, asked: Asked) -> Given:
        told = dict(parse_qsl(asked.body.decode()))
        signs_in = told.get("grant_type") == "authorization_code"
        grant = told.get("code") if signs_in else told.get("refresh_token")
        if grant != "good" or (signs_in and not (told.get("redirect_uri") and told.get("client_secret"))):
            return as_json({"error": "invalid_grant"}, status=400)
        self.token = "renewed"  # noqa: S105
        return as_json({"access_token": "renewed", "refresh_token": "good", "expires_in": 7776000})

    def _upload(self, asked: Asked) -> Given:
        if not asked.query.get("cif"):
            return _head(UPLOADED, 'ExecutionStatus="1"', error="CIF introdus= nu este un numar")
        index = str(5_000_000 + len(self.uploads))
        digest = hashlib.sha256(asked.body).hexdigest()
        before = [one for one in self.uploads.values() if hashlib.sha256(one.content).hexdigest() == digest]
        taken = next((one for one in before if not one.errors), None)
        errors = self.refuses(asked.body)
        if taken is not None and self.notices_doubles:
            errors = [f"Factura a mai fost transmisa anterior cu index={taken.index}"]
        self.uploads[index] = Upload(index, asked.query["cif"], asked.body, self._now(), errors)
        stamp = self._now().strftime("%Y%m%d%H%M")
        return _head(UPLOADED, f'dateResponse="{stamp}" ExecutionStatus="0" index_incarcare="{index}"')

    def _state(self, asked: Asked) -> Given:
        upload = self.uploads.get(asked.query.get("id_incarcare", ""))
        if upload is None:
            return _head(STATE, error=f"Nu exista factura cu id_incarcare= {asked.query.get('id_incarcare')}")
        upload.asked += 1
        if upload.asked > STATES_A_DAY:
            return _head(STATE, error=f"S-au facut deja {STATES_A_DAY} interogari ale mesajului")
        if upload.asked <= self.works_on:
            return _head(STATE, 'stare="in prelucrare"')
        state = "nok" if upload.errors else "ok"
        return _head(STATE, f'stare="{state}" id_descarcare="{upload.download}"')

    def _download(self, asked: Asked) -> Given:
        identifier = asked.query.get("id", "")
        self.downloads[identifier] += 1
        if self.downloads[identifier] > self.downloads_a_day:
            return as_json(
                {
                    "eroare": f"S-au facut deja {DOWNLOADS_A_DAY} descarcari de mesaj in cursul zilei",
                    "titlu": "Descarcare mesaj",
                }
            )
        known = {one.download: one for one in (*self.uploads.values(), *self.incoming)}
        upload = known.get(identifier)
        if upload is None:
            return as_json({"eroare": f"Pentru id={identifier} nu exista inregistrata nici o factura"})
        return Given(200, zip_of(upload), "application/zip")

    def _list(self, asked: Asked) -> Given:
        since, until = (int(asked.query[name]) / 1000 for name in ("startTime", "endTime"))
        kind, page = asked.query.get("filtru", ""), int(asked.query["pagina"])
        found = [one for one in self._of_kind(kind) if since <= one.at.timestamp() <= until]
        if not found:
            return as_json({"eroare": "Nu exista mesaje in intervalul selectat", "titlu": "Lista Mesaje"})
        pages = -(-len(found) // PAGE)
        if page > pages:
            return as_json({"eroare": f"Pagina solicitata {page} este mai mare decat numarul toatal de pagini {pages}"})
        shown = found[(page - 1) * PAGE : page * PAGE]
        return as_json(
            {
                "mesaje": [_message(one, kind) for one in shown],
                "numar_inregistrari_in_pagina": len(shown),
                "numar_total_inregistrari_per_pagina": PAGE,
                "numar_total_inregistrari": len(found),
                "numar_total_pagini": pages,
                "index_pagina_curenta": page,
                "titlu": "Lista Mesaje",
            }
        )

    def _of_kind(self, kind: str) -> list[Upload]:
        if kind == "P":
            return self.incoming
        done = [one for one in self.uploads.values() if one.asked >= self.works_on or not self.works_on]
        return [one for one in done if bool(one.errors) == (kind == "E")]


def zip_of(upload: Upload) -> bytes:
    """The signed zip of a document: itself and its signature, or the errors and their signature."""
    inside = upload.content
    if upload.errors:
        errors = "".join(f'<Error errorMessage="{error}"/>' for error in upload.errors)
        head = f'xmlns="{REFUSED}" Index_incarcare="{upload.index}" Cif_emitent="{upload.cif}"'
        inside = f"<header {head}>{errors}</header>".encode()
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(f"{upload.index}.xml", inside)
        archive.writestr(f"semnatura_{upload.index}.xml", b"<Signature/>")
    return held.getvalue()


def _message(upload: Upload, kind: str) -> dict[str, str]:
    names = {"P": "FACTURA PRIMITA", "T": "FACTURA TRIMISA", "E": "ERORI FACTURA"}
    return {
        "data_creare": upload.at.strftime("%Y%m%d%H%M"),
        "cif": upload.cif,
        "id_solicitare": upload.index,
        "detalii": f"Factura cu id_incarcare={upload.index} emisa de cif_emitent={upload.cif} pentru cif_beneficiar=3",
        "tip": names[kind],
        "id": upload.download,
    }


def _head(space: str, attributes: str = "", *, error: str = "") -> Given:
    inside = f'<Errors errorMessage="{error}"/>' if error else ""
    text = f'<?xml version="1.0" encoding="UTF-8"?><header xmlns="{space}" {attributes}>{inside}</header>'
    return Given(200, text.encode(), "application/xml")
