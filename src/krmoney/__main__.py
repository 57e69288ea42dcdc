"""Lets ``python -m krmoney`` do what the command ``krmoney`` does."""

from __future__ import annotations

import sys

from krmoney.cli import main

if __name__ == "__main__":
    sys.exit(main())
