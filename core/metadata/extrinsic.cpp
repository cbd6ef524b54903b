#include "core/metadata/extrinsic.h"

#include "core/metadata/codec.h"

#include <algorithm>

namespace taodeck::metadata {
namespace {

constexpr std::size_t kHashedAbove = 256;
constexpr std::uint8_t kVersion = 4, kBareV5 = 5, kSignedBit = 0x80;
constexpr std::size_t kMaxExtrinsicBytes = 16u << 20;

/// How one extension is written and read. Those not listed must be empty.
struct KnownExtension {
    std::string_view name;
    void (*writeExtra)(const SigningContext&, scale::Encoder&);
    void (*writeAdditional)(const SigningContext&, scale::Encoder&);
    Result<> (*readExtra)(scale::Decoder&, DecodedPayload&);
    Result<> (*readAdditional)(scale::Decoder&, DecodedPayload&);
};

void writeNothing(const SigningContext&, scale::Encoder&) {}
Result<> readNothing(scale::Decoder&, DecodedPayload&) {
    return {};
}

void writeEra(const SigningContext& c, scale::Encoder& out) {
    c.era.encode(out);
}
Result<> readEra(scale::Decoder& in, DecodedPayload& out) {
    TD_TRY(out.era, Era::decode(in));
    return {};
}
void writeBirth(const SigningContext& c, scale::Encoder& out) {
    out.id(c.birth);
}
Result<> readBirth(scale::Decoder& in, DecodedPayload& out) {
    TD_TRY(out.birth, in.id<BlockHash>());
    return {};
}
void writeNonce(const SigningContext& c, scale::Encoder& out) {
    out.compact(c.nonce);
}
Result<> readNonce(scale::Decoder& in, DecodedPayload& out) {
    TD_TRY(out.nonce, in.compact64());
    return {};
}
void writeTip(const SigningContext& c, scale::Encoder& out) {
    out.compact(c.tip);
}
Result<> readTip(scale::Decoder& in, DecodedPayload& out) {
    TD_TRY(out.tip, in.compact());
    return {};
}
void writeMetadataMode(const SigningContext& c, scale::Encoder& out) {
    out.boolean(c.metadataHash.has_value());
}
Result<> readMetadataMode(scale::Decoder& in, DecodedPayload& out) {
    TD_TRY(const auto on, in.boolean());
    if (on) out.metadataHash = Hash256{};
    return {};
}
void writeMetadataHash(const SigningContext& c, scale::Encoder& out) {
    out.boolean(c.metadataHash.has_value());
    if (c.metadataHash) out.id(*c.metadataHash);
}
Result<> readMetadataHash(scale::Decoder& in, DecodedPayload& out) {
    TD_TRY(const auto some, in.option());
    if (some != out.metadataHash.has_value())
        return fail(Errc::Malformed, "payload: metadata hash and its mode disagree");
    if (some) {
        TD_TRY(out.metadataHash, in.id<Hash256>());
    }
    return {};
}
void writeSpec(const SigningContext& c, scale::Encoder& out) {
    out.u32(c.specVersion);
}
Result<> readSpec(scale::Decoder& in, DecodedPayload& out) {
    TD_TRY(out.specVersion, in.u32());
    return {};
}
void writeTxVersion(const SigningContext& c, scale::Encoder& out) {
    out.u32(c.transactionVersion);
}
Result<> readTxVersion(scale::Decoder& in, DecodedPayload& out) {
    TD_TRY(out.transactionVersion, in.u32());
    return {};
}
void writeGenesis(const SigningContext& c, scale::Encoder& out) {
    out.id(c.genesis);
}
Result<> readGenesis(scale::Decoder& in, DecodedPayload& out) {
    TD_TRY(out.genesis, in.id<BlockHash>());
    return {};
}

constexpr KnownExtension kKnown[] = {
    {"CheckSpecVersion", writeNothing, writeSpec, readNothing, readSpec},
    {"CheckTxVersion", writeNothing, writeTxVersion, readNothing, readTxVersion},
    {"CheckGenesis", writeNothing, writeGenesis, readNothing, readGenesis},
    {"CheckMortality", writeEra, writeBirth, readEra, readBirth},
    {"CheckEra", writeEra, writeBirth, readEra, readBirth},
    {"CheckNonce", writeNonce, writeNothing, readNonce, readNothing},
    {"ChargeTransactionPayment", writeTip, writeNothing, readTip, readNothing},
    {"CheckMetadataHash", writeMetadataMode, writeMetadataHash, readMetadataMode, readMetadataHash},
};
constexpr KnownExtension kEmpty{"", writeNothing, writeNothing, readNothing, readNothing};

Result<const KnownExtension*> find(const Metadata& meta, const TransactionExtension& extension) {
    for (const auto& known : kKnown)
        if (known.name == extension.identifier) return &known;
    if (meta.types().isZeroSized(extension.extra) && meta.types().isZeroSized(extension.additional)) return &kEmpty;
    return fail(Errc::Unsupported, "transaction extension " + extension.identifier + " is not known to this program");
}

Result<> checkVersion(const Metadata& meta) {
    const auto& versions = meta.extrinsic().versions;
    if (std::find(versions.begin(), versions.end(), kVersion) != versions.end()) return {};
    return fail(Errc::Unsupported, "the runtime takes no transactions of format 4");
}

/// What was written must be exactly one value of the type that the runtime expects there.
Result<> checkPart(const Metadata& meta, const TransactionExtension& extension, TypeId type, ByteView part) {
    if (decodeValue(meta.types(), type, part)) return {};
    return fail(Errc::Unsupported,
                "transaction extension " + extension.identifier + " has another form than this program knows");
}

/// The number of bytes that a value of `type` takes at the front of `in`.
Result<ByteView> measure(const Metadata& meta, TypeId type, ByteView in) {
    scale::Decoder probe{in};
    TD_CHECK(decodeValue(meta.types(), type, probe));
    return in.first(in.size() - probe.rest().size());
}

/// Runs `read` over one part of an extension, and insists that the type agrees on where the part ends.
Result<> readPart(const Metadata& meta, scale::Decoder& in, TypeId type,
                  Result<> (*read)(scale::Decoder&, DecodedPayload&), DecodedPayload& out) {
    TD_TRY(const auto expected, measure(meta, type, in.rest()));
    const auto before = in.rest().size();
    TD_CHECK(read(in, out));
    if (before - in.rest().size() != expected.size())
        return fail(Errc::Unsupported, "payload: an extension has another form than this program knows");
    return {};
}

Value addressOf(const Metadata& meta, const AccountId& account) {
    const auto* type = meta.types().find(meta.extrinsic().address);
    const bool isEnum = type != nullptr && std::holds_alternative<VariantDef>(type->def);
    return isEnum ? Value::variantOf("Id", Value::id(account)) : Value::id(account);
}

std::optional<AccountId> accountOf(const Value& address) {
    const View view{address};
    const auto plain = std::holds_alternative<VariantValue>(address.data) ? view.arm("Id").at(0) : view;
    const auto id = plain.asId<AccountId>();
    return id ? std::optional{*id} : std::nullopt;
}

} // namespace

Bytes SigningPayload::bytes() const {
    Bytes out = call;
    append(out, extra);
    append(out, additional);
    return out;
}

Result<SigningPayload> makeSigningPayload(const Metadata& meta, ByteView call, const SigningContext& context) {
    TD_CHECK(checkVersion(meta));
    SigningPayload out;
    out.call = toBytes(call);
    for (const auto& extension : meta.extrinsic().extensions) {
        TD_TRY(const auto* known, find(meta, extension));
        scale::Encoder extra, additional;
        known->writeExtra(context, extra);
        known->writeAdditional(context, additional);
        TD_CHECK(checkPart(meta, extension, extension.extra, extra.view()));
        TD_CHECK(checkPart(meta, extension, extension.additional, additional.view()));
        append(out.extra, extra.view());
        append(out.additional, additional.view());
    }
    return out;
}

Bytes bytesToSign(ByteView payload) {
    if (payload.size() <= kHashedAbove) return toBytes(payload);
    return toBytes(crypto::blake2b256(payload));
}

Result<Bytes> assembleSigned(const Metadata& meta, const SigningPayload& payload, const AccountId& signer,
                             crypto::KeyType type, const crypto::Signature64& signature) {
    TD_CHECK(checkVersion(meta));
    const auto& format = meta.extrinsic();
    scale::Encoder body;
    body.u8(kVersion | kSignedBit);
    const auto kind = type == crypto::KeyType::Ed25519 ? "Ed25519" : "Sr25519";
    const bool written =
        encodeValue(meta.types(), format.address, addressOf(meta, signer), body) &&
        encodeValue(meta.types(), format.signature, Value::variantOf(kind, Value::bytes(signature)), body);
    if (!written) return fail(Errc::Unsupported, "the runtime takes another kind of address or signature");
    body.raw(payload.extra).raw(payload.call);
    scale::Encoder out;
    out.bytes(body.view());
    return out.take();
}

ExtrinsicHash extrinsicHash(ByteView extrinsic) {
    return crypto::hashOf<ExtrinsicHash>(extrinsic);
}

Result<DecodedPayload> decodeSigningPayload(const Metadata& meta, ByteView payload) {
    DecodedPayload out;
    scale::Decoder in{payload};
    TD_TRY(out.call, decodeCall(meta, in));
    out.callBytes = toBytes(payload.first(payload.size() - in.rest().size()));
    const auto afterCall = in.rest();
    for (const auto& extension : meta.extrinsic().extensions) {
        TD_TRY(const auto* known, find(meta, extension));
        TD_CHECK(readPart(meta, in, extension.extra, known->readExtra, out));
    }
    out.extraBytes = toBytes(afterCall.first(afterCall.size() - in.rest().size()));
    for (const auto& extension : meta.extrinsic().extensions) {
        TD_TRY(const auto* known, find(meta, extension));
        TD_CHECK(readPart(meta, in, extension.additional, known->readAdditional, out));
    }
    TD_CHECK(in.finish());
    return out;
}

Result<DecodedExtrinsic> decodeExtrinsic(const Metadata& meta, ByteView bytes) {
    scale::Decoder outer{bytes};
    TD_TRY(const auto body, outer.bytes(kMaxExtrinsicBytes));
    TD_CHECK(outer.finish());
    scale::Decoder in{body};
    TD_TRY(const auto version, in.u8());
    DecodedExtrinsic out;
    out.isSigned = version == (kVersion | kSignedBit);
    if (!out.isSigned && version != kVersion && version != kBareV5)
        return fail(Errc::Unsupported, "extrinsic: format " + std::to_string(version));
    if (out.isSigned) {
        TD_TRY(out.address, decodeValue(meta.types(), meta.extrinsic().address, in));
        TD_TRY(out.signature, decodeValue(meta.types(), meta.extrinsic().signature, in));
        out.signer = accountOf(out.address);
        for (const auto& extension : meta.extrinsic().extensions) {
            if (meta.types().isZeroSized(extension.extra)) continue;
            TD_TRY(auto value, decodeValue(meta.types(), extension.extra, in));
            out.extras.push_back({extension.identifier, std::move(value)});
        }
    }
    TD_TRY(out.call, decodeCall(meta, in));
    TD_CHECK(in.finish());
    return out;
}

} // namespace taodeck::metadata
