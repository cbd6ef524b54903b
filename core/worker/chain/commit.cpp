#include "core/worker/chain/commit.h"

#include "core/crypto/hash.h"
#include "core/crypto/random.h"
#include "core/scale/codec.h"

namespace taodeck::worker {
namespace {

constexpr std::uint16_t kMechanismStride = 4096;
constexpr std::size_t kSaltItems = 8;

void encodeList(scale::Encoder& out, const std::vector<std::uint16_t>& items) {
    out.compact(items.size());
    for (const auto item : items)
        out.u16(item);
}

} // namespace

std::uint16_t storageIndex(NetUid netuid, std::uint8_t mechanism) {
    return static_cast<std::uint16_t>(mechanism * kMechanismStride + raw(netuid));
}

Hash256 commitHash(const AccountId& hotkey, std::uint16_t index, const ChainWeights& weights,
                   const std::vector<std::uint16_t>& salt, std::uint64_t versionKey) {
    scale::Encoder out;
    out.id(hotkey).u16(index);
    encodeList(out, weights.uids);
    encodeList(out, weights.values);
    encodeList(out, salt);
    out.u64(versionKey);
    return crypto::hashOf<Hash256>(out.view());
}

Bytes timelockPayload(const AccountId& hotkey, const ChainWeights& weights, std::uint64_t versionKey) {
    scale::Encoder out;
    out.bytes(hotkey.view());
    encodeList(out, weights.uids);
    encodeList(out, weights.values);
    out.u64(versionKey);
    return out.take();
}

std::vector<std::uint16_t> freshSalt() {
    const auto random = crypto::randomBytes<2 * kSaltItems>();
    std::vector<std::uint16_t> out;
    for (std::size_t i = 0; i < random.size(); i += 2)
        out.push_back(static_cast<std::uint16_t>(random[i] | (random[i + 1] << 8)));
    return out;
}

} // namespace taodeck::worker
