"""The program `kvit`: its words, and what is common to all of them."""

import sys

import typer

from kvit.cli import (
    api_keys,
    balance_letters,
    bank,
    bank_details,
    bank_rules,
    bills,
    cash,
    claims,
    customers,
    debits,
    demands,
    demo,
    disputes,
    early_offers,
    einvoices,
    feeds,
    gateways,
    imports,
    installation,
    invoices,
    late_fees,
    mailboxes,
    mandates,
    networks,
    offsets,
    orders,
    output,
    payments,
    plans,
    points,
    policies,
    portal,
    price_lists,
    proformas,
    proofs,
    purchase_requests,
    reminders,
    remittances,
    replies,
    reports,
    rules,
    running,
    runs,
    saved,
    supplier_statements,
    targets,
    users,
    webhooks,
    white_list,
    write_offs,
)
from kvit.cli.call import hearing

NOUNS = {
    "invoice": (invoices.app, "Draft, issue, credit, show and fetch invoices."),
    "proforma": (proformas.app, "Send proformas."),
    "customer": (customers.app, "Ask registers about customers, and say who is responsible for them."),
    "price-list": (price_lists.app, "Prices for some customers, from their day on."),
    "bank-detail": (bank_details.app, "Accounts of suppliers: confirmed by another person, or refused."),
    "portal": (portal.app, "Links by which suppliers follow their bills."),
    "bill": (bills.app, "Read, add, check, approve and reject what suppliers send."),
    "early-offer": (early_offers.app, "Offer suppliers to be paid earlier for a discount."),
    "policy": (policies.app, "Who is asked before a bill is approved."),
    "rule": (rules.app, "Rules of your own: when, under which conditions, what; rehearsed on what happened."),
    "request": (purchase_requests.app, "Ask for goods, approve what others ask for, make orders of it."),
    "order": (orders.app, "Order from suppliers, approve orders, receive what comes."),
    "run": (runs.app, "Pay approved bills: propose, release by another person, export, read the bank's answer."),
    "remittance": (remittances.app, "Payment advices: what runs paid suppliers, as they are told it."),
    "supplier-statement": (supplier_statements.app, "Suppliers' statements of account, held against the books."),
    "reply": (replies.app, "What customers answer: read, acted upon, laid to a customer, closed."),
    "claim": (claims.app, "What suppliers owe us back: found, claimed, settled or given up."),
    "whitelist": (white_list.app, "The flat file of Poland's white list, by which accounts are checked offline."),
    "offset": (offsets.app, "Set off what a party owes us against what we owe it."),
    "reminder": (reminders.app, "Remind customers: procedures, what is due, what is held back, a simulation."),
    "late-fee": (late_fees.app, "Charge customers for being late: interest, compensation, a contract's reminder fee."),
    "demand": (demands.app, "Final demands, and the file for the court."),
    "balance-letter": (balance_letters.app, "Ask whether the balance of a day is right; who answered what."),
    "target": (targets.app, "What is to be collected in a month, by whom, and what was."),
    "dispute": (disputes.app, "Lines of invoices that customers dispute: noted, rejected, withdrawn."),
    "points": (points.app, "Points for paying on time: the programme, what customers have, using them."),
    "plan": (plans.app, "Payment plans: instalments agreed with customers, and their limits."),
    "mandate": (mandates.app, "What customers signed that we may collect from their accounts."),
    "debit": (debits.app, "Collect by SEPA direct debit: propose, release by another person, export, read answers."),
    "gateway": (gateways.app, "By whom customers pay online: keys, a test, on and off; what banks want back."),
    "saved": (saved.app, "Ways of paying that customers let us keep: seen, taken back, charged."),
    "write-off": (write_offs.app, "What customers will not pay any more: asked for, agreed by another, taken back."),
    "payment": (payments.app, "Record what customers paid."),
    "cash": (cash.app, "Cash desks: take, pay, count, and the book of each."),
    "import": (imports.app, "Take customers, products, invoices and rates in, and take imports back."),
    "bank": (bank.app, "Take bank statements in and settle their lines."),
    "einvoice": (einvoices.app, "Judge electronic invoices, and pass them through networks."),
    "network": (networks.app, "The ways to networks: set up, on, off."),
    "feed": (feeds.app, "Bank accounts that are fetched by themselves."),
    "mailbox": (mailboxes.app, "Mailboxes that suppliers and customers write to."),
    "report": (reports.app, "Figures, with their definitions and the documents behind them."),
    "audit": (proofs.audit, "Prove that nothing was changed."),
    "backup": (proofs.backup, "Make, prove and restore backups."),
    "webhook": (webhooks.app, "Tell other programs what happens."),
    "user": (users.app, "The people who work in a company."),
    "api-key": (api_keys.app, "Keys with which programs act for a user."),
}
"""Word, its commands, and what the help says of it."""

app = typer.Typer(
    name="kvit",
    help="Runs a company's invoices and payments by itself, both ways.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def build() -> typer.Typer:
    """The whole program: the commands without a noun, then each noun with its own."""
    if app.registered_commands:
        return app
    hearing(app)
    installation.put_into(app)
    running.put_into(app)
    proofs.put_into(app)
    demo.put_into(app)
    hearing(bank_rules.app)
    bank.app.add_typer(
        bank_rules.app, name="rule", help="Rules for bank lines that pay no document.", no_args_is_help=True
    )
    for word, (noun, told) in NOUNS.items():
        hearing(noun)
        app.add_typer(noun, name=word, help=told, no_args_is_help=True)
    return app


def run() -> None:
    """Run the words of the command line; ends the program with the exit code of what came of it."""
    build()
    words = sys.argv[1:]
    if any("\udc80" <= letter <= "\udcff" for word in words for letter in word):  # bytes that were no UTF-8
        output.fail("command.misused", "A word of the command is not written in UTF-8.", as_json="--json" in words)
        sys.exit(2)
    try:
        code = typer.main.get_command(app).main(words, prog_name="kvit", standalone_mode=False)
    except typer.TyperException as misused:
        code = _misused(misused, as_json="--json" in words)
    except typer.Abort:
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


def _misused(misused: typer.TyperException, *, as_json: bool) -> int:
    """Words that no command understands: usage for people, the envelope for programs."""
    if as_json:
        output.fail("command.misused", misused.format_message(), as_json=True)
    else:
        misused.show()  # type: ignore[attr-defined]
    return misused.exit_code
