"""Of which country the parties of a document are, as the national rules of Peppol ask: by VAT id, or by address."""

from lxml import etree

from kvit.core.einvoice.element_rules import BUYER, SELLER, child, children, raw, squeezed

UNKNOWN = "XX"
_SELLER, _BUYER = SELLER.removeprefix("/*/"), BUYER.removeprefix("/*/")
_REPRESENTATIVE = "cac:TaxRepresentativeParty"
_ADDRESS = "cac:PostalAddress/cac:Country/cbc:IdentificationCode"


def seller(root: etree._Element) -> str:
    """By the VAT id of the seller, of its tax representative, or by the seller's address."""
    return _by_vat_id(root, _SELLER) or _by_vat_id(root, _REPRESENTATIVE) or _by_address(root, _SELLER)


def seller_alone(root: etree._Element) -> str:
    """By the VAT id of the seller or by its address."""
    return _by_vat_id(root, _SELLER) or _by_address(root, _SELLER)


def buyer(root: etree._Element) -> str:
    """By the VAT id of the buyer or by its address."""
    return _by_vat_id(root, _BUYER) or _by_address(root, _BUYER)


def resident(root: etree._Element, party: str) -> str:
    """The country of the address of `seller`, `buyer` or `representative`; empty where there is none."""
    path = {"seller": _SELLER, "buyer": _BUYER, "representative": _REPRESENTATIVE}[party]
    return squeezed(child(root, f"{path}/{_ADDRESS}")).upper()


def written(root: etree._Element, party: str) -> str:
    """The same as it stands there: some countries' rules take `DK` and not `dk`."""
    path = {"seller": _SELLER, "buyer": _BUYER}[party]
    return raw(child(root, f"{path}/{_ADDRESS}"))


def are_german(root: etree._Element) -> bool:
    """Whether seller and buyer live in Germany."""
    return resident(root, "seller") == "DE" == resident(root, "buyer")


def _by_vat_id(root: etree._Element, path: str) -> str:
    held = [raw(child(one, "cbc:CompanyID")) for one in children(root, f"{path}/cac:PartyTaxScheme") if is_vat(one)]
    if len(held) > 1:
        return UNKNOWN  # the sheet breaks off over two of them, so no country's rules are asked
    return held[0][:2].strip().upper() if held else ""


def is_vat(registration: etree._Element) -> bool:
    """Whether a tax registration is one for VAT."""
    return raw(child(registration, "cac:TaxScheme/cbc:ID")) == "VAT"


def _by_address(root: etree._Element, path: str) -> str:
    country = child(root, f"{path}/{_ADDRESS}")
    return UNKNOWN if country is None else squeezed(country).upper()
