"""The only page that names adapters: which one answers for each port."""

from typing import Any

from django.conf import settings
from django.db import connection

from kvit.adapters.directories.none import NoDirectory
from kvit.adapters.directories.peppol import PeppolDirectory
from kvit.adapters.feeds.gocardless import GoCardlessFeed
from kvit.adapters.gateways.sandbox import SandboxGateway
from kvit.adapters.gateways.stripe import StripeGateway
from kvit.adapters.http.guarded import GuardedHttp
from kvit.adapters.judges.saxon import SaxonJudge
from kvit.adapters.mailboxes.imap import ImapMailboxes
from kvit.adapters.networks.aeat import AeatNetwork
from kvit.adapters.networks.anaf import AnafNetwork
from kvit.adapters.networks.face import FaceNetwork
from kvit.adapters.networks.ksef import KsefNetwork
from kvit.adapters.networks.peppol import PeppolNetwork
from kvit.adapters.queues.polling import PollingQueue
from kvit.adapters.queues.procrastinate import ProcrastinateQueue
from kvit.adapters.readers.local import LocalReader
from kvit.adapters.registers.anaf import AnafRegister
from kvit.adapters.registers.by_country import ByCountry
from kvit.adapters.registers.made_up import made_up
from kvit.adapters.registers.none import NoRegister
from kvit.adapters.registers.vies import Vies
from kvit.adapters.registers.white_list import WhiteList
from kvit.adapters.senders.outbox_only import OutboxOnly
from kvit.adapters.senders.smtp import Server, SmtpSender
from kvit.adapters.signers.xades import XadesSigner
from kvit.adapters.texters.none import NoTexter
from kvit.adapters.texters.twilio import Account, TwilioTexter
from kvit.adapters.white_lists.folder import WhiteListFolder
from kvit.archive import sandbox
from kvit.ports import registry
from kvit.ports.feed import BankFeed
from kvit.ports.gateway import Gateway
from kvit.ports.mailbox import FakeMailboxes
from kvit.ports.network import FakeNetwork, Network
from kvit.ports.register import CompanyRegister
from kvit.ports.texter import Texter


def wire() -> None:
    """Register the adapter of every port."""
    registry.register("judge", SaxonJudge(settings.KVIT_RULES_DIR or None))
    is_team = connection.vendor == "postgresql"
    registry.register("queue", ProcrastinateQueue() if is_team else PollingQueue())
    server: dict[str, Any] = {} if settings.KVIT_DEMO else settings.KVIT_MAIL_SERVER
    registry.register("sender", SmtpSender(Server(**server)) if server else OutboxOnly())
    registry.register("texter", _texter())
    near = settings.KVIT_NEAR_MAILBOXES
    registry.register("mailboxes", FakeMailboxes() if settings.KVIT_DEMO else ImapMailboxes(near=near))
    registry.register("http", GuardedHttp())
    signer = XadesSigner()
    spain: list[Network] = [AeatNetwork(signer), FaceNetwork(signer)]
    networks: list[Network] = [AnafNetwork(), KsefNetwork(signer), *spain, PeppolNetwork()]
    if settings.KVIT_DEMO:  # nothing leaves the machine
        networks = [FakeNetwork(one.name) for one in networks]
    registry.register("networks", {one.name: one for one in networks})
    registry.register("gateways", {one.name: one for one in _gateways()})
    fed: list[BankFeed] = [] if settings.KVIT_DEMO else [GoCardlessFeed()]
    registry.register("feeds", {one.name: one for one in fed})
    registry.register("signer", signer)
    registry.register("reader", LocalReader(sandbox.run_function))
    registry.register("register", _register())
    registry.register("white_list", WhiteListFolder(settings.KVIT_DATA_DIR / "white-list"))
    asks = settings.KVIT_REGISTERS and not settings.KVIT_DEMO
    registry.register("directory", PeppolDirectory() if asks else NoDirectory())


def _gateways() -> list[Gateway]:
    """Stripe, and the sandbox where it is served; none in the demo, from which nothing leaves the machine."""
    if settings.KVIT_DEMO:
        return []
    sandbox: list[Gateway] = [SandboxGateway(settings.KVIT_SANDBOX_GATEWAY)] if settings.KVIT_SANDBOX_GATEWAY else []
    return [StripeGateway(), *sandbox]


def _texter() -> Texter:
    """The service for short messages and calls, where one was set up; the demo has none, so that nothing leaves it."""
    account = Account(settings.KVIT_TWILIO_SID, settings.KVIT_TWILIO_TOKEN, settings.KVIT_TWILIO_NUMBER)
    told = account.sid and account.token and account.number
    return TwilioTexter(account) if told and not settings.KVIT_DEMO else NoTexter()


def _register() -> CompanyRegister:
    """The public registers where they were turned on; the demo has one of its own, so that nothing leaves it."""
    if settings.KVIT_DEMO:
        return made_up()
    if settings.KVIT_REGISTERS:
        return ByCountry(national=[AnafRegister(), WhiteList()], across=Vies())
    return NoRegister()
