"""The limited child: sets its own limits, reads one file by one task of the list, answers in JSON, ends.

Started as a file and not as a module, isolated from the surroundings (`python -I`): the folder of the package is the
only thing added to its path.
"""

import json
import resource
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parents[1]
MOST_ANSWER = 64 * 1024 * 1024


def limit(cpu_seconds: int, memory_bytes: int) -> None:
    """Limits that hold until the end of the process; where the system does not know one, the others stay."""
    wanted = {
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_FSIZE: MOST_ANSWER,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in wanted.items():
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):
            continue  # macOS refuses some; the parent's clock is then the limit


def table(content: bytes, options: dict[str, Any]) -> object:
    from kvit.core.formats.table_file import read_table

    return read_table(content, most_cells=options["most_cells"])


def statement(content: bytes, options: dict[str, Any]) -> object:
    from kvit.core.formats.statement_file import read

    return read(content, **options)


def pdf(content: bytes, options: dict[str, Any]) -> object:
    from kvit.archive.pdf_files import inside

    return inside(content)


def mail(content: bytes, options: dict[str, Any]) -> object:
    from kvit.core.mail_parts import taken_apart

    return taken_apart(content)


def function(content: bytes, options: dict[str, Any]) -> object:
    """A function of a file of Kvit's own, which our own process named: what adapters read with."""
    import runpy

    file = Path(options["file"]).resolve()
    if not file.is_relative_to(HOUSE):
        raise ValueError(f"{file} is none of ours")
    return runpy.run_path(str(file))[options["function"]](content, *options["more"])


TASKS: dict[str, Callable[[bytes, dict[str, Any]], object]] = {
    "table": table,
    "statement": statement,
    "pdf": pdf,
    "mail": mail,
    "function": function,
}


def answer(asked: dict[str, Any], content: bytes) -> dict[str, Any]:
    """What came out: a value, a refusal, or how it failed."""
    from kvit.archive.sandbox_values import packed
    from kvit.core.errors import Refused

    try:
        return {"value": packed(TASKS[asked["task"]](content, asked["options"]))}
    except Refused as refused:
        return {"refused": refused.code, "facts": packed(refused.facts)}
    except MemoryError:
        return {"refused": "upload.too_large", "facts": packed({})}
    except RecursionError:
        return {"refused": "upload.unreadable", "facts": packed({})}
    except Exception:
        return {"failed": traceback.format_exc()[-4000:]}


def main() -> None:
    """Reads one line of JSON and the content behind it from stdin; writes one JSON document to stdout."""
    asked = json.loads(sys.stdin.buffer.readline())
    limit(asked["cpu_seconds"], asked["memory_bytes"])
    sys.path.append(str(Path(__file__).resolve().parents[2]))
    told = answer(asked, sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(told, ensure_ascii=False))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
