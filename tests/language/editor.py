"""A real yaml-language-server, driven over stdio as an editor drives it."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
from pathlib import Path
from typing import Any

PACKAGE = "yaml-language-server@1.25.0"
CACHE = Path(__file__).parents[2] / ".cache" / "yaml-language-server"
PATIENCE = 60  # seconds of silence that mean a hang


def installed() -> Path:
    """The server's script, installed on first use.

    Raises: LookupError where node or npm is absent; RuntimeError where npm cannot install it.
    """
    script = CACHE / "node_modules/yaml-language-server/bin/yaml-language-server"
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise LookupError("node and npm are not installed")
    if not script.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--prefix", str(CACHE), "--cache", str(CACHE / "npm")]
        quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run([*command, *quiet, PACKAGE], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"npm could not install {PACKAGE}: {done.stderr[-500:]}")
    return script


class Editor:
    """One server with one schema.

    Args:
      folder: the workspace; holds `earlyspec.schema.json`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server = subprocess.Popen(
            ["node", str(installed()), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._buffer = b""
        self._count = 0
        self.ask(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": folder.as_uri(),
                "workspaceFolders": [{"uri": folder.as_uri(), "name": "specs"}],
                "capabilities": {
                    "workspace": {"configuration": True},
                    "textDocument": {
                        "publishDiagnostics": {},
                        "hover": {"contentFormat": ["markdown", "plaintext"]},
                        "completion": {
                            "completionItem": {
                                "documentationFormat": ["markdown"],
                                "snippetSupport": False,
                            }
                        },
                    },
                },
            },
        )
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": {}})  # so that it asks

    def open(self, text: str) -> str:
        """Open a text as a new file; its URI."""
        self._count += 1
        uri = (self._folder / f"spec{self._count}.yaml").as_uri()
        item = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})
        return uri

    def problems(self, text: str) -> list[tuple[int, str]]:
        """(line from 1, message) of every diagnostic of a text."""
        uri = self.open(text)
        while True:
            message = self._receive()
            if message.get("method") != "textDocument/publishDiagnostics":
                continue
            if message["params"]["uri"] == uri:
                found = message["params"]["diagnostics"]
                return [(each["range"]["start"]["line"] + 1, each["message"]) for each in found]

    def completions(self, marked: str) -> dict[str, str]:
        """What the server offers where `|` stands: label and documentation."""
        text, position = _cursor(marked)
        uri = self.open(text)
        where = {"textDocument": {"uri": uri}, "position": position}
        offered = self.ask("textDocument/completion", where)
        items = offered["items"] if isinstance(offered, dict) else offered
        return {each["label"]: str(each.get("documentation", "")) for each in items}

    def hover(self, marked: str) -> str:
        """What the server says of the word at `|`."""
        text, position = _cursor(marked)
        uri = self.open(text)
        said = self.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": position})
        return str(said["contents"]["value"]) if said else ""

    def ask(self, method: str, parameters: Any) -> Any:
        """Send a request; its result."""
        self._count += 1
        number = self._count
        self._send({"id": number, "method": method, "params": parameters})
        while True:
            message = self._receive()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def tell(self, method: str, parameters: Any) -> None:
        """Send a notification."""
        self._send({"method": method, "params": parameters})

    def close(self) -> None:
        """End the server."""
        self._server.kill()
        self._server.communicate()

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._server.stdin is not None
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._server.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        head = self._until(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        )
        while len(self._buffer) < length:
            self._read()
        body, self._buffer = self._buffer[:length], self._buffer[length:]
        message: dict[str, Any] = json.loads(body)
        if "method" in message and "id" in message:
            self._answer(message)
        return message

    def _answer(self, question: dict[str, Any]) -> None:
        """The server asks for settings, one value a section; other questions get no answer."""
        yaml = {
            "validate": True,
            "hover": True,
            "completion": True,
            "schemaStore": {"enable": False},
            "schemas": {(self._folder / "earlyspec.schema.json").as_uri(): ["*.yaml"]},
        }
        result = None
        if question["method"] == "workspace/configuration":
            sections = [each["section"] for each in question["params"]["items"]]
            result = [yaml if section == "yaml" else {} for section in sections]
        self._send({"id": question["id"], "result": result})

    def _until(self, end: bytes) -> bytes:
        while end not in self._buffer:
            self._read()
        head, _, self._buffer = self._buffer.partition(end)
        return head

    def _read(self) -> None:
        assert self._server.stdout is not None
        stream = self._server.stdout.fileno()
        if not select.select([stream], [], [], PATIENCE)[0]:
            raise TimeoutError("the language server says nothing")
        more = os.read(stream, 65536)
        if not more:
            raise EOFError("the language server has ended")
        self._buffer += more


def _cursor(marked: str) -> tuple[str, dict[str, int]]:
    before, _, after = marked.partition("|")
    line = before.count("\n")
    return before + after, {"line": line, "character": len(before) - before.rfind("\n") - 1}
