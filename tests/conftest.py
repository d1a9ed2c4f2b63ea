"""What holds for every test: no network beyond this machine, no keys, and where the two reference transcripts lie."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

_LOCAL = ("127.", "localhost", "::1", "0.0.0.0")


@pytest.fixture(autouse=True)
def _no_network_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse sockets to other machines and unset every API key."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if isinstance(address, tuple) and not str(host).startswith(_LOCAL):
            raise RuntimeError(
                f"test: a connection to {host!r} was tried, only this machine is allowed. Fix: use a local server."
            )
        return connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)
    for name in [name for name in os.environ if name.endswith("_API_KEY")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the two reference transcripts; tests that need it are skipped where it is absent."""
    folder = Path(__file__).resolve().parents[1] / ".." / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip("the reference transcripts are not here")
    return folder.resolve()
