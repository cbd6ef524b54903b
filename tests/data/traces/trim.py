#!/usr/bin/env python3
"""Makes the compact recordings of this folder from full ones: trim.py FULL.json BLOCKS OUT.json

Kept: specVersion, scenario, the raw state before the first block, and of the first BLOCKS blocks number, digest,
extrinsics (signer, call, bytes, outcome) and raw changes. Dropped: decoded values, events, accounts, and entries of the
Ethereum, EVM, BaseFee and randomness pallets, which the embedded chain does not have.
"""
import json
import sys

DROPPED = ("Ethereum.", "EVM.", "BaseFee.", "RandomnessCollectiveFlip.")


def raw(entries):
    return {name: entry for name, entry in entries.items() if not name.startswith(DROPPED)}


def extrinsic(full):
    return {k: full[k] for k in ("signer", "call", "hex", "success", "error", "dropped") if k in full}


def main():
    source, count, target = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    with open(source, encoding="utf-8") as f:
        full = json.load(f)
    out = {k: full[k] for k in ("specName", "specVersion", "source", "scenario", "description", "initialBlock")}
    out["initialRaw"] = raw(full["initialRaw"])
    out["blocks"] = [
        {
            "number": b["number"],
            "digest": b["digest"],
            "extrinsics": [extrinsic(e) for e in b["extrinsics"]],
            "raw": raw(b["raw"]),
            "removed": b["removed"],
        }
        for b in full["blocks"][:count]
    ]
    with open(target, "w", encoding="utf-8") as f:
        json.dump(out, f, indent=None, separators=(",", ":"))
        f.write("\n")


main()
