"""Small camt files for tests: only what a test is about, the rest as a bank would write it."""

SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


def entry(
    amount: str = "100.00", *, direction: str = "CRDT", on: str = "2026-03-05", more: str = "", details: str = ""
):
    """One booked line in EUR."""
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>{on}</Dt></BookgDt>{more}<NtryDtls>{details}</NtryDtls></Ntry>"
    )


def transfer(text: str = "", *, name: str = "", iban: str = "", more: str = "", side: str = "Dbtr"):
    """The details of one transfer."""
    parties = f"<{side}><Pty><Nm>{name}</Nm></Pty></{side}>" if name else ""
    parties += f"<{side}Acct><Id><IBAN>{iban}</IBAN></Id></{side}Acct>" if iban else ""
    words = f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf>" if text else ""
    return f"<TxDtls>{more}<RltdPties>{parties}</RltdPties>{words}</TxDtls>"


def balance(code: str, amount: str, *, direction: str = "CRDT", on: str = "2026-03-05", currency: str = "EUR"):
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd><Dt><Dt>{on}</Dt></Dt></Bal>'
    )


def statement(*entries: str, balances: str = "", account: str = "DE89370400440532013000"):
    return (
        f"<Stmt><Id>S1</Id><Acct><Id><IBAN>{account}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
        f"{balances}{''.join(entries)}</Stmt>"
    )


def camt(*statements: str, space: str = SPACE, message: str = "BkToCstmrStmt") -> bytes:
    """The whole file."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}<Document xmlns="{space}"><{message}>{"".join(statements)}</{message}></Document>'.encode()
