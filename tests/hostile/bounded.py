"""Runs a command as people do, in a process with little memory, and looks at how it ends."""

from __future__ import annotations

import os
import resource
import subprocess
import sys

MEMORY = 2 << 30
"""Bytes of address space, libraries and all: a command may not need more for any bad file."""
HANGS = 120
"""Seconds after which a command is taken to hang."""


def refused(*command: str) -> str:
    """What the command says; it must refuse its input in words, with exit code 2."""
    ended = subprocess.run(
        [sys.executable, "-m", "safepassage", *command],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=HANGS,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )
    assert ended.returncode == 2, ended.stderr[-2000:]
    assert "Traceback" not in ended.stderr
    assert "not enough memory" not in ended.stderr
    assert ended.stdout == ""
    return ended.stderr
