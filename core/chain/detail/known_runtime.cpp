#include "core/chain/detail/known_runtime.h"

#include "core/crypto/hash.h"
#include "core/scale/codec.h"
#include "core/subtensor/runtime.h"

#include <cassert>

namespace taodeck::chain {

namespace {

constexpr std::string_view kSpecName{"node-subtensor"};
/// Runtimes whose storage, calls and extensions were compared with what core/subtensor declares:
/// metadata_conformity_test does so for the last but one, and upstream's 425 changed no layout.
constexpr std::uint32_t kFirstSpec = 424, kLastSpec = 425;
constexpr std::size_t kMaxNameBytes = 256;

std::shared_ptr<const metadata::Metadata> carried() {
    static const auto kMetadata = [] {
        auto bytes = subtensor::makeRuntime425()->metadata(15);
        assert(bytes);
        auto decoded = metadata::Metadata::decode(*bytes);
        assert(decoded);
        return *std::move(decoded);
    }();
    return kMetadata;
}

} // namespace

const Bytes& runtimeUpgradeKey() {
    static const Bytes kKey = [] {
        Bytes out;
        for (const std::string_view part : {"System", "LastRuntimeUpgrade"}) {
            const auto hashed = crypto::twox128(asBytes(part));
            append(out, hashed);
        }
        return out;
    }();
    return kKey;
}

bool isKnownRuntime(std::string_view specName, std::uint32_t specVersion) {
    return specName == kSpecName && specVersion >= kFirstSpec && specVersion <= kLastSpec;
}

bool isKnownRuntime(const std::optional<Bytes>& runtimeUpgrade) {
    if (!runtimeUpgrade) return false;
    scale::Decoder in{*runtimeUpgrade};
    const auto version = in.compact32();
    const auto name = in.bytes(kMaxNameBytes);
    return version && name && in.finish() && isKnownRuntime(asText(*name), *version);
}

std::shared_ptr<const metadata::LayoutDifferences> layoutDifferences(const metadata::Metadata& connected) {
    return std::make_shared<const metadata::LayoutDifferences>(metadata::compareLayouts(*carried(), connected));
}

} // namespace taodeck::chain
