"""SPARQL stores of this machine's packages, for as long as a test needs them."""

from __future__ import annotations

import subprocess
import time
import urllib.error
import urllib.request
from importlib.metadata import distribution
from pathlib import Path
from typing import ClassVar

from tests.servers.postgres import free_port

_READY_S = 60
_VIRTUOSO_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = {sql_port}
DisableUnixSocket = 1
CheckpointInterval = 60
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
ServerThreads = 10
MaxClientConnections = 10
[SPARQL]
ResultSetMaxRows = {max_rows}
MaxQueryExecutionTime = 60
"""


class SparqlServer:
    """A store behind the SPARQL 1.1 Protocol, as a process of its own.

    Args:
        folder: where it keeps its data.
    """

    query_path: ClassVar[str]
    update_path: ClassVar[str]
    user: ClassVar[str | None] = None
    password: ClassVar[str] = ""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def query_url(self) -> str:
        """Takes queries."""
        return f"http://127.0.0.1:{self.port}{self.query_path}"

    @property
    def update_url(self) -> str:
        """Takes updates."""
        return f"http://127.0.0.1:{self.port}{self.update_path}"

    @property
    def setting(self) -> str:
        """The address as the setting ``graph`` takes it."""
        known = f"{self.user}:{self.password}@" if self.user else ""
        return f"sparql+http://{known}127.0.0.1:{self.port}{self.query_path}"

    def command(self) -> list[str]:
        """What starts the server."""
        raise NotImplementedError

    def start(self) -> None:
        """Start the server and return when it answers."""
        with (self.folder / "output").open("ab") as output:
            self._process = subprocess.Popen(
                self.command(), cwd=self.folder, stdout=output, stderr=output
            )
        deadline = time.monotonic() + _READY_S
        while not self._answers():
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise TimeoutError((self.folder / "output").read_text())
            time.sleep(0.1)

    def kill(self) -> None:
        """End the server at once, as a power loss does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.query_url + "?query=ASK%20%7B%7D", timeout=5) as one:
                return bool(one.status == 200)
        except (urllib.error.URLError, OSError):
            return False


class OxigraphServer(SparqlServer):
    """The server of the Oxigraph project."""

    query_path = "/query"
    update_path = "/update"

    def command(self) -> list[str]:
        """See the base class."""
        installed = Path(str(distribution("oxigraph").locate_file("."))).resolve()
        return [
            str(installed.parents[2] / "bin" / "oxigraph"), "serve",
            "--location", str(self.folder / "store"), "--bind", f"127.0.0.1:{self.port}",
        ]  # fmt: skip


class VirtuosoServer(SparqlServer):
    """Virtuoso as Debian packages it; updates need its administrator's digest."""

    query_path = "/sparql"
    update_path = "/sparql-auth"
    user = "dba"
    password = "dba"

    def __init__(self, folder: Path, *, max_rows: int = 1_000_000) -> None:
        super().__init__(folder)
        (folder / "virtuoso.ini").write_text(
            _VIRTUOSO_INI.format(
                folder=folder, port=self.port, sql_port=free_port(), max_rows=max_rows
            )
        )

    def command(self) -> list[str]:
        """See the base class."""
        return ["virtuoso-t", "+foreground", "+configfile", str(self.folder / "virtuoso.ini")]

    def start(self) -> None:
        """See the base class; a lock file that a killed server left is removed first."""
        (self.folder / "virtuoso.lck").unlink(missing_ok=True)
        super().start()
