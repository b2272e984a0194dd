"""The kinds of values in FA(3) 1-0E: texts by length, amounts by decimals, days by range, codes by list.

Names and limits are those of the ministry's schema (`schemat_FA(3)_v1-0E.xsd` and its base types).
"""

from datetime import UTC, date, datetime

from kvit.core.einvoice import codes
from kvit.core.einvoice.bound.simple import Day, Fixed, Listed, Mark, Moment, Number, Text, Whole

LAST = date(2050, 1, 1)
LAST_MOMENT = datetime(2050, 1, 1, 23, 59, 59, tzinfo=UTC)
_FIRST_MOMENT = datetime(2021, 10, 1, tzinfo=UTC)
_NIP = r"[1-9]((\d[1-9])|([1-9]\d))\d{7}"

FORM = Fixed("the form FA", "FA", {"kodSystemowy": "FA (3)", "wersjaSchemy": "1-0E"})
VARIANT = Whole("variant 3 of the form", frozenset({3}))

T20 = Text("a text of 1 to 20 characters", 1, 20)
T32 = Text("a text of 1 to 32 characters", 1, 32)
T50 = Text("a text of 1 to 50 characters", 1, 50)
T256 = Text("a text of 1 to 256 characters", 1, 256)
T256_EMPTY = Text("a text of 256 characters at most", 0, 256)
T512 = Text("a text of 1 to 512 characters", 1, 512)
FOOTER = Text("a text of 1 to 3500 characters", 1, 3500, keeps_space=True)

AMOUNT = Number("an amount with two decimals at most", 16, 2)
PRICE = Number("a price with eight decimals at most", 14, 8)
QUANTITY = Number("a number with six decimals at most", 16, 6)
PERCENT = Number("a percentage from 0 to 100 with six decimals at most", 3, 6, percent=True)
NATURAL = Whole("a number from 1 on")
INTEGER = Whole("a whole number", least=-(10**18))

DAY = Day("a day from 2006 to 2050", date(2006, 1, 1), LAST)
PAYMENT_DAY = Day("a day from July 2016 to 2050", date(2016, 7, 1), LAST)
CONTRACT_DAY = Day("a day from 1990 to 2050", date(1990, 1, 1), LAST)
CREATED = Moment("a moment from September 2025 to 2050", datetime(2025, 9, 1, tzinfo=UTC), LAST_MOMENT)
MOMENT = Moment("a moment from October 2021 to 2050", _FIRST_MOMENT, LAST_MOMENT)

YES = Mark("1")
YES_NO = Mark("1 or 2", can_say_no=True)

NIP = Text("a NIP of ten digits", 10, 10, _NIP, keeps_space=True)
EU_VAT_ID = Text(
    "a VAT number of up to 12 digits and capital letters", 1, 12, r"(\d|[A-Z]|\+|\*){1,12}", keeps_space=True
)
INTERNAL_ID = Text("a NIP, a dash and five digits", 16, 16, _NIP + r"-\d{5}")
TAX_ID = Text("a number of 1 to 50 characters", 1, 50, keeps_space=True)
KSEF_NUMBER = Text(
    "a KSeF number",
    1,
    36,
    rf"({_NIP}|M\d{{9}}|[A-Z]{{3}}\d{{7}})-(20[2-9][0-9]|2[1-9][0-9]{{2}}|[3-9][0-9]{{3}})(0[1-9]|1[0-2])"
    r"(0[1-9]|[1-2][0-9]|3[0-1])-([0-9A-F]{6})-?([0-9A-F]{6})-([0-9A-F]{2})",
)
KRS = Text("a KRS number of ten digits", 10, 10, r"\d{10}", keeps_space=True)
REGON = Text("a REGON of 9 or 14 digits", 9, 14, r"\d{9}|\d{14}", keeps_space=True)
BDO = Text("a BDO number of 9 characters at most", 1, 9)
GLN = Text("a global location number of 13 characters at most", 1, 13)
EMAIL = Text("an e-mail address", 3, 255, "(.)+@(.)+")
PHONE = Text("a telephone number of 16 characters at most", 1, 16)
ACCOUNT = Text("an account number of 10 to 34 characters", 10, 34, keeps_space=True)
SWIFT = Text("a BIC of 8 or 11 characters", 8, 11, "[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3}){0,1}", keeps_space=True)
PAYMENT_LINK = Text(
    "a payment link with an IPKSeF",
    1,
    512,
    r"(https?)://([a-zA-Z0-9][a-zA-Z0-9-]*\.)+[a-zA-Z]{2,}(:[0-9]{1,5})?(/[^\s?#]*)?\?([^#\s]*&)?"
    r"IPKSeF=[0-9]{3}[a-zA-Z0-9]{10}(&[^#\s]*)?(#.*)?",
)
PAYMENT_ID = Text("an IPKSeF of 13 characters", 13, 13, "[0-9]{3}[a-zA-Z0-9]{10}")

_COUNTRIES_BESIDE = ["XC", "XK", "AN", "XL"]
_CURRENCIES_BESIDE = ["CUC", "IMP", "SLL", "ZWL", "GGP", "BGN", "JEP", "STN", "HRK", "ANG"]
_CURRENCIES_UNKNOWN = ["XTS", "ZWG", "SLE", "CNH", "STD", "VED"]
COUNTRY = Listed("a country code of KSeF", codes.COUNTRIES - {"1A"} | {*_COUNTRIES_BESIDE}, keeps_space=True)
CURRENCY = Listed(
    "a currency code of KSeF",
    codes.CURRENCIES - {*_CURRENCIES_UNKNOWN} | {*_CURRENCIES_BESIDE},
    keeps_space=True,
)
MEMBERS = frozenset(
    ["AT", "BE", "BG", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "EL", "HR", "HU", "IE", "IT", "LV", "LT", "LU", "MT"]
    + ["NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "XI"]
)
EU_COUNTRY = Listed("a member state's code", MEMBERS, keeps_space=True)
POLAND = Listed("PL", frozenset({"PL"}), keeps_space=True)

DOCUMENT_KIND = Listed("a kind of document", frozenset(["VAT", "KOR", "ZAL", "ROZ", "UPR", "KOR_ZAL", "KOR_ROZ"]))
RATE = Listed(
    "a rate of KSeF",
    frozenset(["23", "22", "8", "7", "5", "4", "3", "0 KR", "0 WDT", "0 EX", "zw", "oo", "np I", "np II"]),
)
_PROCEDURES = frozenset(["WSTO_EE", "IED", "TT_D", "B_SPV", "B_SPV_DOSTAWA", "B_MPV_PROWIZJA"])
ORDER_PROCEDURE = Listed("a procedure", _PROCEDURES)
PROCEDURE = Listed("a procedure", _PROCEDURES | {"I_42", "I_63"})
GTU = Listed("a code GTU_01 to GTU_13", frozenset(f"GTU_{number:02}" for number in range(1, 14)))
COLUMN = Listed("a kind of column", frozenset(["date", "datetime", "dec", "int", "time", "txt"]))

PAYMENT_FORM = Whole("a form of payment from 1 to 7", frozenset(range(1, 8)))
LOAD = Whole("a kind of load from 1 to 20", frozenset(range(1, 21)))
OWN_ACCOUNT = Whole("1, 2 or 3", frozenset({1, 2, 3}))
TAXPAYER_STATUS = Whole("a status from 1 to 4", frozenset(range(1, 5)))
AUTHORISED_ROLE = Whole("a role from 1 to 3", frozenset({1, 2, 3}))
THIRD_PARTY_ROLE = Whole("a role from 1 to 11", frozenset(range(1, 12)))
CORRECTION_EFFECT = Whole("1, 2 or 3", frozenset({1, 2, 3}))
TRANSPORT = Whole("a kind of transport", frozenset({1, 2, 3, 4, 5, 7, 8}))
