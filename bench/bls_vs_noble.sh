#!/bin/bash
# One BLS12-381 pairing here against @noble/curves in node, alternating, median of 5 rounds each.
# usage: bench/bls_vs_noble.sh [path of bls_bench from a release build]   (default: build/release/bin)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bench=${1:-$here/../build/release/bin/bls_bench}
[ -d "$here/noble_curves/node_modules" ] || (cd "$here/noble_curves" && npm install --silent --no-package-lock)

ours=() theirs=()
for _ in 1 2 3 4 5; do
  ours+=("$("$bench" --benchmark_filter='^BlsPairing$' --benchmark_format=csv 2>/dev/null | tail -1 | cut -d, -f3)")
  theirs+=("$(node "$here/noble_curves/pairing.mjs")")
done
median() { printf '%s\n' "$@" | sort -g | sed -n 3p; }
a=$(median "${ours[@]}") b=$(median "${theirs[@]}")
awk -v a="$a" -v b="$b" 'BEGIN { printf "pairing: native %.0f us, noble %.0f us, ratio %.1f\n", a, b / 1000, b / 1000 / a }'
