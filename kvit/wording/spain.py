"""Spain: Facturae, FACe, VERI*FACTU and signatures."""

from django.utils.translation import gettext_noop as _

REFUSALS: dict[str, str] = {
    # Facturae: reading and writing
    "facturae.unknown": _("The file is {root}, not a Facturae 3.2, 3.2.1 or 3.2.2."),
    "facturae.many": _("The file holds {number} invoices. Kvit reads files with one: ask for one file each."),
    "facturae.missing": _("Facturae cannot do without {term}. Add it to the document or to the party."),
    "facturae.number_too_long": _(
        "Facturae takes {limit} characters for the number and as many for the series: {number} does not fit. "
        "Use a shorter number series."
    ),
    "facturae.no_code": _("Facturae has no code for {value}. Choose another one, or send the document otherwise."),
    "facturae.rounding": _("Facturae has no place for a rounding of {rounding}. Issue it without rounding."),
    "facturae.advances_differ": _(
        "The payments on account come to {advances}, but {paid} was paid before. Correct one."
    ),
    "facturae.dropped": _("Facturae has no place for {term}: it would be left out."),
    "facturae.shortened": _("Facturae takes {limit} characters for {term}: it would be shortened."),
    "facturae.due_on_issue": _("Facturae wants a due day beside the account: it would name the day of issue."),
    # Facturae: sums and other things its schema does not see
    "KVIT-FE-COUNT": _("The batch says it holds {found} invoices; it holds {expected}."),
    "KVIT-FE-BATCH": _("The batch's total is {found}; its invoices come to {expected}."),
    "KVIT-FE-NIF": _("The tax number {number} is not a valid NIF. Check it with the party."),
    "KVIT-FE-CORRECTIVE": _("A corrective invoice says what it corrects, and only a corrective one does."),
    "KVIT-FE-CORRECTED": _(
        "A correction names the number and the day of the invoice it corrects (RD 1619/2012 art. 15)."
    ),
    "KVIT-FE-WORDS": _("The words of code {code} are “{expected}”; the document says something else."),
    "KVIT-FE-PERIOD": _("The period ends before it begins."),
    "KVIT-FE-RATE": _("An invoice in another currency than the euro names the exchange rate and its day."),
    "KVIT-FE-SUMMARY": _("A summary invoice names the period it sums up."),
    "KVIT-FE-COST": _("Quantity times price is {expected}; the line says {found}."),
    "KVIT-FE-LINE": _("The line comes to {expected} after discounts and charges; it says {found}."),
    "KVIT-FE-TAX": _("Base times rate is {expected}; the tax says {found}."),
    "KVIT-FE-SURCHARGE": _("Base times surcharge rate is {expected}; the surcharge says {found}."),
    "KVIT-FE-BASES": _("The taxed bases come to {found}, the invoice before taxes to {expected}."),
    "KVIT-FE-GROSS": _("The lines come to {expected}; the total of lines says {found}."),
    "KVIT-FE-DISCOUNTS": _("The discounts come to {expected}; their total says {found}."),
    "KVIT-FE-CHARGES": _("The charges come to {expected}; their total says {found}."),
    "KVIT-FE-BEFORE-TAXES": _("Before taxes the invoice comes to {expected}; it says {found}."),
    "KVIT-FE-OUTPUTS": _("The taxes come to {expected}; their total says {found}."),
    "KVIT-FE-WITHHELD": _("The taxes withheld come to {expected}; their total says {found}."),
    "KVIT-FE-TOTAL": _("With taxes, less what is withheld, the invoice comes to {expected}; it says {found}."),
    "KVIT-FE-ADVANCES": _("The payments on account come to {expected}; their total says {found}."),
    "KVIT-FE-OUTSTANDING": _("After payments on account {expected} is outstanding; the invoice says {found}."),
    "KVIT-FE-EXECUTABLE": _("What is to be paid comes to {expected}; the invoice says {found}."),
    # FACe
    "KVIT-FE-CENTRE": _("FACe wants the DIR3 code of the buyer's unit with role {role}. Ask the public body for it."),
    "KVIT-FE-IBAN": _("A transfer wants the IBAN to pay to."),
    "KVIT-FE-UNSIGNED": _("FACe takes only signed invoices. Sign it with the company's certificate."),
    "KVIT-FE-ONE": _("FACe takes one invoice a file."),
    # signatures
    "signature.cannot_open": _("The certificate does not open: the file is no PKCS#12 file, or the password is wrong."),
    "signature.no_key": _("The certificate comes without its key (RSA or elliptic). Export it again, with the key."),
    "signature.expired": _("The certificate was valid until {until}. Renew it, and upload the new one."),
    "signature.not_yet_valid": _("The certificate is valid from {since} only. Sign from that day on."),
    "signature.unreadable": _("The document cannot be read ({reason}), so it has no signature that counts."),
    "signature.there_already": _("The document is signed already. Sign the unsigned one."),
    "signature.missing": _("The document is not signed. Ask the sender for the signed file."),
    "signature.misplaced": _(
        "The signature is not where the format puts it, so it proves nothing. Ask the sender anew."
    ),
    "signature.wrapped": _("The signature does not cover the document as a whole. Do not trust it; ask the sender."),
    "signature.broken": _("The signature does not fit the document ({reason}): one of the two was changed. Ask anew."),
    # VERI*FACTU: records and answers
    "verifactu.incomplete": _("A VERI*FACTU record needs number, day and totals: issue the invoice first."),
    "face.office_missing": _("FACe wants this office of {customer}. Add its DIR3 code to the customer."),
    "face.refused": _("FACe says ({code}): {message}"),
    "face.rejected": _("The public body rejected the invoice: {message}"),
    "face.cancelled": _("The invoice was taken back at FACe: {message}"),
    "face.withdrawal_refused": _("The public body keeps the invoice: {message}"),
    "face.fault": _("FACe could not take the message: {reason}"),
    "verifactu.no_producer": _(
        "Nobody is named who answers for this program in Spain. Set KVIT_PRODUCER; it lacks {missing}."
    ),
    "verifactu.not_here": _("The responsible declaration is for companies in Spain; this one is in {country}."),
    "verifactu.no_record": _("{root} is no VERI*FACTU record."),
    "verifactu.not_refused": _(
        "The AEAT took the record of {number} as it is. Only what it refused, or took with errors, is put right so."
    ),
    "verifactu.with_errors": _("The AEAT took it and says what is wrong ({code}): {message}. Put it right."),
    "verifactu.refused": _("The AEAT says ({code}): {message}"),
    "verifactu.duplicate": _(
        "The AEAT has another record of this invoice already ({code}: {message}). Send it again to put that one right."
    ),
    "verifactu.too_many": _("A message takes 1 to {limit} records, not {records}. Send them in several."),
    "verifactu.fault": _("The AEAT could not take the message: {reason}"),
    "verifactu.no_answer": _("The AEAT answered with {root}, which is no answer to records. Try again later."),
    "KVIT-VF-HASH": _("The record of {number} was changed after it was sealed: its hash does not fit."),
    "KVIT-VF-FIRST": _("The chain does not begin with its first record: {number} is linked to one before it."),
    "KVIT-VF-LINK": _("The chain is torn at {number}: it is not linked to the record before it."),
    "KVIT-VF-ISSUER": _("The record of {number} is of another issuer. Each issuer has a chain of its own."),
    "KVIT-VF-TIME": _("The record of {number} is older than the one before it. Check the clock of the system."),
    "KVIT-VF-NUMBER": _(
        "{number} cannot be a number in VERI*FACTU: 1 to {limit} ASCII characters, none of \" ' < > =."
    ),
    "KVIT-VF-DAY": _("VERI*FACTU takes no invoice from before {first}."),
    "KVIT-VF-NIF": _("{number} is not a valid NIF. Correct it in the company or the customer."),
    "KVIT-VF-DESCRIPTION": _("A record describes the operation. Write what was sold."),
    "KVIT-VF-KIND": _("{kind} is no type of invoice: F1, F2, F3, or R1 to R5."),
    "KVIT-VF-METHOD": _("A corrective invoice says S or I, and only it does; this is {kind}."),
    "KVIT-VF-RECTIFIED": _("A correction by substitution names what the corrected invoice came to, and no other does."),
    "KVIT-VF-REPLACES": _("Only F3 stands in the place of simplified invoices; this is {kind}."),
    "KVIT-VF-RECIPIENT": _("F2 and R5 have no recipient, all others have one; this is {kind}."),
    "KVIT-VF-AMENDS": _("Only a record that repairs another may say what was refused before."),
    "KVIT-VF-BREAKDOWN": _("A record has 1 to {limit} rows of taxes; this has {rows}. Split the invoice."),
    "KVIT-VF-TREATMENT": _("Each row is either taxed (S1, S2, N1, N2) or exempt (E1 to E8)."),
    "KVIT-VF-RATE": _("A taxed row names its rate and its tax."),
    "KVIT-VF-TAX": _("Base times rate is {expected}; the row says {found}."),
    "KVIT-VF-UNTAXED": _("A row without tax has no rate and no tax."),
    "KVIT-VF-SURCHARGE": _("A surcharge has a rate and an amount, or neither."),
    "KVIT-VF-TOTAL": _("The rows come to {expected}; the record says {found}."),
}
