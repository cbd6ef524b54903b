// A point that decodes is written back as the very same bytes, and lies in its subgroup. A ciphertext and a signature
// from the same input never do more than fail.

#include "core/crypto/timelock.h"
#include "core/crypto/bls12_381/curve.h"

#include <cstdlib>

namespace {

using namespace taodeck;
using namespace taodeck::crypto;

template <class Point, class Encoding>
void roundTrip(const Result<Point>& point, ByteView bytes, Encoding encode) {
    if (!point) return;
    const auto back = encode(*point);
    if (!std::equal(back.begin(), back.end(), bytes.begin(), bytes.end())) std::abort();
    if (!point->times(bls::kOrder).isInfinity()) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input{data, size};
    roundTrip(bls::decodeG1(input), input, [](const bls::G1& p) { return bls::encode(p); });
    roundTrip(bls::decodeG2(input), input, [](const bls::G2& p) { return bls::encode(p); });
    const auto pulse = input.first(std::min<std::size_t>(size, 48));
    if (const auto opened = timelockDecrypt(input.subspan(pulse.size()), pulse)) {
        if (opened->size() > size) std::abort();
    }
    return 0;
}
