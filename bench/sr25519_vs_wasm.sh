#!/bin/bash
# One sr25519 verification here against @polkadot/wasm-crypto in node, alternating, median of 5 rounds each.
# usage: bench/sr25519_vs_wasm.sh [path of crypto_bench from a release build]   (default: build/release/bin)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bench=${1:-$here/../build/release/bin/crypto_bench}
[ -d "$here/wasm_crypto/node_modules" ] || (cd "$here/wasm_crypto" && npm install --silent --no-package-lock)

ours=() theirs=()
for _ in 1 2 3 4 5; do
  ours+=("$("$bench" --benchmark_filter='^Sr25519Verify$' --benchmark_format=csv 2>/dev/null | tail -1 | cut -d, -f3)")
  theirs+=("$(node "$here/wasm_crypto/sr25519.mjs")")
done
median() { printf '%s\n' "$@" | sort -g | sed -n 3p; }
a=$(median "${ours[@]}") b=$(median "${theirs[@]}")
awk -v a="$a" -v b="$b" 'BEGIN { printf "sr25519 verify: native %.1f us, wasm %.1f us, ratio %.2f\n", a / 1000, b / 1000, b / a }'
