"""yaml-language-server over its standard streams: what an editor would underline in a file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any, NamedTuple

import pytest

PROJECT = Path(__file__).parents[2]
VARIABLE = "YAML_LANGUAGE_SERVER"
HOW_TO_GET = (
    f"npm ci --ignore-scripts in tests/schema, or set {VARIABLE} to the program "
    "yaml-language-server"
)


class Finding(NamedTuple):
    """What is underlined: the line, counted from 1, and the message."""

    line: int
    message: str


def find_server() -> list[str]:
    """The command of the language server; where it is missing the test is skipped, or fails with
    GKSITE_REQUIRE_ALL=1."""
    node = shutil.which("node")
    stated = os.environ.get(VARIABLE, "")
    script = "node_modules/yaml-language-server/bin/yaml-language-server"
    places = (
        [Path(stated)]
        if stated
        else [folder / script for folder in (PROJECT / "tests/schema", PROJECT)]
    )
    found = next((place for place in places if place.is_file()), None)
    if node and found:
        return [node, str(found), "--stdio"]
    missing = f"yaml-language-server is missing, which this test needs: {HOW_TO_GET}"
    if os.environ.get("GKSITE_REQUIRE_ALL") == "1":
        pytest.fail(missing)
    pytest.skip(missing)


def underlined(
    root: Path, schemas: Mapping[str, str], paths: list[str]
) -> dict[str, list[Finding]]:
    """The findings of each file of the project at `root`; `schemas` are those of the editor's
    settings."""
    own = {(root / schema).as_uri(): files for schema, files in schemas.items()}
    settings = {"yaml": {"validate": True, "schemaStore": {"enable": False}, "schemas": own}}
    with subprocess.Popen(
        find_server(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin and process.stdout
        server = _Server(process.stdin, process.stdout, settings)
        folder = {"uri": root.as_uri(), "name": "site"}
        asked = {"workspace": {"configuration": True}}
        server.send(
            "initialize",
            {
                "processId": None,
                "rootUri": root.as_uri(),
                "capabilities": asked,
                "workspaceFolders": [folder],
            },
            1,
        )
        server.wait_for(lambda message: message.get("id") == 1 and "result" in message)
        server.send("initialized", {})
        server.send("workspace/didChangeConfiguration", {"settings": settings})
        # The settings are in force when the server has asked for them and been told.
        server.wait_for(lambda message: message.get("method") == "workspace/configuration")
        found = {
            path: server.open((root / path).as_uri(), (root / path).read_text("utf-8"))
            for path in paths
        }
        server.send("shutdown", None, 2)
        server.wait_for(lambda message: message.get("id") == 2 and "method" not in message)
        server.send("exit", None)
        return found


class _Server:
    """The wire; the server's own questions are answered on the way."""

    def __init__(self, stdin: IO[bytes], stdout: IO[bytes], settings: Mapping[str, object]) -> None:
        self._stdin, self._stdout, self._settings = stdin, stdout, settings

    def open(self, uri: str, text: str) -> list[Finding]:
        """What is underlined in a file that an editor opens."""
        self.send(
            "textDocument/didOpen",
            {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}},
        )
        told = self.wait_for(
            lambda message: (
                message.get("method") == "textDocument/publishDiagnostics"
                and message["params"]["uri"] == uri
            )
        )
        return [
            Finding(one["range"]["start"]["line"] + 1, one["message"])
            for one in told["params"]["diagnostics"]
        ]

    def wait_for(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The next message that is wanted."""
        while True:
            message = self._receive()
            if "id" in message and "method" in message:
                self._answer(message)
            if wanted(message):
                return message

    def send(self, method: str, params: object, id: int | None = None) -> None:
        """A request with an id, or a notification."""
        message: dict[str, object] = {"jsonrpc": "2.0", "method": method}
        self._write(
            {
                **message,
                **({} if params is None else {"params": params}),
                **({} if id is None else {"id": id}),
            }
        )

    def _answer(self, message: dict[str, Any]) -> None:
        items = (
            message["params"]["items"] if message["method"] == "workspace/configuration" else None
        )
        result = (
            None
            if items is None
            else [self._settings.get(item.get("section", "")) for item in items]
        )
        self._write({"jsonrpc": "2.0", "id": message["id"], "result": result})

    def _write(self, message: Mapping[str, object]) -> None:
        body = json.dumps(message).encode()
        self._stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._stdin.flush()

    def _receive(self) -> dict[str, Any]:
        length = 0
        while line := self._stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the language server ended"
        message: dict[str, Any] = json.loads(self._stdout.read(length))
        return message
