"""VIES, ANAF's register and the white list as their pages and their users tell of them, over real HTTP."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kvit.adapters.networks.simulation import Asked, Given, Simulation, as_json

FIREWALL = Given(200, b"<html><body>Request rejected. Your support ID is 1847</body></html>", "text/html")


@dataclass(frozen=True)
class Known:
    """A firm that a register keeps."""

    name: str
    street: str = ""
    building: str = ""
    post_code: str = ""
    town: str = ""
    county: str = ""
    pays_vat: bool = True
    vat_on_payment: bool = False
    inactive: bool = False
    accounts: tuple[str, ...] = ()


class RegisterSimulator:
    """What the three have in common. `weather` of `served` makes it away, down or slow; `page` answers by a page."""

    def __init__(self, firms: Mapping[str, Known]) -> None:
        self.firms = dict(firms)
        self.page = False
        self.served = Simulation(lambda asked: FIREWALL if self.page else self._answer(asked))

    def _answer(self, asked: Asked) -> Given:
        raise NotImplementedError


class ViesSimulator(RegisterSimulator):
    """Firms by country and number. `says` is the word that it answers with instead, for as many times as `times`.

    A requester that it does not know is INVALID_REQUESTER_INFO; `hides` are states that tell no names, as Germany and
    Spain do.
    """

    def __init__(
        self, firms: Mapping[str, Known], *, requesters: frozenset[str], hides: frozenset[str] = frozenset({"DE", "ES"})
    ) -> None:
        super().__init__(firms)
        self.requesters, self.hides = requesters, hides
        self.says, self.times = "", 0

    @property
    def address(self) -> str:
        return f"{self.served.url}/taxation_customs/vies/rest-api/check-vat-number"

    def _answer(self, asked: Asked) -> Given:
        told = asked.told
        if self.times:
            self.times -= 1
            return as_json({"actionSucceed": False, "errorWrappers": [{"error": self.says, "message": self.says}]})
        requester = f"{told.get('requesterMemberStateCode', '')}{told.get('requesterNumber', '')}"
        if requester and requester not in self.requesters:
            wrong = {"error": "INVALID_REQUESTER_INFO", "message": "INVALID_REQUESTER_INFO"}
            return as_json({"actionSucceed": False, "errorWrappers": [wrong]}, status=400)
        firm = self.firms.get(f"{told['countryCode']}{told['vatNumber']}")
        shown = firm is not None and told["countryCode"] not in self.hides
        name = firm.name if firm is not None and shown else "---"
        place = f"{firm.street} {firm.building}\n{firm.post_code} {firm.town}" if firm is not None and shown else "---"
        return as_json(
            {
                "countryCode": told["countryCode"],
                "vatNumber": told["vatNumber"],
                "requestDate": "2026-11-16T09:00:00.000Z",
                "valid": firm is not None,
                "requestIdentifier": f"WAPIAAAAY{len(self.served.asked):07d}" if requester else "",
                "name": name,
                "address": place,
                "traderName": "---",
                "traderStreet": "---",
                "traderPostalCode": "---",
                "traderCity": "---",
                "traderCompanyType": "---",
                "traderNameMatch": "NOT_PROCESSED",
                "traderStreetMatch": "NOT_PROCESSED",
                "traderPostalCodeMatch": "NOT_PROCESSED",
                "traderCityMatch": "NOT_PROCESSED",
                "traderCompanyTypeMatch": "NOT_PROCESSED",
            }
        )


class AnafRegisterSimulator(RegisterSimulator):
    """Firms by tax number, without RO."""

    @property
    def address(self) -> str:
        return f"{self.served.url}/api/PlatitorTvaRest/v9/tva"

    def _answer(self, asked: Asked) -> Given:
        numbers = [(one["cui"], one["data"]) for one in asked.told]
        known = [(number, day, self.firms[str(number)]) for number, day in numbers if str(number) in self.firms]
        return as_json(
            {
                "cod": 200,
                "message": "SUCCESS",
                "found": [_anaf_firm(number, day, firm) for number, day, firm in known],
                "notFound": [number for number, _ in numbers if str(number) not in self.firms],
            }
        )


def _anaf_firm(number: int, day: str, firm: Known) -> dict[str, object]:
    return {
        "date_generale": {
            "cui": number,
            "data": day,
            "denumire": firm.name,
            "adresa": f"JUD. {firm.county}, {firm.town}, {firm.street}, NR.{firm.building}",
            "nrRegCom": "J32/411/2012",
            "telefon": "",
            "codPostal": firm.post_code,
            "stare_inregistrare": "INREGISTRAT din data 11.05.2012",
            "statusRO_e_Factura": True,
        },
        "inregistrare_scop_Tva": {"scpTVA": firm.pays_vat, "perioade_TVA": []},
        "inregistrare_RTVAI": {"dataInceputTvaInc": "", "statusTvaIncasare": firm.vat_on_payment},
        "stare_inactiv": {"dataInactivare": "", "statusInactivi": firm.inactive},
        "inregistrare_SplitTVA": {"statusSplitTVA": False},
        "adresa_sediu_social": {
            "sdenumire_Strada": firm.street,
            "snumar_Strada": firm.building,
            "sdenumire_Localitate": firm.town,
            "sdenumire_Judet": firm.county,
            "scod_JudetAuto": firm.county,
            "stara": "",
            "sdetalii_Adresa": "",
            "scod_Postal": firm.post_code,
        },
        "adresa_domiciliu_fiscal": {},
    }


class WhiteListSimulator(RegisterSimulator):
    """Firms by NIP. `says` is the code of an error with status 400, WL-115 for a wrong NIP and so on."""

    def __init__(self, firms: Mapping[str, Known]) -> None:
        super().__init__(firms)
        self.says = ""

    @property
    def address(self) -> str:
        return self.served.url

    def _answer(self, asked: Asked) -> Given:
        if self.says:
            return as_json({"code": self.says, "message": "Nie można zwrócić danych"}, status=400)
        found = re.fullmatch(r"/api/search/nip/(\d{10})", asked.path)
        if found is None or "date" not in asked.query:
            return as_json({"code": "WL-115", "message": "Nieprawidłowy NIP."}, status=400)
        firm = self.firms.get(found[1])
        subject = None
        if firm is not None:
            subject = {
                "name": firm.name,
                "nip": found[1],
                "statusVat": "Czynny" if firm.pays_vat else "Niezarejestrowany",
                "regon": "",
                "krs": "0000123456",
                "residenceAddress": None,
                "workingAddress": f"{firm.street} {firm.building}, {firm.post_code} {firm.town}",
                "accountNumbers": list(firm.accounts),
                "hasVirtualAccounts": False,
            }
        request = {"requestId": f"d2n10-{len(self.served.asked):07x}", "requestDateTime": "16-11-2026 10:00:00"}
        return as_json({"result": {"subject": subject, **request}})
