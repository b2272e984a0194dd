"""Poland: the structured invoice FA(3) and the national system KSeF.

Own rules of Kvit; what a schema refuses is told by `XSD`, as for every format.
"""

from django.utils.translation import gettext_noop as _

_RECEIVER = _("The document says {mark} = 1, and no third party with role {role} and a NIP or internal number. Add it.")
_NO_RECEIVER = _("A third party has role {role}, and the document says {mark} = 2. Correct one of them.")

REFUSALS: dict[str, str] = {
    "fa3.other_document": _("The file is {root}, not an invoice of KSeF (FA(3))."),
    "fa3.not_by_schema": _("{value} at {place} is not {kind}. Ask the sender for a corrected file."),
    "upo.other_document": _("The file is {root}, not an acknowledgement of KSeF (UPO 4-3)."),
    "ksef.refused": _("KSeF says of {number}: {message}"),
    "ksef.package_refused": _("KSeF refused the package with {number} as a whole: {message}. Send it again."),
    "ksef.duplicate": _(
        "KSeF has another document with the number {number}: {message}. Find out which of the two is right there."
    ),
    "ksef.bad_certificate": _(
        "The certificate for documents issued offline cannot sign ({reason}). Give KSeF's new one, or remove it."
    ),
    "ksef.no_certificate": _(
        "KSeF is announced to be down since {since}, and there is no certificate of type Offline for the second code: "
        "the document counts as issued when KSeF has it. Give the certificate under Networks, or wait."
    ),
    "ksef_number.bad_format": _("{value} is not a KSeF number: it has 35 characters, such as 5265877635-20250826-…"),
    "ksef_number.bad_checksum": _(
        "{value} has wrong check characters, so one is mistyped. Copy the KSeF number again."
    ),
    "FA-FILE-01": _("The file has {bytes} bytes, and KSeF takes {limit} at most. Shorten it or split the attachment."),
    "FA-FILE-02": _("The file begins with a byte order mark, and KSeF refuses one. Save it without."),
    "FA-FILE-03": _("The file says it is {encoding}, and KSeF takes UTF-8 alone. Save it as UTF-8."),
    "FA-FILE-04": _("The file has processing instructions, and KSeF refuses them. Remove them."),
    "FA-FILE-05": _("KSeF refuses the character {character}. Remove it from the text."),
    "FA-NIP-01": _("The NIP {nip} has a wrong check digit, so a digit is mistyped. Check it."),
    "FA-KSEF-01": _("The KSeF number {number} has wrong check characters, so one is mistyped. Copy it again."),
    "FA-ROLE-01": _RECEIVER,
    "FA-ROLE-02": _NO_RECEIVER,
    "FA-ROLE-03": _("Only an additional buyer (role 4) has a share. Remove it, or change the role."),
    "FA-ROLE-04": _("The shares of the additional buyers are {sum} %, more than the whole. Correct them."),
    "FA-ROLE-05": _("The buyer issues this invoice (self-billing), so no third party can. Remove role 5 or the mark."),
    "FA-ROLE-06": _("The additional buyer {number} is the seller or the buyer. Remove him, or correct the number."),
    "FA-ROLE-07": _("The third party {number} stands twice with the same role. Remove one."),
    "FA-DAY-01": _("The day of issue is {day}, and today is {today}. KSeF takes no document from the future; wait."),
    "FA-DAY-02": _("The period ends on {end}, before it starts on {start}. Correct one of the two days."),
    "FA-DAY-03": _("The supply is on {day}, more than 60 days after the invoice (art. 106i ust. 7). Check both days."),
    "FA-LINE-01": _("Line number {line} stands {times} times. Number the lines anew."),
    "FA-LINE-02": _("The line id {id} stands {times} times. Each line needs its own."),
    "FA-LINE-03": _("Line {line} has the quantity {quantity}. What is taken back is a correction: issue one."),
    "FA-LINE-04": _("Line {line} tells how it was before, and this is no correction. Remove the mark or the line."),
    "FA-LINE-05": _("The document has no lines, and only advances and corrections may have none. Add them."),
    "FA-LINE-06": _("Line {line} has the amount {amount}; quantity and price give {computed}. Check them."),
    "FA-SUM-01": _("The VAT at {rate} percent is {vat}, and the net amount gives {computed}. Correct it."),
    "FA-SUM-02": _(
        "Lines are taxed at {rate}, and the document has no sum for it ({field}). Correct the rate or add it."
    ),
    "FA-SUM-03": _("The total is {total}; the sums and their VAT give {computed}. Correct it."),
    "FA-SUM-04": _("The sum is {total}, and the lines of that rate give {computed}. Check them."),
    "FA-SUM-05": _("The settlement says {total}, and its parts give {computed}. Check them."),
    "FA-CUR-01": _("The document is in PLN and states its VAT in PLN once more. Remove one."),
    "FA-CUR-02": _(
        "The document is in {currency}; its VAT has to be stated in PLN too (art. 106e ust. 11). Enter a rate."
    ),
    "FA-NOTE-01": _("Something is exempt, and the provision is not named (art. 106e ust. 1 pkt 19). Name it."),
    "FA-NOTE-02": _("A provision of exemption is named, and nothing on the document is exempt. Remove it."),
    "FA-NOTE-03": _("The buyer owes the VAT, and “odwrotne obciążenie” is missing (art. 106e ust. 1 pkt 18). Add it."),
    "FA-NOTE-04": _("The total {total} is above 15,000 PLN and goods of annex 15 are sold: mark split payment."),
    "FA-NOTE-05": _(
        "There is a sum under a margin scheme, and the scheme is not named (art. 106e ust. 2, 3). Name it."
    ),
    "FA-NOTE-06": _("A supply within the Union bears 0 %, and the buyer has no EU VAT number. Write it."),
    "FA-NOTE-07": _("A new means of transport points to line {line}, which is not there. Correct the number."),
    "FA-NOTE-08": _(
        "The total {total} is above {limit}, so no simplified invoice may be issued. Issue an ordinary one."
    ),
    "FA-COR-01": _("A correction names the document it corrects (art. 106j ust. 2). Add its number and day."),
    "FA-COR-02": _("The document is of kind {kind} and names one it corrects. Make it a correction, or remove that."),
    "FA-COR-03": _("The amount before the correction is missing (P_15ZK). Add it."),
    "FA-COR-04": _("The corrected document is of {day}, after the correction of {issued}. Check both days."),
    "FA-COR-05": _("The KSeF number {number} is not of the seller {nip}. Check it."),
    "FA-COR-06": _("The NIP {nip} cannot be corrected: correct the invoice to zero and issue a new one."),
    "FA-ADV-01": _("An advance invoice names the order it is for (art. 106f ust. 1 pkt 4). Add its lines."),
    "FA-ADV-02": _("A settlement names its advance invoices (art. 106f ust. 3). Add their numbers."),
    "FA-ADV-03": _("The document is of kind {kind} and has an order. Only advance invoices have one; remove it."),
    "FA-ADV-04": _("The order is worth {total}, and its lines give {computed}. Check them."),
    "FA-ADV-05": _("A line of the order tells how it was before, and this is no correction. Remove it."),
    "FA-ADV-06": _("The advance {paid} is more than the order {order}. Check both."),
    "FA-DROP-01": _(
        "FA(3) has no place for {term} ({value}), so KSeF will not show it. Leave it out, or write a note."
    ),
    "FA-PAY-01": _("{account} is no bank account: Poland's have 26 digits, others are an IBAN. Correct it."),
    "FA-PAY-02": _("The account {account} has wrong check digits, so one is mistyped. Ask for it again."),
    "FA-PAY-03": _("There is an account of a factor, and no factor among the third parties. Add him with role 1."),
}
