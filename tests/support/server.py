"""Starts `theloop serve` as a user would, finds its address, and can kill it the hard way and start it again."""

import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from queue import Empty, Queue

ROOT = Path(__file__).resolve().parents[2]


class Server:
    """One server process on a free port; `kill` is SIGKILL, `start` brings it back on the same port and data."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.data, self.port = data, 0
        self._environment = environment
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("THELOOP_")} | self._environment
        command = [
            sys.executable,
            "-m",
            "theloop",
            "serve",
            "--no-open",
            "--port",
            str(self.port),
            "--data",
            str(self.data),
        ]
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=self.data.parent, env=environment
        )
        lines: Queue[str] = Queue()
        threading.Thread(target=self._read, args=(self._process, lines), daemon=True).start()
        seen: list[str] = []
        while True:
            try:
                line = lines.get(timeout=60)
            except Empty:
                raise AssertionError("the server printed no address:\n" + "".join(seen)) from None
            seen.append(line)
            if found := re.search(r"http://[\w.\[\]:]+:(\d+)", line):
                self.port = int(found.group(1))
                return
            if line == "":
                raise AssertionError("the server stopped:\n" + "".join(seen))

    @staticmethod
    def _read(process: subprocess.Popen[str], lines: "Queue[str]") -> None:
        assert process.stdout
        with process.stdout:
            for line in process.stdout:
                lines.put(line)
        lines.put("")

    def kill(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def __enter__(self) -> "Server":
        self.data.parent.mkdir(parents=True, exist_ok=True)
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
