import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtensionOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from tools.local_cloud.certificates import Certificates, make_certificates


@pytest.fixture
def made(tmp_path: Path) -> Certificates:
    return make_certificates(tmp_path / "certificates")


def _load(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def _verify(made: Certificates, name: str, authority: Path) -> None:
    policy = PolicyBuilder().store(Store([_load(authority)])).time(datetime.now(UTC))
    policy.build_server_verifier(x509.DNSName(name)).verify(_load(made.leaf), [])


@pytest.mark.parametrize("name", ["localhost", "site.cloudfront.localhost"])
def test_the_leaf_is_valid_for_the_loopback_names_and_signed_by_the_authority(
    made: Certificates, name: str
) -> None:
    _verify(made, name, made.authority)


def test_the_leaf_is_not_valid_for_another_name(made: Certificates) -> None:
    with pytest.raises(VerificationError):
        _verify(made, "example.com", made.authority)


def test_another_authority_does_not_vouch_for_the_leaf(made: Certificates, tmp_path: Path) -> None:
    other = make_certificates(tmp_path / "other")
    with pytest.raises(VerificationError):
        _verify(made, "localhost", other.authority)


def test_the_leaf_names_the_loopback_address(made: Certificates) -> None:
    names = _load(made.leaf).extensions.get_extension_for_oid(ExtensionOID.SUBJECT_ALTERNATIVE_NAME).value
    assert isinstance(names, x509.SubjectAlternativeName)
    assert [str(address) for address in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1"]


def test_a_client_that_verifies_strictly_shakes_hands(made: Certificates) -> None:
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    server.load_cert_chain(made.leaf, made.key)
    client.load_verify_locations(made.authority)
    client.verify_flags |= ssl.VERIFY_X509_STRICT  # the default from Python 3.13 on
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    asks = client.wrap_bio(to_client, to_server, server_hostname="localhost")
    answers = server.wrap_bio(to_server, to_client, server_side=True)
    for _ in range(3):
        for side in (asks, answers):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
    assert asks.version() == "TLSv1.3"


def test_the_key_is_for_its_owner_alone_and_the_authority_keeps_none(made: Certificates) -> None:
    assert stat.S_IMODE(made.key.stat().st_mode) == 0o600
    assert sorted(path.name for path in made.key.parent.iterdir()) == [
        "authority.pem",
        "leaf.key",
        "leaf.pem",
    ]


def test_certificates_live_for_days_not_years(made: Certificates) -> None:
    leaf = _load(made.leaf)
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc < timedelta(days=8)
