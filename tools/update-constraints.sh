#!/usr/bin/env bash
# Rewrites the lock files from pyproject.toml:
#
#     constraints-build.txt      the group `build`: installed first, so that nothing is built with other tools
#     constraints-dev.txt        the extra `all` and the group `dev`
#     constraints-lowest.txt     the lowest versions that pyproject.toml allows of what krmoney needs, and the group `reading`
#     constraints-clusters.txt   what the extra `spark` and the group `clusters` need besides
#
#     tools/update-constraints.sh              # the newest releases of everything
#     tools/update-constraints.sh --keep       # change only what pyproject.toml made necessary
#
# A lock is complete: it is installed with --no-deps, so pip resolves nothing. One file serves Python 3.11 and later:
# where versions differ, lines carry markers. uv resolves; it is installed into a temporary environment, and nothing
# about where packages come from is written.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work="$(mktemp -d)"
trap 'rm -rf -- "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -qq uv

# resolve FILE OPTION...: what the options name, into FILE; what FILE holds already stays if it can
resolve() {
    local file=$1
    shift
    "$work/venv/bin/uv" pip compile "$@" \
        --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
        --quiet --output-file "$file" > "$work/log"
}

# publish FILE WHAT: $work/FILE below a heading, into FILE
publish() {
    {
        echo "# $2, for Python 3.11 to 3.13: every version and hash is fixed."
        echo "# Made from pyproject.toml by tools/update-constraints.sh; do not edit by hand."
        cat "$work/$1"
    } > "$work/published"
    cp "$work/published" "$1"
    echo "$1: $(grep -c '==' "$1") pins"
}

# A requirement and the hashes below it, unless the first file has a requirement of that name.
without() {
    awk 'NR == FNR { if (match($0, /^[^ =]+==/)) known[substr($0, 1, RLENGTH)] = 1; next }
         /^[^ #]/ { match($0, /^[^ =]+==/); keep = !(substr($0, 1, RLENGTH) in known) }
         keep && !/^#/' "$@"
}

dev=(pyproject.toml --extra all --group dev)
if [[ "${1:-}" == --keep ]]; then
    cp constraints-dev.txt "$work/constraints-dev.txt"
    cp constraints-dev.txt "$work/constraints-lowest.txt"
    cat constraints-dev.txt constraints-clusters.txt > "$work/all.txt"
fi

resolve "$work/constraints-dev.txt" "${dev[@]}"
publish constraints-dev.txt "What development and CI install"

resolve "$work/constraints-build.txt" --group build --constraint constraints-dev.txt
publish constraints-build.txt "What builds krmoney, and those of its tools that come as source"

resolve "$work/lowest-direct.txt" pyproject.toml --resolution lowest-direct --no-deps --no-generate-hashes
resolve "$work/constraints-lowest.txt" pyproject.toml --group reading --constraint "$work/lowest-direct.txt"
publish constraints-lowest.txt "What \`nox -s lowest\` installs"

resolve "$work/all.txt" "${dev[@]}" --extra spark --group clusters --constraint constraints-dev.txt
without constraints-dev.txt "$work/all.txt" > "$work/constraints-clusters.txt"
publish constraints-clusters.txt "What tests/test_clusters.py needs besides constraints-dev.txt"
