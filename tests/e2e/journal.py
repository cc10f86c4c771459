"""What the server acknowledged, as the browser saw it: the truth that a killed server must still know afterwards."""

import json
from dataclasses import dataclass, field

from playwright.sync_api import Page, Response


@dataclass
class Journal:
    """Every event that an answer with status 200 named, by client id, with its sequence number."""

    seen: dict[str, tuple[str, int]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("response", self._answered)
        page.on("pageerror", lambda error: self.problems.append(str(error)))

    def _answered(self, response: Response) -> None:
        if not response.url.endswith("/events") or response.request.method != "POST" or response.status != 200:
            return
        for event in json.loads(response.text())["events"]:
            self.seen[event["client_id"]] = (event["attempt"], event["seq"])

    def missing_from(self, log: list[dict]) -> list[str]:
        """Acknowledged events of the log's attempt that the log does not have under the same number."""
        attempt = log[0]["attempt"]
        held = {event["client_id"]: event["seq"] for event in log}
        return [ident for ident, (of, seq) in self.seen.items() if of == attempt and held.get(ident) != seq]
