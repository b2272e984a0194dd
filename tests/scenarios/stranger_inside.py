"""Kinds of objects that no door gives out by their id, with the reason."""

WITHOUT_DOOR = {
    "debits.DebitItem": "read through its run or its mandate",
    "outbox.Text": "read in the outbox's list of the company",
    "payments.RemittanceCorrection": "read through its advice",
    "replies.ReplyAct": "read through its answer",
    "payables.Discount": "read through its bill, ended by naming both",
    "capture.CapturedDocument": "read through its bill",
    "networks.Connection": "read as a list of the company, changed by network and side",
    "receivables.Annulment": "read through its invoice",
    "payables.BillQuestion": "read through its bill; tests/scenarios/portal/test_links.py answers another's",
    "checkouts.Gateway": "read as a list of the company, changed by its name; its events are proven by a signature",
    "checkouts.GatewayRefund": "read through its payment",
    "checkouts.Chargeback": "read through its payment",
    "checkouts.Checkout": "read by its customer alone; tests/scenarios/paying answers another's",
    "companies.User": "a person may belong to several companies; only their memberships are asked for",
    "companies.Series": "read as a list of the company, changed by kind",
    "parties.AddressCheck": "read as a list of its party",
    "parties.VatCheck": "read as a list of its party",
    "tasks.Note": "read as a list of its subject",
    "onboarding.ImportedInvoice": "found by its open item",
    "banking.Booking": "read through its line",
    "banking.Statement": "read as a list of the company",
    "archive.File": "read through its document",
    "networks.ChainRecord": "read through its submission, proven by `kvit check`",
}
"""Models with a public id that no door takes, and why; one that gets a door moves up."""
