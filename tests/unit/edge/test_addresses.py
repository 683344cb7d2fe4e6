"""Which addresses of a name that a stranger chose are connected to (OWASP, SSRF prevention)."""

import socket
import ssl
from ipaddress import ip_address
from typing import Any

import pytest

from functions.core.errors import Unreachable
from functions.edge.posting import HttpsSender, is_public

REAL = socket.getaddrinfo
HEADERS = {"webhook-id": "msg_1"}


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "8.8.8.8", "2606:4700::1111", "2a00:1450:4001::1"], ids=lambda a: a
)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "169.254.170.2",
        "172.16.0.1",
        "192.0.0.170",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "224.0.1.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b::808:808",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
    ],
)
def test_every_other_address_is_not(address: str) -> None:
    assert not is_public(ip_address(address))


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Let ``receiver.example`` resolve to these, one list per call; the names that were asked for."""
    asked: list[str] = []

    def resolve(host: str, port: int, *args: Any, **named: Any) -> Any:
        if host != "receiver.example":
            return REAL(host, port, *args, **named)
        asked.append(host)
        found = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were connected to, without a connection."""
    tried: list[str] = []

    def connect(address: tuple[str, int], **_named: object) -> None:
        tried.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    return tried


def refused(sender: HttpsSender, url: str = "https://receiver.example/x") -> str:
    """The code with which a receiver was not reached."""
    with pytest.raises(Unreachable) as caught:
        sender.post(url, HEADERS, b"{}")
    return caught.value.code


@pytest.mark.parametrize(
    "found",
    [["127.0.0.1"], ["169.254.169.254"], ["1.1.1.1", "10.0.0.1"], ["::ffff:10.0.0.1"], ["fe80::1%lo"]],
    ids=["loopback", "metadata", "one-of-two", "mapped", "link-local"],
)
def test_a_name_with_any_private_address_is_refused_without_a_connection(
    monkeypatch: pytest.MonkeyPatch, connected: list[str], found: list[str]
) -> None:
    resolving(monkeypatch, found)
    assert refused(HttpsSender(ssl.create_default_context())) == "address_refused"
    assert connected == []


def test_a_name_is_resolved_once_and_connected_to_exactly_there(
    monkeypatch: pytest.MonkeyPatch, connected: list[str]
) -> None:
    """DNS rebinding: public when asked, private a moment later."""
    asked = resolving(monkeypatch, ["1.1.1.1", "8.8.8.8", "9.9.9.9"], ["127.0.0.1"])
    assert refused(HttpsSender(ssl.create_default_context())) == "not_connected"
    assert asked == ["receiver.example"]
    assert connected == ["1.1.1.1", "8.8.8.8"]


def test_a_name_that_is_none_is_not_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_named: object) -> None:
        raise socket.gaierror(8, "kanarienvogel")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert refused(HttpsSender(ssl.create_default_context())) == "name_not_resolved"
