#pragma once
/// Signed transactions of format version 4: the bytes to sign, the bytes to send, and both decoded again.
/// Transaction extensions are found by name in the metadata; one that Taodeck does not know is refused unless it is
/// empty in the extrinsic and in the signed part. Pure; any thread. Vectors: tests/data/extrinsics.

#include "core/crypto/keypair.h"
#include "core/metadata/call.h"
#include "core/metadata/era.h"
#include "core/metadata/metadata.h"

#include <optional>

namespace taodeck::metadata {

struct SigningContext {
    BlockHash genesis;
    BlockHash birth; ///< Hash of the era's first block; the genesis hash when immortal.
    std::uint32_t specVersion{0}, transactionVersion{0};
    Era era;
    std::uint64_t nonce{0};
    UInt128 tip{0};
    std::optional<Hash256> metadataHash; ///< Set: CheckMetadataHash mode 1.
};

/// Call, then what the extensions put into the extrinsic, then what they only sign.
struct SigningPayload {
    Bytes call, extra, additional;
    Bytes bytes() const; ///< All three, one after the other.
};

/// @return Unsupported for an extension that is unknown and not empty, or when the runtime has no version 4;
/// OutOfRange when nonce or tip exceed their type.
Result<SigningPayload> makeSigningPayload(const Metadata& meta, ByteView call, const SigningContext& context);

/// What the key signs: the payload, or its Blake2b-256 when it is longer than 256 bytes.
Bytes bytesToSign(ByteView payload);

/// The extrinsic with its length prefix. @return Unsupported when the runtime's address or signature is not of a kind
/// that takes a 32-byte account and this key type.
Result<Bytes> assembleSigned(const Metadata& meta, const SigningPayload& payload, const AccountId& signer,
                             crypto::KeyType type, const crypto::Signature64& signature);
/// Blake2b-256 of the whole.
ExtrinsicHash extrinsicHash(ByteView extrinsic);

/// What a signing payload says, read from its bytes.
struct DecodedPayload {
    Call call;
    Era era;
    std::uint64_t nonce{0};
    UInt128 tip{0};
    std::uint32_t specVersion{0}, transactionVersion{0};
    BlockHash genesis{}, birth{};
    std::optional<Hash256> metadataHash;
    Bytes callBytes, extraBytes;
};
/// `payload` is SigningPayload::bytes(), not its hash. @return Malformed, Truncated, Unsupported.
Result<DecodedPayload> decodeSigningPayload(const Metadata& meta, ByteView payload);

struct DecodedExtrinsic {
    bool isSigned{false};
    Value address, signature;        ///< As the runtime's types; empty composites when bare.
    std::optional<AccountId> signer; ///< When the address is a plain account.
    std::vector<NamedValue> extras;  ///< One per extension that sends something, by its identifier.
    Call call;
};
/// With its length prefix, whole input; signed and bare extrinsics of version 4, bare ones of version 5.
/// Extensions need not be known here: their types are. @return Malformed, Truncated, Unsupported.
Result<DecodedExtrinsic> decodeExtrinsic(const Metadata& meta, ByteView bytes);

} // namespace taodeck::metadata
