#!/bin/bash
# Our engine beside llama.cpp (through node-llama-cpp) on the same files of random weights, alternating, medians and ratios.
# usage: bench/engine_vs_llama.sh [folder of programs from a release build] [options of engine_vs_llama.py]
# Needs Node.js and the npm registry; writes models of up to 2.5 GB to $TD_MODELS (default: build/models) and keeps them.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
programs=$here/../build/release/bin
if [ $# -gt 0 ] && [ -d "$1" ]; then programs=$1 && shift; fi
export NODE_LLAMA_CPP_SKIP_DOWNLOAD=true
[ -d "$here/llama_cpp/node_modules" ] ||
  (cd "$here/llama_cpp" && npm install --omit=optional --no-audit --no-fund --loglevel=error)
exec python3 "$here/engine_vs_llama.py" --programs "$programs" --models "${TD_MODELS:-$here/../build/models}" "$@"
