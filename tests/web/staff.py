"""People of a team's staff at a browser; who has signed in stays so, in a tab of one's own."""

from playwright.sync_api import Browser, Page

from tests.e2e.world import Speaker, World
from tests.web.visitor import Visitor
from tools.staff import Person, new_person

COGNITO = ("favicon",)  # what its page misses


class Staff:
    """The staff of one team, each signed in when first needed."""

    def __init__(self, world: World, team: Speaker, browser: Browser, origin: str) -> None:
        self._world, self._team, self._browser, self._origin = world, team, browser, origin
        self._inside: dict[str, Visitor] = {}
        self.people: dict[str, Person] = {}

    def at(self, role: str, part: str) -> Visitor:
        """Somebody with this role, who looks at a part of the team's screen, anew."""
        if role not in self._inside:
            deployed = self._world.deployed
            self.people[role] = new_person(deployed.session, deployed.outputs, self._team.team, role)
            self._inside[role] = Visitor(self._browser, self._origin, str)
            sign_in(self._inside[role], self.people[role])
        visitor = self._inside[role]
        visitor.expected = COGNITO
        page = visitor.page
        page.evaluate("() => { location.hash = '/upload' }")  # a user's screen, and this is none
        page.get_by_text("needs a link from your app").wait_for()
        page.evaluate("part => { location.hash = `/team/${part}` }", part)
        page.get_by_role("heading", level=2).first.wait_for()
        return visitor

    def complaints(self) -> list[str]:
        """What the console of anybody told since it was asked last."""
        told = [complaint for visitor in self._inside.values() for complaint in visitor.complaints]
        for visitor in self._inside.values():
            visitor.complaints.clear()
        return told

    def leave(self) -> None:
        """All go."""
        for visitor in self._inside.values():
            visitor.leave()


def sign_in(visitor: Visitor, person: Person) -> None:
    """On Cognito's own page; the emulator's asks for no second factor (the pool wants one: tests/infra)."""
    visitor.expected = COGNITO
    visitor.page.goto(f"{visitor.origin}/#/team")
    sign_in_at(visitor.page, person)


def sign_in_at(page: Page, person: Person) -> None:
    """The same in a tab that shows the team's screen."""
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Username").fill(person.email)
    page.get_by_label("Password").fill(person.password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()
