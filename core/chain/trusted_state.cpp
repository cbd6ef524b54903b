#include "core/chain/trusted_state.h"

#include "core/scale/codec.h"

namespace taodeck::chain {

namespace {
constexpr std::uint8_t kVersion = 1;
}

Bytes encodeTrustedStart(const finality::TrustedStart& start) {
    scale::Encoder out;
    out.u8(kVersion).bytes(finality::encode(start.header)).u64(start.set.id);
    out.bytes(finality::encodeAuthorities(start.set.authorities)).compact(start.auraAuthorities.size());
    for (const auto& author : start.auraAuthorities)
        out.id(author);
    out.compact(start.pending.size());
    for (const auto& pending : start.pending) {
        out.u32(raw(pending.effective)).u32(raw(pending.change.delay)).boolean(pending.change.forced);
        out.bytes(finality::encodeAuthorities(pending.change.next));
    }
    return out.take();
}

Result<finality::TrustedStart> decodeTrustedStart(ByteView bytes) {
    scale::Decoder in{bytes};
    finality::TrustedStart out;
    TD_TRY(const auto version, in.u8());
    if (version != kVersion) return fail(Errc::Unsupported, "trusted start of another version");
    TD_TRY(const auto header, in.bytes());
    TD_TRY(out.header, finality::decodeHeader(header));
    TD_TRY(out.set.id, in.u64());
    TD_TRY(const auto authorities, in.bytes());
    TD_TRY(out.set.authorities, finality::decodeAuthorities(authorities));
    TD_TRY(const auto authors, in.count(32));
    for (std::uint32_t i = 0; i < authors; ++i) {
        TD_TRY(const auto author, in.id<AccountId>());
        out.auraAuthorities.push_back(author);
    }
    TD_TRY(const auto changes, in.count(10));
    for (std::uint32_t i = 0; i < changes; ++i) {
        finality::PendingChange pending;
        TD_TRY(const auto effective, in.u32());
        TD_TRY(const auto delay, in.u32());
        TD_TRY(pending.change.forced, in.boolean());
        TD_TRY(const auto next, in.bytes());
        TD_TRY(pending.change.next, finality::decodeAuthorities(next));
        pending.effective = BlockNumber{effective};
        pending.change.delay = BlockNumber{delay};
        out.pending.push_back(std::move(pending));
    }
    TD_CHECK(in.finish());
    return out;
}

} // namespace taodeck::chain
