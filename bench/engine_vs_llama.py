"""The runs of bench/engine_vs_llama.sh: for each file and number of threads, ours and llama.cpp's in turn, then medians.

Other work on the machine hits both sides alike only because they alternate: compare the ratios, not the figures.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TYPES = ["Q8_0", "F16", "Q4_0", "Q4_K_M", "Q6_K"]
DECODE_TARGET = {"Q8_0": 1.1}  # others 1.0; at two threads 1.05
BUSY_TARGET = 1.5


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", required=True)
    parser.add_argument("--models", required=True)
    parser.add_argument("--shapes", default="smollm-135m,llama-3.2-1b")
    parser.add_argument("--types", default=",".join(TYPES))
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--busy", action="store_true", help="runs of a busy process beside, too")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--prompt", type=int, default=128)
    parser.add_argument("--tokens", type=int, default=32)
    return parser.parse_args()


def model(o, shape, kind):
    """The file, made once and read once, so that both sides find it in memory."""
    path = os.path.join(o.models, f"{shape}-{kind}.gguf")
    if not os.path.exists(path):
        os.makedirs(o.models, exist_ok=True)
        maker = os.path.join(o.programs, "taodeck-model-maker")
        subprocess.run([maker, shape, kind, path + ".part"], check=True, stdout=subprocess.DEVNULL)
        os.rename(path + ".part", path)
    with open(path, "rb") as file:
        while file.read(1 << 24):
            pass
    return path


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, cwd=os.path.join(HERE, "llama_cpp"))
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed: {done.stderr.strip()}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def compare(o, path, threads):
    """Medians of both sides, and the median of each round's ratio."""
    rest = [path, "--threads", str(threads), "--prompt", str(o.prompt), "--tokens", str(o.tokens)]
    ours, theirs = [], []
    for i in range(o.rounds):
        sides = [(ours, [os.path.join(o.programs, "engine_speed")]), (theirs, ["node", "speed.mjs"])]
        for into, command in sides if i % 2 == 0 else reversed(sides):
            into.append(run(command + rest))
    out = {}
    for key in ("decode", "prefill", "first_ms", "peak"):
        ratio = statistics.median(a[key] / b[key] for a, b in zip(ours, theirs))
        out[key] = statistics.median(r[key] for r in ours), statistics.median(r[key] for r in theirs), ratio
    out["cost"] = out["peak"][0] / (os.path.getsize(path) + ours[0]["cache"])
    return out


def main():
    o = options()
    o.programs, o.models = os.path.abspath(o.programs), os.path.abspath(o.models)
    print(f"load before: {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors, medians of {o.rounds} alternating runs")
    print("ours / llama.cpp (ratio); decode and prefill in tokens a second\n")
    print("| file | threads | decode | target | prefill | to the first token, ms | peak, MB | peak / (file + cache) |")
    print("|---|---|---|---|---|---|---|---|")
    for shape in o.shapes.split(","):
        for kind in o.types.split(","):
            path = model(o, shape, kind)
            for threads in map(int, o.threads.split(",")):
                for busy in [False, True] if o.busy and threads > 1 else [False]:
                    line(o, shape, kind, path, threads, busy)


def line(o, shape, kind, path, threads, busy):
    beside = subprocess.Popen([sys.executable, "-c", "while True: pass"]) if busy else None
    try:
        r = compare(o, path, threads)
    finally:
        if beside:
            beside.kill()
            beside.wait()
    wanted = BUSY_TARGET if busy else 1.05 if threads > 1 else DECODE_TARGET.get(kind, 1.0)
    show = lambda key, scale=1.0, digits=1: "{:.{d}f} / {:.{d}f} ({:.2f})".format(
        r[key][0] * scale, r[key][1] * scale, r[key][2], d=digits
    )
    met = "met" if r["decode"][2] >= wanted else "not met"
    print(
        f"| {shape} {kind} | {threads}{', busy process beside' if busy else ''} | {show('decode')} | {wanted:.2f} {met} "
        f"| {show('prefill')} | {show('first_ms', digits=0)} | {show('peak', 1e-6, 0)} | {r['cost']:.2f} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
