#!/usr/bin/env bash
# Writes constraints-dev.txt anew from the extras `dev` and `cli` of pyproject.toml.
#
#     tools/update-constraints.sh              # the newest releases of everything
#     tools/update-constraints.sh --keep       # change only what pyproject.toml made necessary
#
# One file serves Python 3.11 and later: where versions differ, lines carry markers. uv resolves;
# it is installed into a temporary environment, and nothing about where packages come from is written.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work="$(mktemp -d)"
trap 'rm -rf -- "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -qq uv

if [[ "${1:-}" == --keep ]]; then
    cp constraints-dev.txt "$work/resolved.txt"
fi
"$work/venv/bin/uv" pip compile pyproject.toml --extra dev --extra cli \
    --universal --python-version 3.11 --generate-hashes \
    --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
    --quiet --output-file "$work/resolved.txt" > "$work/log"

{
    echo "# What development and CI install, for Python 3.11 to 3.13: every version and hash is fixed."
    echo "# Made from pyproject.toml by tools/update-constraints.sh; do not edit by hand."
    echo "#"
    echo "#     pip install --require-hashes -r constraints-dev.txt"
    echo "#     pip install --no-deps -e ."
    cat "$work/resolved.txt"
} > "$work/constraints-dev.txt"
cp "$work/constraints-dev.txt" constraints-dev.txt
echo "constraints-dev.txt: $(grep -c '==' constraints-dev.txt) pins"
