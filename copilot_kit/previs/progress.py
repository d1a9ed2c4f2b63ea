"""Progress of a rendering where nobody asked for it in code: a bar in a notebook, a line in a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EVERY_S = 0.25


@contextmanager
def shown(what: str) -> Iterator[Callable[[int, int], None]]:
    """A callback (done, all of them) that shows how far it is; what it showed is gone when the block ends."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None and hasattr(shell, "kernel"):
        yield from _in_notebook(what)
    elif sys.stderr.isatty():
        yield from _in_terminal(what)
    else:
        yield lambda done, total: None


def _in_notebook(what: str) -> Iterator[Callable[[int, int], None]]:
    from IPython.display import HTML, display

    handle = display(HTML(""), display_id=True)
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY_S:
            last = time.monotonic()
            bar = f'<progress value="{done}" max="{total}" style="width:16em" aria-label="{what}"></progress>'
            handle.update(HTML(f"{bar} {what}: {done} of {total} pictures; interrupt to stop"))

    try:
        yield tell
    finally:
        handle.update(HTML(""))


def _in_terminal(what: str) -> Iterator[Callable[[int, int], None]]:
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY_S or done == total:
            last = time.monotonic()
            sys.stderr.write(f"\r{what}: {done:>4} of {total} pictures")
            sys.stderr.flush()

    try:
        yield tell
    finally:
        sys.stderr.write("\r" + " " * (len(what) + 26) + "\r")
        sys.stderr.flush()
