"""Opening files of a case folder: only inside it, only regular ones, only so large, only UTF-8."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path, PurePosixPath, PureWindowsPath

from safepassage.read.faults import Faults, quoted


def inside(
    folder: Path, name: str, faults: Faults, *, file: str, column: str | None = None
) -> Path | None:
    """The path of `name` in the folder, or None with a fault if it is absent or leads out."""
    expected = "a file inside the case folder"
    absolute = PurePosixPath(name).is_absolute() or PureWindowsPath(name).is_absolute()
    try:
        path = (folder / name).resolve()
        leads_out = absolute or not path.is_relative_to(folder.resolve())
        exists = path.is_file()
        other = not exists and path.exists()
    except (OSError, ValueError, RuntimeError):
        faults.add(
            file,
            f"{quoted(name)}, which names no file",
            expected,
            "Correct the name.",
            column=column,
        )
        return None
    if leads_out:
        faults.add(
            file,
            f"{quoted(name)}, which leads out of the folder",
            expected,
            "Copy the file into the folder and name it without a path.",
            column=column,
        )
        return None
    if not exists:
        faults.add(
            file,
            ("" if file == name else f"{quoted(name)}, but ")
            + ("a folder, pipe or device" if other else "no such file"),
            expected,
            "Put the file there, or correct its name.",
            column=column,
        )
        return None
    return path


def whole_file(path: Path, most: int) -> bytes:
    """The bytes of a regular file; OSError for anything else, with EFBIG if there are more."""
    # What was a file a moment ago may be a pipe now: opening one must not wait for a writer.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        seen = os.fstat(handle)
        if not stat.S_ISREG(seen.st_mode):
            raise OSError(errno.EINVAL, "a folder, pipe or device", str(path))
        data = b""
        if seen.st_size <= most:
            with os.fdopen(handle, "rb", closefd=False) as stream:
                data = stream.read(most + 1)
    finally:
        os.close(handle)
    if max(seen.st_size, len(data)) > most:
        raise OSError(errno.EFBIG, f"more than {most:,} bytes", str(path))
    return data


def read_bytes(path: Path, limit: int, faults: Faults, file: str) -> bytes | None:
    """The file's bytes, or None with a fault if it is too large or can't be opened."""
    try:
        return whole_file(path, limit)
    except OSError as error:
        if error.errno == errno.EFBIG:
            faults.add(
                file,
                f"more than {limit:,} bytes",
                f"a file of at most {limit:,} bytes",
                "Check that it is the right file, or split the case.",
            )
        else:
            faults.add(
                file,
                f"a file that can't be opened ({error.strerror})",
                "a readable file",
                "Check who may read it.",
            )
    return None


def decode(data: bytes, faults: Faults, file: str) -> str | None:
    """The text, or None with a fault at the first byte that isn't UTF-8 (a BOM is accepted)."""
    remedy = "Save it as 'CSV UTF-8', or convert it to UTF-8."
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        faults.add(file, "UTF-16 text (byte 1)", "UTF-8 text", remedy, row=1)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The codec counts after the BOM when there is one; people count bytes of the file.
        at = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        faults.add(
            file,
            f"byte {at + 1} (0x{data[at]:02x}) is not UTF-8",
            "UTF-8 text",
            remedy,
            row=data.count(b"\n", 0, at) + 1,
        )
        return None
    at = text.find("\0")
    if at >= 0:
        faults.add(
            file,
            "a NUL character: this is not a text file",
            "UTF-8 text",
            "Check that it is the right file, and that it was copied whole.",
            row=text.count("\n", 0, at) + 1,
        )
        return None
    return text
