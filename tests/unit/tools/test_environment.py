from pathlib import Path

from tools.local_cloud.certificates import Certificates
from tools.local_cloud.environment import Credentials, emulator_environment

_HOST = {
    "PATH": "/bin",
    "HOME": "/home/somebody",
    "PYTHONPATH": "/home/somebody/project",
    "AWS_PROFILE": "production",
    "AWS_SESSION_TOKEN": "of production",
    "AWS_ACCESS_KEY_ID": "of production",
    "AWS_ENDPOINT_URL_SQS": "https://elsewhere.example",
    "HTTPS_PROXY": "https://proxy.example",
}


def _environment(folder: Path) -> dict[str, str]:
    certificates = Certificates(folder / "authority.pem", folder / "leaf.pem", folder / "leaf.key")
    return emulator_environment(_HOST, folder, 4567, certificates, Credentials("AKIAROOT", "secret"))


def test_nothing_of_the_hosts_aws_setup_reaches_the_emulator(tmp_path: Path) -> None:
    given = _environment(tmp_path)
    kept = {name for name, value in given.items() if _HOST.get(name) == value}
    assert kept == {"PATH"}
    assert not {"AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_SQS", "PYTHONPATH"} & given.keys()
    assert given["AWS_ACCESS_KEY_ID"] == "AKIAROOT"


def test_iam_is_enforced_under_tls_on_loopback_and_all_files_are_in_its_folder(tmp_path: Path) -> None:
    given = _environment(tmp_path)
    assert (given["AUTH"], given["USE_SSL"], given["BIND_HOST"]) == ("true", "1", "127.0.0.1")
    for name in ("TMPDIR", "HOME", "S3_DATA_DIR", "STATE_DIR", "MINISTACK_SSL_CERT", "SSL_CERT_FILE"):
        assert Path(given[name]).is_relative_to(tmp_path)
