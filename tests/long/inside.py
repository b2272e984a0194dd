"""Looks into an installation from outside: one expression run by a program of its own."""

import json
import os
import subprocess
import sys
from typing import Any

from tests.databases import Installation
from tests.habits import ROOT

PRELUDE = """
import json, django
django.setup()
"""


def look(installation: Installation, script: str) -> Any:
    """Runs the script, which sets `answer`, and gives the answer."""
    done = subprocess.run(
        [sys.executable, "-c", f"{PRELUDE}{script}\nprint(json.dumps(answer, default=str))"],
        env={
            **os.environ,
            **installation.environment,
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "kvit.project.settings",
        },
        cwd=installation.folder,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])
