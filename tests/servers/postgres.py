"""A PostgreSQL server of the machine's own package, for as long as a test needs it."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

_PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
_USER = "postgres"
_READY_S = 30


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class PostgresServer:
    """One server with its own data folder, port and password; root hands it to another user.

    Args:
        folder: an existing folder that the server's user may enter.
        options: settings of the server, such as ``fsync=off``.
    """

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.password = secrets.token_hex(8)
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None
        self._as: dict[str, str] = {"user": _USER, "group": _USER} if os.geteuid() == 0 else {}
        folder.mkdir(parents=True, exist_ok=True)
        if self._as:
            shutil.chown(folder, _USER, _USER)
        secret = folder / "password"
        secret.write_text(self.password)
        if self._as:
            shutil.chown(secret, _USER, _USER)
        self._run(
            "initdb", "-D", str(folder / "data"), "-U", "paperkin", "--auth=scram-sha-256",
            f"--pwfile={secret}", "--locale=C.UTF-8", "--encoding=UTF8", "--no-sync",
        )  # fmt: skip

    def start(self) -> None:
        """Start the server and return when it answers."""
        options = [part for option in self._options for part in ("-c", option)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(_PLACES[-1] / "postgres"), "-D", str(self.folder / "data"),
                 "-p", str(self.port), "-h", "127.0.0.1", "-k", str(self.folder), *options],
                cwd=self.folder, start_new_session=True, stdout=subprocess.DEVNULL, stderr=log,
                **self._as,  # type: ignore[call-overload]
            )  # fmt: skip
        deadline = time.monotonic() + _READY_S
        while self._ready() != 0:
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise TimeoutError((self.folder / "log").read_text())
            time.sleep(0.05)

    def kill(self) -> None:
        """End every process of the server at once, as a power loss does."""
        if self._process is not None:
            # The children are in sessions of their own making; the pid file knows the first one.
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
            time.sleep(0.2)

    def stop(self) -> None:
        """End the server and every session; what is to be lost anyway is not written out."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(30)
            self._process = None

    def freeze(self, *, until_thawed: bool) -> None:
        """Stop every process of the server without ending it, or let them go on."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGSTOP if until_thawed else signal.SIGCONT)

    def create(self, name: str, *options: str) -> str:
        """Make a database and give its address as the setting ``catalogue`` takes it."""
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "paperkin",
                  *options, name)  # fmt: skip
        return self.url(name)

    def url(self, name: str) -> str:
        """The address of a database as the setting ``catalogue`` takes it."""
        return f"postgresql+psycopg://paperkin:{self.password}@127.0.0.1:{self.port}/{name}"

    def _ready(self) -> int:
        return subprocess.run(
            [_PLACES[-1] / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)], check=False
        ).returncode

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [_PLACES[-1] / program, *arguments],
            cwd=self.folder, env={**os.environ, "PGPASSWORD": self.password},
            capture_output=True, text=True, check=False, **self._as,  # type: ignore[call-overload]
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")
