"""Ctrl-C once keeps the best plan so far, twice quits; so does the clock, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from safepassage.cli.interrupt import stop_request


def test_nobody_asked() -> None:
    with stop_request(None) as should_stop:
        assert not should_stop()


def test_the_clock_asks_when_its_time_is_over() -> None:
    with stop_request(0.02) as should_stop:
        assert not should_stop()
        time.sleep(0.03)
        assert should_stop()


def test_the_first_ctrl_c_asks_and_leaving_restores_the_handler() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stop_request(None) as should_stop:
        os.kill(os.getpid(), signal.SIGINT)
        assert should_stop()
    assert signal.getsignal(signal.SIGINT) is before


def test_the_second_ctrl_c_ends_the_process() -> None:
    program = (
        "import os, signal\n"
        "from safepassage.cli.interrupt import stop_request\n"
        "with stop_request(None):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    print('still here', flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    print('never')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 130
    assert ended.stdout == "still here\n"
    assert "nothing written" in ended.stderr
