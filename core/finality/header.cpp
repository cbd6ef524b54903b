#include "core/finality/header.h"

#include "core/crypto/hash.h"
#include "core/finality/detail/header_codec.h"

namespace taodeck::finality {
namespace {

using Kind = DigestItem::Kind;

void put(scale::Encoder& out, const DigestItem& item) {
    out.u8(static_cast<std::uint8_t>(item.kind));
    if (item.kind == Kind::RuntimeEnvironmentUpdated) return;
    if (item.kind != Kind::Other) out.raw(item.engine);
    out.bytes(item.data);
}

Result<DigestItem> takeDigestItem(scale::Decoder& in) {
    DigestItem out;
    TD_TRY(const auto tag, in.u8());
    out.kind = static_cast<Kind>(tag);
    switch (out.kind) {
    case Kind::RuntimeEnvironmentUpdated:
        return out;
    case Kind::Consensus:
    case Kind::Seal:
    case Kind::PreRuntime: {
        TD_TRY(const auto engine, in.raw(out.engine.size()));
        std::copy(engine.begin(), engine.end(), out.engine.begin());
        break;
    }
    case Kind::Other:
        break;
    default:
        return fail(Errc::Malformed, "header: unknown kind of digest item");
    }
    TD_TRY(const auto data, in.bytes(kMaxHeaderBytes));
    out.data = toBytes(data);
    return out;
}

} // namespace

void detail::put(scale::Encoder& out, const Header& header) {
    out.id(header.parent).compact(raw(header.number)).id(header.stateRoot).id(header.extrinsicsRoot);
    out.compact(header.digest.size());
    for (const auto& item : header.digest)
        finality::put(out, item);
}

Result<Header> detail::takeHeader(scale::Decoder& in) {
    Header out;
    const auto before = in.rest().size();
    TD_TRY(out.parent, in.id<BlockHash>());
    TD_TRY(const auto number, in.compact32());
    out.number = BlockNumber{number};
    TD_TRY(out.stateRoot, in.id<StorageRoot>());
    TD_TRY(out.extrinsicsRoot, in.id<Hash256>());
    TD_TRY(const auto count, in.count());
    if (count > kMaxDigestItems) return fail(Errc::LimitExceeded, "header: too many digest items");
    for (std::uint32_t i = 0; i < count; ++i) {
        TD_TRY(auto item, takeDigestItem(in));
        out.digest.push_back(std::move(item));
    }
    if (before - in.rest().size() > kMaxHeaderBytes) return fail(Errc::LimitExceeded, "header: too large");
    return out;
}

Bytes encode(const DigestItem& item) {
    scale::Encoder out;
    put(out, item);
    return out.take();
}

Result<DigestItem> decodeDigestItem(ByteView bytes) {
    scale::Decoder in{bytes};
    TD_TRY(auto item, takeDigestItem(in));
    TD_CHECK(in.finish());
    return item;
}

Bytes encode(const Header& header) {
    scale::Encoder out;
    detail::put(out, header);
    return out.take();
}

Result<Header> decodeHeader(ByteView bytes) {
    scale::Decoder in{bytes};
    TD_TRY(auto header, detail::takeHeader(in));
    TD_CHECK(in.finish());
    return header;
}

BlockHash hashOf(const Header& header) {
    return crypto::hashOf<BlockHash>(encode(header));
}

} // namespace taodeck::finality
