"""Commands that keep Kvit running: serve, worker, work, tick."""

import signal
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Annotated

import typer

from kvit.cli import output
from kvit.cli.call import Call, command
from kvit.core.families import PARTLY_DONE

if TYPE_CHECKING:
    from kvit.capture.folders import Found


def put_into(app: typer.Typer) -> None:
    """Put these commands beside the nouns."""
    command(app, "serve")(serve)
    command(app, "worker")(worker)
    command(app, "work")(work)
    command(app, "tick")(tick)


def serve(
    call: Call,
    *,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port; the next free one where it is taken.")] = 8000,
    no_worker: Annotated[bool, typer.Option("--no-worker", help="Leave the work to kvit worker.")] = False,
) -> None:
    """Serve pages and API until stopped, with one worker beside them."""
    from kvit.jobs import database, serving

    database.require_current()
    door = serving.open_door(host, port)
    address = serving.address_of(door)
    call.answer({"address": address, "worker": not no_worker})
    serving.Server(door, with_worker=not no_worker).run()


def worker(call: Call) -> None:
    """Do what is waiting, and what comes, until stopped (SIGTERM or Ctrl-C ends it after the work in hand)."""
    from kvit.jobs.worker import Worker

    told: SimpleQueue[int] = SimpleQueue()  # the one queue into which a signal may put at any moment
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda number, _: told.put(number))
    mine = Worker()
    thread = threading.Thread(target=mine.run, name="kvit-worker")
    thread.start()
    if not call.given.quiet:
        output.note("Working. Ctrl-C stops.")
    told.get()
    mine.stop()
    thread.join()


def work(
    call: Call,
    *,
    until_idle: Annotated[bool, typer.Option("--until-idle", help="End when nothing is due any more.")] = True,
) -> None:
    """Run waiting reactions and deliveries, then end; work that was given up is told (exit code 4)."""
    from kvit.events.work import counts
    from kvit.jobs import worker

    before = counts()["dead"]
    done = worker.until_idle()
    left = counts()
    document = {"done": done, "waiting": left["pending"] + left["running"], "dead": left["dead"]}
    call.answer(document, exit_code=PARTLY_DONE if left["dead"] > before else 0)


def tick(call: Call) -> None:
    """Do all that is due on the day, in every company or the one named; doing it twice changes nothing."""
    from kvit.billing import outside
    from kvit.dunning import outside as reminders
    from kvit.jobs import schedule

    named = call.given.company or call.given.as_user or call.given.as_of
    if named:
        by = call.by if call.given.as_user else None
        ticked = [schedule.tick(call.company, by=by, on=call.on)]
    else:
        ticked = schedule.tick_all()
    document = [
        {
            "company": one.company.public_id,
            "on": one.on,
            "recurring": outside.ran(one.recurring),
            "files": _files(one.files),
            "mails": [mail.public_id for mail in one.mails],
            "replies": [row.public_id for row in one.replies],
            "reminders": reminders.ran(one.reminders),
            "promises": {name: [row.public_id for row in getattr(one.promises, name)] for name in ("kept", "broken")},
            "plans": {name: [row.public_id for row in getattr(one.plans, name)] for name in ("broken", "completed")},
            "claims": [claim.public_id for claim in one.claims],
            "checkouts": one.checkouts,
            "debits": [run.public_id for run in one.debits.proposed],
            "fed": [{"feed": found.feed.public_id, "new": found.new} for found in one.fed],
            "receipts": [payment.public_id for payment in one.receipts],
            "demands": [party.public_id for party in one.demands],
            "balance_letters": {
                "made": [row.public_id for row in one.balance_letters.made],
                "proposed": one.balance_letters.proposed,
            },
            "late_fees": [fee.public_id for fee in one.late_fees.issued],
        }
        for one in ticked
    ]
    call.answer(document, exit_code=PARTLY_DONE if any(one.refused for one in ticked) else 0)


def _files(found: "list[Found]") -> dict[str, object]:
    """What lay in the watched folder."""
    return {
        "taken": [one.document.public_id for one in found if one.document is not None],
        "refused": [{"file": one.name, "error": output.error_of(one.refusal)} for one in found if one.refusal],
    }
