#include "core/crypto/random.h"

#include "core/crypto/detail/sodium.h"

namespace taodeck::crypto {

void fillRandom(std::span<std::uint8_t> out) {
    detail::ensureSodium();
    randombytes_buf(out.data(), out.size());
}

} // namespace taodeck::crypto
