// Prints the nanoseconds that one sr25519 verification takes in @polkadot/wasm-crypto, message of 100 bytes.
import { sr25519KeypairFromSeed, sr25519Sign, sr25519Verify, waitReady } from '@polkadot/wasm-crypto';

await waitReady();
const pair = sr25519KeypairFromSeed(new Uint8Array(32).fill(7));
const publicKey = pair.slice(64);
const message = new Uint8Array(100).fill(3);
const signature = sr25519Sign(publicKey, pair.slice(0, 64), message);

function nanosecondsEach(rounds) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < rounds; ++i) {
    if (!sr25519Verify(signature, message, publicKey)) throw new Error('refused');
  }
  return Number(process.hrtime.bigint() - start) / rounds;
}

nanosecondsEach(1000); // lets the engine compile
console.log(nanosecondsEach(3000).toFixed(0));
