"""boto3 sessions that can reach one endpoint only, whatever the host's AWS setup says."""

from __future__ import annotations

import os
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.session import Session as CoreSession

from tools.local_cloud.environment import REGION, Credentials

# No environment variable and no file may answer these: a developer's profile must not matter here.
_UNANSWERED = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
}


def local_session(endpoint: str, authority: Path, credentials: Credentials) -> boto3.session.Session:
    """Return a session whose clients all talk to `endpoint`, trusting `authority` alone."""
    core = CoreSession(session_vars=_UNANSWERED)
    core.set_config_variable("region", REGION)
    core.set_config_variable("ca_bundle", str(authority))
    core.set_credentials(credentials.access_key_id, credentials.secret_access_key, credentials.session_token)
    core.set_default_client_config(Config(proxies={}))  # a host's proxy has no say on loopback
    store = core.get_component("config_store")
    store.set_config_variable("endpoint_url", endpoint)
    store.set_config_variable("ignore_configured_endpoint_urls", False)
    return boto3.session.Session(botocore_session=core)
