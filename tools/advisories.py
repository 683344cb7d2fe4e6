"""`python -m tools.advisories`: are there known weaknesses in what is shipped? pip-audit and npm are asked.

Both ask a service. When it cannot be asked, or does not know our packages, nothing was learnt, and this says
so: silence is no good news.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
PIP: Final = (
    "pip-audit",
    "--disable-pip",
    "--require-hashes",
    "--format=json",
    "-r",
    "requirements/imaging.txt",
)
NPM: Final = (
    *("npm", "audit", "--prefix", "web", "--omit", "dev", "--package-lock-only", "--json"),
    "--fetch-retries=0",
)


@dataclass(frozen=True)
class Answer:
    """What was asked, how many packages were judged, what is known of them; ``why`` not all were."""

    asked: str
    judged: int
    known: tuple[str, ...] = ()
    why: str = ""


def of_pip(text: str) -> Answer:
    """What pip-audit says, in JSON."""
    packages = _parsed(text).get("dependencies", [])
    judged = [package for package in packages if "vulns" in package]
    known = [f"{p['name']} {p['version']}: {v['id']}" for p in judged for v in p["vulns"]]
    unjudged = len(packages) - len(judged)
    why = f"{unjudged} packages are not known to the service" if unjudged else ""
    return Answer("pip-audit", len(judged), tuple(known), why or ("" if packages else "no answer"))


def of_npm(text: str) -> Answer:
    """What npm says, in JSON."""
    told = _parsed(text)
    if "metadata" not in told:
        return Answer("npm audit", 0, why=str(told.get("message", "no answer")))
    known = [f"{name}: {each['severity']}" for name, each in told.get("vulnerabilities", {}).items()]
    return Answer("npm audit", int(told["metadata"]["dependencies"]["prod"]), tuple(known))


def _parsed(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def verdict(answers: Sequence[Answer]) -> int:
    """0 if nothing is known, 1 if something is, else 2 if one could not be asked."""
    if any(answer.known for answer in answers):
        return 1
    return 2 if any(answer.why for answer in answers) else 0


def main() -> int:
    """Ask both and say what was learnt, in the words of ``verdict``."""
    answers = []
    for command, read in ((PIP, of_pip), (NPM, of_npm)):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
        answer = read(done.stdout)
        print(f"{answer.asked}: {answer.judged} packages judged, {len(answer.known)} advisories")
        print(*(f"  {line}\n" for line in answer.known), sep="", end="")
        if answer.why:
            print(f"  could not be asked about all: {answer.why}")
        answers.append(answer)
    return verdict(answers)


if __name__ == "__main__":
    sys.exit(main())
