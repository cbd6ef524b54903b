#!/bin/bash
# One epoch here against the same epoch in plain numpy floats: milliseconds of processor time
# beside each other, results compared.
# usage: bench/epoch_vs_numpy.sh [path of epoch_bench from a release build]   (default: build/release/bin)
# numpy: Debian package python3-numpy; without it only our own time is printed.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bench=${1:-$here/../build/release/bin/epoch_bench}
case=$(mktemp)
trap 'rm -f "$case"' EXIT
python=
for each in python3 /usr/bin/python3; do
  if "$each" -c 'import numpy' 2>/dev/null; then python=$each && break; fi
done
[ -n "$python" ] || echo "numpy is not installed (Debian: python3-numpy); our time alone:"

echo "load before: $(uptime | sed 's/.*load average/load average/')"
printf '%-14s %6s %11s %8s %11s %11s %7s\n' rule uids validators weights 'here, ms' 'numpy, ms' ratio
while read -r size; do
  read -r n v w <<<"$size"
  for rule in 2 3 3l; do
    name=yuma${rule/3l/3_liquid}
    ours=$("$bench" --benchmark_filter="^epoch/$name/n:$n/validators:$v/weights:$w\$" --benchmark_format=csv 2>/dev/null |
      tail -1 | cut -d, -f4)
    theirs=-
    if [ -n "$python" ]; then
      "$bench" --dump "$n" "$v" "$w" $rule >"$case"
      theirs=$("$python" "$here/epoch_vs_numpy.py" "$case")
    fi
    awk -v r=$name -v n="$n" -v v="$v" -v w="$w" -v a="$ours" -v b="$theirs" 'BEGIN {
      printf "%-14s %6d %11d %8d %11.3f %11s %7s\n", r, n, v, w, a, b, (b == "-" ? "-" : sprintf("%.1f", b / a)) }'
  done
done <<'SIZES'
256 64 256
256 64 16
4096 64 4096
4096 512 64
4096 512 4096
SIZES
