"""Keeps what is done in a file, so that a study that was killed goes on where it was.

The file is text: the first line says what its results belong to; each further line is a result,
`CRC-32 JSON`, the JSON being `[number of the task, result]`. Lines are only ever added. One that a
kill or a full disk left incomplete fails its sum and counts as never written: results are the same
when they are made again.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

import msgspec

from safepassage import __version__
from safepassage.errors import StudyError
from safepassage.studies.executor.protocol import Context, Executor, Result, Task

_HEADER = b"safepassage kept results 1 "
_LONGEST = 1 << 26
"""Bytes of a line; a longer one isn't ours."""
_SYNC_EVERY = 32
"""Results between two syncs: a kill loses none, a power cut at most these."""


def key(*parts: object) -> str:
    """Name what a study depends on: digests, settings, seed; and this version of the program."""
    encoded = msgspec.json.encode((__version__, *parts), order="deterministic")
    return hashlib.sha256(encoded).hexdigest()


def resumed(
    path: Path,
    belongs_to: str,
    executor: Executor,
    work: Callable[[Context, Task], Result],
    context: Context,
    tasks: Sequence[Task],
    kind: type[Result],
) -> Generator[tuple[int, Result], None, None]:
    """Yield as `Executor.run` does, first what the file has, then the rest, each kept before.

    Under one `belongs_to` a number must always mean the same task; there may be more or fewer tasks
    than last time. `kind` is what msgspec decodes a result to; it must give back what was encoded
    (JSON has no infinity and no NaN).

    Raises
    ------
    StudyError
        if the file belongs to something else or another process is at it; it is left as it was.
    OSError
        if it can't be read or written; what it has by then stays good.
    """
    decoder = msgspec.json.Decoder(tuple[int, kind])  # type: ignore[valid-type]  # known when it runs
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        _lock(file, path)
        _take_up(file, path, _HEADER + belongs_to.encode() + b"\n")
        done = bytearray(len(tasks))
        for line in _lines(file):
            number, result = _decoded(line, decoder, path)
            if 0 <= number < len(tasks) and not done[number]:
                done[number] = True
                yield number, result
        left = [number for number, is_done in enumerate(done) if not is_done]
        with closing(executor.run(work, context, [tasks[number] for number in left])) as run:
            for ended, (place, result) in enumerate(run, 1):
                _add(file, (left[place], result), sync=ended % _SYNC_EVERY == 0)
                yield left[place], result
        os.fsync(file.fileno())


def _lock(file: BinaryIO, path: Path) -> None:
    """Hold the file until it is closed; a kill lets it go."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StudyError(f"{path}: another study is writing to it; wait for its end") from None


def _take_up(file: BinaryIO, path: Path, header: bytes) -> None:
    """Go to where the results begin; a header that is new, or was torn when it was, is written."""
    file.seek(0)
    found = file.readline(len(header))
    if found == header:
        return
    if not header.startswith(found):
        if found.startswith(_HEADER):
            raise StudyError(
                f"{path}: holds results of another study (the case, the plan, what varies, the "
                "seed or the version was another). Delete it, or give another name."
            )
        raise StudyError(f"{path}: isn't a file of kept results; give another name")
    file.truncate(0)
    file.write(header)
    file.flush()
    os.fsync(file.fileno())


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield the JSON of every good line, then cut off what follows the last whole line."""
    end = file.tell()
    while (line := file.readline(_LONGEST)).endswith(b"\n"):
        end += len(line)
        total, _, record = line[:-1].partition(b" ")
        if total == _sum(record):
            yield record
    file.truncate(end)


def _decoded(
    line: bytes, decoder: msgspec.json.Decoder[tuple[int, Result]], path: Path
) -> tuple[int, Result]:
    try:
        return decoder.decode(line)
    except msgspec.DecodeError as error:
        raise StudyError(
            f"{path}: holds results of another kind ({error}). Delete it, or give another name."
        ) from error


def _add(file: BinaryIO, record: object, *, sync: bool) -> None:
    data = msgspec.json.encode(record)
    file.write(_sum(data) + b" " + data + b"\n")
    file.flush()
    if sync:
        os.fsync(file.fileno())


def _sum(record: bytes) -> bytes:
    return b"%08x" % crc32(record)
