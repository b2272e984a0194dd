"""Codes of the Romanian specification, and how its lists differ from those of EN 16931's present release.

Counties: ISO 3166-2:RO, as BR-RO-110 lists them. The Romanian sheet 1.0.9 (June 2024) holds EN 16931 in an older
release; where a list grew or shrank since, the document is judged by the list that ANAF judges by.
"""

from kvit.core.einvoice import codes

COUNTY_NAMES = (
    "AB Alba, AR Arad, AG Arges, BC Bacau, BH Bihor, BN Bistrita-Nasaud, BT Botosani, BR Braila, BV Brasov, "
    "B Bucuresti, BZ Buzau, CL Calarasi, CS Caras-Severin, CJ Cluj, CT Constanta, CV Covasna, DB Dambovita, DJ Dolj, "
    "GL Galati, GR Giurgiu, GJ Gorj, HR Harghita, HD Hunedoara, IL Ialomita, IS Iasi, IF Ilfov, MM Maramures, "
    "MH Mehedinti, MS Mures, NT Neamt, OT Olt, PH Prahova, SJ Salaj, SM Satu Mare, SB Sibiu, SV Suceava, "
    "TR Teleorman, TM Timis, TL Tulcea, VL Valcea, VS Vaslui, VN Vrancea"
)
NAME_OF_COUNTY = {f"RO-{one.split(' ')[0]}": one.partition(" ")[2] for one in COUNTY_NAMES.split(", ")}
"""The name of each county without its accents, by its code."""

COUNTIES = frozenset(NAME_OF_COUNTY)
BUCHAREST = "RO-B"
SECTORS = frozenset(f"SECTOR{number}" for number in range(1, 7))
"""What the town of an address in Bucharest is (BR-RO-100)."""

INVOICE_TYPES = frozenset({"380", "384", "389", "751"})
CREDIT_NOTE_TYPES = frozenset({"381"})


def _less(listed: frozenset[str], gone: str, more: str = "") -> frozenset[str]:
    return listed - frozenset(gone.split()) | frozenset(more.split())


_SINCE_0216 = " ".join(f"{number:04}" for number in range(217, 249))

ALL_INVOICE_TYPES = _less(codes.INVOICE_TYPES, "471 472 473 500 501")
ALL_CREDIT_NOTE_TYPES = _less(codes.CREDIT_NOTE_TYPES, "502 503")
CURRENCIES = _less(codes.CURRENCIES, "CNH MRU SLE UYW VED VES XCG ZWG", "ANG BGN CUC HRK MRO SLL VEF ZWL")
OBJECT_SCHEMES = _less(codes.OBJECT_SCHEMES, "AXU")
IDENTIFIER_SCHEMES = _less(codes.IDENTIFIER_SCHEMES, _SINCE_0216)
CLASSIFICATION_SCHEMES = _less(codes.CLASSIFICATION_SCHEMES, "EMD GMN PPI")
PAYMENT_MEANS = _less(codes.PAYMENT_MEANS, "98")
CHARGE_REASONS = _less(codes.CHARGE_REASONS, "PRV")
EXEMPTION_CODES = frozenset(code for code in codes.EXEMPTION_CODES if not code.startswith("VATEX-FR-")) - frozenset(
    {"VATEX-EU-135-1", "VATEX-EU-144", "VATEX-EU-146-1E", "VATEX-EU-153", "VATEX-EU-159"}
)
ELECTRONIC_ADDRESS_SCHEMES = _less(
    codes.ELECTRONIC_ADDRESS_SCHEMES,
    "0154 0158 0177 0217 0218 0219 0220 0221 0225 0230 0235 0240 0242 0244 0245 0246 0248 9959",
    "9901 9906 9907 9955",
)
UNITS = codes.UNITS
