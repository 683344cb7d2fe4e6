"""`python -m tools.leaks` looks for secrets in the files of this repository, by detect-secrets.

What only looks like one stands in `.secrets.json` by its hash; `--accept` writes that file anew, to be read
before it is committed. Lock files are hashes and nothing else, so they are left out.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Final

from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import default_settings

ROOT: Final = Path(__file__).parents[1]
ACCEPTED: Final = ROOT / ".secrets.json"
LEFT_OUT: Final = (
    "requirements.txt",
    "requirements/",
    "package-lock.json",
    "web/package-lock.json",
    ".secrets.json",
)
Found = dict[str, list[str]]  # file → kind and hash of what looks like a secret


def found(files: list[str]) -> Found:
    """What looks like a secret, by file; no secret itself is shown or kept."""
    collection = SecretsCollection(str(ROOT))
    with default_settings():
        collection.scan_files(*files)
    return {
        name: sorted({f"{secret.type}: {secret.secret_hash}" for secret in collection[name]})
        for name in sorted(collection.files)
    }


def unaccepted(seen: Found, accepted: Found) -> list[str]:
    """A line for each that nobody has looked at."""
    return [
        f"{name}: {secret}"
        for name, secrets in seen.items()
        for secret in secrets
        if secret not in accepted.get(name, [])
    ]


def tracked() -> list[str]:
    """The files of the repository, and those that are about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return sorted(
        name for name in set(names) if name and not name.startswith(LEFT_OUT) and (ROOT / name).is_file()
    )


def main(arguments: list[str] | None = None) -> int:
    """Look; 1 if there is something that was not accepted."""
    parser = argparse.ArgumentParser(prog="python -m tools.leaks", description="Look for secrets.")
    parser.add_argument("--accept", action="store_true", help="all that is found is none")
    seen = found(tracked())
    if parser.parse_args(arguments).accept:
        ACCEPTED.write_text(json.dumps(seen, indent=1) + "\n")
        return 0
    lines = unaccepted(seen, json.loads(ACCEPTED.read_text()))
    for line in lines:
        print(f"looks like a secret: {line}")
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main())
