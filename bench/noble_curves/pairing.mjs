// Prints the nanoseconds that one pairing takes in @noble/curves.
import { bls12_381 } from '@noble/curves/bls12-381.js';

const p = bls12_381.G1.Point.BASE.multiply(123456789n);
const q = bls12_381.G2.Point.BASE.multiply(987654321n);

function nanosecondsEach(rounds) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < rounds; ++i) bls12_381.pairing(p, q);
  return Number(process.hrtime.bigint() - start) / rounds;
}

nanosecondsEach(50); // lets the engine compile
console.log(nanosecondsEach(100).toFixed(0));
