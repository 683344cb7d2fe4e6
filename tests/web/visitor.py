"""Somebody at a browser: what they do, what they see, and what their console would tell."""

import json
from collections.abc import Callable
from typing import Any, Literal

from playwright.sync_api import Browser, ConsoleMessage, Page

from infra.packaging import ROOT

SHOTS = ROOT / "build" / "web-shots"
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = {"serious", "critical"}
Scheme = Literal["light", "dark"]
MOST = 20_000  # milliseconds that anything may take


class Visitor:
    """One browser context: its page, and all that went wrong in it."""

    def __init__(self, browser: Browser, origin: str, new_link: Callable[..., str]) -> None:
        self.new_link, self.origin = new_link, origin
        self._context = browser.new_context(
            viewport={"width": 1280, "height": 900}, locale="en-GB", reduced_motion="reduce"
        )
        self._context.set_default_timeout(MOST)
        self.page: Page = self._context.new_page()
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.expected: tuple[str, ...] = ()
        self.page.on("console", self._told)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def arrive(self) -> Page:
        """Follow a link from the team's app."""
        self.page.goto(self.new_link())
        return self.page

    def another_tab(self) -> None:
        """Follow a new link in a second tab."""
        self._context.new_page().goto(self.new_link())

    def offline(self, away: bool) -> None:
        """Lose the network, or find it again."""
        self._context.set_offline(away)

    def shoot(self, name: str) -> None:
        """A picture of the whole page as it is now, in light and in dark, wide and narrow."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        views: tuple[tuple[Scheme, int], ...] = (("light", 1280), ("dark", 390))
        for scheme, width in views:
            self.page.emulate_media(color_scheme=scheme)
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.screenshot(path=SHOTS / f"{name}-{scheme}.png", full_page=True)
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": 1280, "height": 900})

    def barriers(self) -> list[str]:
        """What axe finds serious or critical on the page, in both colour schemes."""
        return [*self._barriers("light"), *self._barriers("dark")]

    def leave(self) -> None:
        """Close the browser."""
        self._context.close()

    def _barriers(self, scheme: Scheme) -> list[str]:
        # Its own world: the page's policy forbids what axe does, and stays in force for the page.
        self.page.emulate_media(color_scheme=scheme)
        session = self._context.new_cdp_session(self.page)
        frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        made = session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})
        code = AXE.read_text() + ";axe.run(document).then((told) => JSON.stringify(told.violations))"
        answer = session.send(
            "Runtime.evaluate",
            {"expression": code, "contextId": made["executionContextId"], "awaitPromise": True},
        )
        session.detach()
        return told_by(answer, scheme)

    def _told(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not any(part in message.text for part in self.expected):
            self.complaints.append(message.text)


def told_by(answer: dict[str, Any], scheme: str) -> list[str]:
    """The serious ones of axe's findings, a line each. Raises `KeyError` if axe did not run."""
    return [
        f"{scheme}: {found['id']}: {[node['html'][:120] for node in found['nodes']]}"
        for found in json.loads(answer["result"]["value"])
        if found["impact"] in SERIOUS
    ]
