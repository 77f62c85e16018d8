"""`python -m safepassage`, the same as the `safepassage` command."""

from __future__ import annotations

import sys

from safepassage.cli import main

if __name__ == "__main__":
    sys.exit(main())
