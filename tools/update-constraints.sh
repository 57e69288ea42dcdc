#!/usr/bin/env bash
# Writes constraints-dev.txt anew from the extras `dev` and `cli` of pyproject.toml, and constraints-clusters.txt,
# which holds what the extra `clusters` needs besides.
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

# resolve FILE OPTION...: what the extras given by OPTION need, into FILE; what FILE holds already stays if it can
resolve() {
    local file=$1
    shift
    "$work/venv/bin/uv" pip compile pyproject.toml "$@" \
        --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
        --quiet --output-file "$file" > "$work/log"
}

if [[ "${1:-}" == --keep ]]; then
    cp constraints-dev.txt "$work/resolved.txt"
    if [[ -f constraints-clusters.txt ]]; then
        cat constraints-dev.txt constraints-clusters.txt > "$work/all.txt"
    fi
fi
resolve "$work/resolved.txt" --extra dev --extra cli

{
    echo "# What development and CI install, for Python 3.11 to 3.13: every version and hash is fixed."
    echo "# Made from pyproject.toml by tools/update-constraints.sh; do not edit by hand."
    echo "#"
    echo "#     pip install --require-hashes -r constraints-dev.txt"
    echo "#     pip install --no-deps -e ."
    cat "$work/resolved.txt"
} > "$work/constraints-dev.txt"
cp "$work/constraints-dev.txt" constraints-dev.txt

resolve "$work/all.txt" --extra dev --extra cli --extra clusters --constraint constraints-dev.txt
{
    echo "# What tests/test_clusters.py needs besides constraints-dev.txt: every version and hash is fixed."
    echo "# Made from pyproject.toml by tools/update-constraints.sh; do not edit by hand."
    echo "#"
    echo "#     pip install --require-hashes -r constraints-dev.txt -r constraints-clusters.txt"
    # A requirement and the hashes below it, unless the other file has a requirement of that name.
    awk 'NR == FNR { if (match($0, /^[^ =]+==/)) known[substr($0, 1, RLENGTH)] = 1; next }
         /^[^ #]/ { match($0, /^[^ =]+==/); keep = !(substr($0, 1, RLENGTH) in known) }
         keep && !/^#/' constraints-dev.txt "$work/all.txt"
} > "$work/constraints-clusters.txt"
cp "$work/constraints-clusters.txt" constraints-clusters.txt

for file in constraints-dev.txt constraints-clusters.txt; do
    echo "$file: $(grep -c '==' "$file") pins"
done
