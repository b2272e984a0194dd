"""Facturae's own codes beside those of EN 16931: countries, provinces, units, ways to pay, reasons to correct."""

from decimal import Decimal


def _pairs(listed: str) -> dict[str, str]:
    return {pair[:2]: pair[2:] for pair in listed.split()}


REASONS = {
    "01": "Número de la factura",
    "02": "Serie de la factura",
    "03": "Fecha expedición",
    "04": "Nombre y apellidos/Razón Social-Emisor",
    "05": "Nombre y apellidos/Razón Social-Receptor",
    "06": "Identificación fiscal Emisor/obligado",
    "07": "Identificación fiscal Receptor",
    "08": "Domicilio Emisor/Obligado",
    "09": "Domicilio Receptor",
    "10": "Detalle Operación",
    "11": "Porcentaje impositivo a aplicar",
    "12": "Cuota tributaria a aplicar",
    "13": "Fecha/Periodo a aplicar",
    "14": "Clase de factura",
    "15": "Literales legales",
    "16": "Base imponible",
    "80": "Cálculo de cuotas repercutidas",
    "81": "Cálculo de cuotas retenidas",
    "82": "Base imponible modificada por devolución de envases / embalajes",
    "83": "Base imponible modificada por descuentos y bonificaciones",
    "84": "Base imponible modificada por resolución firme, judicial o administrativa",
    "85": "Base imponible modificada cuotas repercutidas no satisfechas. Auto de declaración de concurso",
}
"""Why an invoice is corrected: 01 to 16 by RD 1496/2003 (now RD 1619/2012), 80 to 85 by Ley 37/1992 art. 80."""

CORRECTION_METHODS = {
    "01": "Rectificación íntegra",
    "02": "Rectificación por diferencias",
    "03": "Rectificación por descuento por volumen de operaciones durante un periodo",
    "04": "Autorizadas por la Agencia Tributaria",
}
BY_SUBSTITUTION, BY_DIFFERENCE = "01", "02"

REASON_OF = {
    "whole": "10",
    "duplicate": "01",
    "price": "16",
    "quantity": "10",
    "return": "10",
    "discount_after": "83",
    "vat": "11",
    "customer": "07",
    "customer_data": "05",
}
"""Facturae's code for each reason of `kvit.core.corrections`; its list is older than ours, the nearest was taken."""

METHOD_OF = {"S": BY_SUBSTITUTION, "I": BY_DIFFERENCE}
"""Facturae's method for Spain's two ways (RD 1619/2012 art. 15): sustitución, diferencias."""

COUNTRIES = _pairs("""
    ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO ARARG ASASM ATAUT AUAUS AWABW AZAZE BABIH BBBRB BDBGD BEBEL
    BFBFA BGBGR BHBHR BIBDI BJBEN BMBMU BNBRN BOBOL BRBRA BSBHS BTBTN BWBWA BYBLR BZBLZ CACAN CDCOD CFCAF CGCOG
    CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA
    ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF
    GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GTGTM GUGUM GWGNB GYGUY HKHKG HNHND HRHRV HTHTI HUHUN
    IDIDN IEIRL ILISR IMIMN ININD IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM
    KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR
    MCMCO MDMDA MEMNE MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI
    MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER
    PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA
    SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR STSTP SVSLV SYSYR
    SZSWZ TCTCA TDTCD TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA
    USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE
""")
"""ISO 3166-1: the three letters that Facturae writes for the two of EN 16931; what is absent has no code there."""

COUNTRIES_READ = {three: two for two, three in COUNTRIES.items()} | {"ZAR": "CD"}

PROVINCES = {
    code: name.replace("_", " ")
    for code, name in _pairs("""
    01Álava 02Albacete 03Alicante 04Almería 05Ávila 06Badajoz 07Illes_Balears 08Barcelona 09Burgos 10Cáceres
    11Cádiz 12Castellón 13Ciudad_Real 14Córdoba 15A_Coruña 16Cuenca 17Girona 18Granada 19Guadalajara 20Gipuzkoa
    21Huelva 22Huesca 23Jaén 24León 25Lleida 26La_Rioja 27Lugo 28Madrid 29Málaga 30Murcia 31Navarra 32Ourense
    33Asturias 34Palencia 35Las_Palmas 36Pontevedra 37Salamanca 38S.C._de_Tenerife 39Cantabria 40Segovia
    41Sevilla 42Soria 43Tarragona 44Teruel 45Toledo 46Valencia 47Valladolid 48Bizkaia 49Zamora 50Zaragoza
    51Ceuta 52Melilla
""").items()
}
"""The province by the first two digits of a Spanish post code."""

UNITS = {
    "C62": "01", "HUR": "02", "KGM": "03", "LTR": "04", "XBX": "06", "XDS": "07", "XBA": "08", "XJY": "09", "XBG": "10",
    "XCO": "11", "XBO": "12", "XCI": "13", "CLT": "15", "CMT": "16", "XBI": "17", "DZN": "18", "XCS": "19", "XDJ": "20",
    "GRM": "21", "KMT": "22", "XCA": "23", "XBH": "24", "MTR": "25", "MMT": "26", "XPK": "28", "PTN": "29", "XRO": "30",
    "XEN": "31", "XTB": "32", "MTQ": "33", "SEC": "34", "WTT": "35", "KWH": "36",
}  # fmt: skip
"""UN/ECE Recommendation 20 (packages of 21 with an X) to Facturae's list; any other unit is 05, otros."""

OTHER_UNIT = "05"
UNITS_READ = {code: unit for unit, code in UNITS.items()}

MEANS = {
    "10": "01", "59": "02", "30": "04", "20": "11", "97": "14", "48": "19", "60": "09", "24": "05", "70": "08",
    "50": "15", "23": "17",
}  # fmt: skip
"""UNTDID 4461 to Facturae's ways to pay, both directions; several codes may share one way."""

MEANS_ALIKE = {"58": "04", "31": "04", "42": "04", "49": "02", "54": "19", "55": "19"}
OTHER_MEANS, TRANSFER = "13", "04"
MEANS_READ = {way: code for code, way in MEANS.items()}

TAXES = {"L": "03", "M": "02"}
IVA, IRPF = "01", "04"
"""TaxTypeCode: IGIC 03 and IPSI 02 are categories L and M; all others are IVA."""

SURCHARGES = {
    Decimal("26.2"): (Decimal(21), Decimal("5.2")),
    Decimal("11.4"): (Decimal(10), Decimal("1.4")),
    Decimal("4.5"): (Decimal(4), Decimal("0.5")),
}
"""BT-152 with the recargo in it, and its two parts (Ley 37/1992 art. 161; docs/rules/retention-and-surcharge.md)."""

EXEMPT, OUTSIDE = "01", "02"
"""SpecialTaxableEventCode: sujeta y exenta; no sujeta."""

ATTACHMENTS = {"application/pdf": "pdf", "image/jpeg": "jpg"}
ATTACHMENTS_READ = {form: mime for mime, form in ATTACHMENTS.items()}
"""The forms of files that EN 16931 and Facturae both take."""
