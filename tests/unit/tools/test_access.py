from functions.core.routes import PUBLIC, ROUTES
from tools.access import PAGE, ROLES, may, page


def test_the_page_of_who_may_call_what_is_not_stale() -> None:
    assert PAGE.read_text() == page(), "run python -m tools.access"


def test_every_route_is_for_somebody_and_none_for_nobody_but_what_is_public() -> None:
    """Promise 10."""
    for route in ROUTES:
        if route.scope == PUBLIC:
            assert all(may(role, route) for role in ROLES)
            continue
        allowed = {role for role in ROLES if may(role, route)}
        assert allowed
        assert "nobody" not in allowed
        assert ("session" in allowed) == (route.kind == "session")
        assert allowed == {"session"} or "session" not in allowed


def test_staff_is_managed_by_its_admin_and_sessions_are_given_by_backends_alone() -> None:
    only = {"members.read": {"admin"}, "members.write": {"admin"}, "sessions.write": {"client"}}
    for route in ROUTES:
        if route.scope in only:
            assert {role for role in ROLES if may(role, route)} == only[route.scope]
