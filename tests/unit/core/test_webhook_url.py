import pytest

from functions.core.errors import Invalid
from functions.core.webhook_url import Address, parse_url

GOOD = {
    "https://example.org": Address("example.org", 443, "/"),
    "https://example.org/": Address("example.org", 443, "/"),
    "https://Example.ORG/Hooks/x": Address("example.org", 443, "/Hooks/x"),
    "https://hooks.example.org:8443/a%20b?c=d&e=f": Address("hooks.example.org", 8443, "/a%20b?c=d&e=f"),
    "https://example.org?x=1": Address("example.org", 443, "/?x=1"),
    "https://example.org:443/x": Address("example.org", 443, "/x"),
    "https://example.org:1024/x": Address("example.org", 1024, "/x"),
    "https://localhost:65535/x": Address("localhost", 65535, "/x"),
    "https://xn--bcher-kva.example/x": Address("xn--bcher-kva.example", 443, "/x"),
    "https://1.example.org/@x": Address("1.example.org", 443, "/@x"),
}
BAD = {
    "nothing": None,
    "number": 17,
    "list": ["https://example.org"],
    "empty": "",
    "http": "http://example.org/",
    "no-scheme": "example.org",
    "other-scheme": "file:///etc/passwd",
    "javascript": "javascript:alert(1)",
    "no-host": "https:///x",
    "user": "https://user@example.org/",
    "user-and-password": "https://user:secret@example.org/",
    "user-that-looks-like-a-host": "https://example.org@127.0.0.1/",
    "fragment": "https://example.org/#x",
    "address": "https://127.0.0.1/",
    "address-short": "https://127.1/",
    "address-number": "https://2130706433/",
    "address-hex": "https://0x7f.0x1/",
    "address-hex-alone": "https://0x7f000001/",
    "address-of-metadata": "https://169.254.169.254/latest/meta-data",
    "address-v6": "https://[::1]/",
    "address-v6-mapped": "https://[::ffff:127.0.0.1]/",
    "trailing-dot": "https://example.org./",
    "two-dots": "https://example..org/",
    "dash": "https://-example.org/",
    "unicode": "https://bücher.example/",
    "unicode-digits": "https://①②⑦.⓪.⓪.①/",
    "unicode-dot": "https://example。org/",
    "space": "https://example.org/a b",
    "newline": "https://example.org/\nHost: other",
    "newline-at-the-end": "https://example.org/\n",
    "tab": "https://exam\tple.org/",
    "backslash": "https://example.org\\@127.0.0.1/",
    "port-low": "https://example.org:25/",
    "port-http": "https://example.org:80/",
    "port-zero": "https://example.org:0/",
    "port-high": "https://example.org:65536/",
    "port-empty": "https://example.org:/",
    "port-word": "https://example.org:https/",
    "long": "https://example.org/" + "x" * 2048,
    "host-long": "https://" + "a." * 130 + "org/",
    "label-long": "https://" + "a" * 64 + ".org/",
}


@pytest.mark.parametrize("url", GOOD)
def test_a_receiver_is_named_by_an_https_url(url: str) -> None:
    assert parse_url(url) == url
    assert Address.of(url) == GOOD[url]


@pytest.mark.parametrize("url", BAD.values(), ids=BAD.keys())
def test_what_may_hide_where_it_goes_is_refused_and_not_repeated(url: object) -> None:
    with pytest.raises(Invalid) as refused:
        parse_url(url)
    assert refused.value.field == "url"
    assert not url or str(url) not in str(refused.value)


def test_a_long_hostile_url_is_refused_at_once() -> None:
    """Promise 13: no pattern here takes more than its length."""
    for evil in ("a-" * 1000, "a." * 1000, "-" * 2000, "a" * 2000 + "!"):
        with pytest.raises(Invalid):
            parse_url(f"https://{evil}")
