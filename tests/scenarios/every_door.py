"""A firm that is seen from every door: pages, programs, the command line and the supplier's portal."""

import base64
import re
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from itertools import count

from django.test import Client

from kvit.api.tests.program import Program
from kvit.cli.tests.inside import kvit
from kvit.companies import absences, changes, whose
from kvit.companies.absences import Away
from kvit.companies.models import User
from kvit.jobs import worker
from kvit.parties.models import BankDetail
from kvit.payables import queries
from kvit.payables.models import Bill
from kvit.payments.models import PaymentRun
from kvit.wording import REFUSALS
from tests.builders import IBANS, a_line
from tests.scenarios.bills.supplied import invoiced
from tests.scenarios.portal.visiting import Visitor, invited
from tests.scenarios.runs.paying import CALLED, Payer

DOORS = {"web": IBANS["BG"], "api": IBANS["ES"], "cli": IBANS["PL"]}
"""Each door, and an account that a fraud names through it."""
BY_PORTAL = "RO09BCYP0000001234567890"
KEYS = count(1)


def user(actor):
    return User.objects.get(pk=actor.id)


def sentence(code):
    """The longest piece of the refusal's words that holds no fact."""
    return max(re.split(r"{\w+}", REFUSALS[code]), key=len).strip()


@dataclass(frozen=True)
class Act:
    """One act as each door knows it: the page's form, the program's body, the command's words."""

    page: str
    path: str
    words: tuple[object, ...]
    form: dict[str, object] = field(default_factory=dict)
    body: dict[str, object] | None = None


class Firm(Payer):
    """The payer, whose supplier has been paid before, seen from every door on the day that it is."""

    def __init__(self, folder):
        super().__init__()
        self.folder = folder
        self.first = self.bill("50.00")
        self.supplier = self.first.party
        self.today = whose.today(self.company.zone)

    def browser(self, who):
        client = Client()
        client.force_login(user(who))
        return client

    def of(self, who):
        return ("--company", self.company.public_id, "--as", user(who).email, "--as-of", self.today)

    def visitor(self, *, by=None):
        guest = Visitor()
        guest.enter(invited(self.company, self.supplier, by=by or self.clerk).url)
        return guest

    def add(self, who, door, content, name="factura.xml"):
        """The file brought through the door; the bill that became of it."""
        if door == "web":
            file = BytesIO(content)
            file.name = name
            assert self.browser(who).post("/bills/new", {"files": file}).status_code == 302
        elif door == "api":
            told = {"name": name, "content": base64.b64encode(content).decode()}
            Program(self.company, user(who)).post("/bills", told, status=201)
        elif door == "cli":
            path = self.folder / name
            path.write_bytes(content)
            kvit("bill", "add", path, *self.of(who))
        else:
            self.send(content, name)
        return queries.find(self.company, Bill.objects.filter(company=self.company).latest("pk").public_id)

    def send(self, content, name):
        """The supplier sends it in the portal."""
        file = BytesIO(content)
        file.name = name
        guest = self.visitor()
        guest.get("/portal/send")
        guest.post("/portal/send", files=file)
        worker.until_idle()

    def tried(self, who, door, act):
        """What the door says: "done", or the refusal."""
        if door == "web":
            answer = self.browser(who).post(act.page, act.form)
            return "done" if answer.status_code == 302 else unescape(answer.content.decode())
        if door == "api":
            answer = Program(self.company, user(who)).ask("POST", act.path, act.body or {}, key=f"k{next(KEYS)}")
            return "done" if answer.status_code == 200 else answer.json()["error"]["code"]
        said = kvit(*act.words, *self.of(who), exit_code=None)
        return "done" if said.exit_code == 0 else said.error["code"]

    def refused(self, who, act, code, *, doors=tuple(DOORS), program=""):
        """Each of the doors refuses it for that reason; to programs it may be another one."""
        for door in doors:
            said = self.tried(who, door, act)
            if door == "web":
                assert sentence(code) in said, (code, said[-1500:])
            else:
                assert said == (program if program and door == "api" else code), door

    def done(self, who, act, *, door="web"):
        assert self.tried(who, door, act) == "done"

    def stands_in(self, who, *, for_):
        away = Away(first=self.today, last=self.today, substitute=user(who).email)
        absences.note(self.company, user(for_), away=away, by=for_, on=self.today)

    def has_not_paid(self, run):
        return self.owed() == self.first.payable and self.now(run).items.get().status == "sent"

    def becomes(self, who, role):
        changes.give_role(self.company, user(who).public_id, role=role, by=self.owner, on=self.today)


def on_bill(bill, verb, *more, **form):
    """Approve it, or accept a check of it."""
    told = {"version": queries.find(bill.company, bill.public_id).version, **form}
    path = f"/bills/{bill.public_id}/{verb}"
    return Act(path, path, ("bill", verb, bill.public_id, *more), form=told, body=form or None)


def accept(bill, check):
    return on_bill(bill, "accept", "--check", check, "--reason", "I know them", check=check, reason="I know them")


def confirm(asked):
    page, told = f"/bank-details/{asked.public_id}", {"note": CALLED}
    words = ("bank-detail", "confirm", asked.public_id, "--note", CALLED)
    return Act(page, f"/bank_details/{asked.public_id}/confirm", words, form=told, body=told)


def on_run(run, verb, *more, body=None, **form):
    path = f"/payment_runs/{run.public_id}/{verb}"
    return Act(f"/runs/{run.public_id}/{verb}", path, ("run", verb, run.public_id, *more), form=form, body=body)


def naming(firm, iban, net="70.00"):
    """What the supplier's own Kvit issued, with another account in it."""
    return invoiced(firm.seller, a_line(net)).replace(IBANS["RO"].encode(), iban.encode())


def asked_for(firm, iban):
    return BankDetail.objects.get(company=firm.company, iban=iban)


def proposed(firm, door, *, who=None):
    """The run that the door makes of what is due until today."""
    until, account = firm.today.isoformat(), firm.company.bank_accounts.get()
    form = {"until": f"{firm.today:%d.%m.%Y}", "account": account.public_id, "format": ""}
    act = Act("/runs/new", "/payment_runs", ("run", "propose", "--until", until), form=form, body={"until": until})
    if door == "api":
        Program(firm.company, user(who or firm.clerk)).post(act.path, act.body, status=201)
    else:
        firm.done(who or firm.clerk, act, door=door)
    return PaymentRun.objects.filter(company=firm.company).latest("pk")


def released(firm):
    return firm.release(proposed(firm, "web"), on=firm.today)


def handed_out(firm, run, door, *, who=None):
    """The bytes that the door gives."""
    if door == "web":
        return firm.browser(who or firm.clerk).post(f"/runs/{run.public_id}/file").content
    if door == "api":
        return (
            Program(firm.company, user(who or firm.clerk)).ask("POST", f"/payment_runs/{run.public_id}/export").content
        )
    out = firm.folder / "run.xml"
    kvit("run", "export", run.public_id, "-o", out, *firm.of(who or firm.clerk))
    return out.read_bytes()
