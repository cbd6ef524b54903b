#pragma once
/// Extrinsics as bytes: version 4 signed and version 4 or 5 bare, decoded with the runtime's own declarations.
/// Trusts nothing: every length is checked. Pure. Source: sp-runtime generic UncheckedExtrinsic; extension order of
/// runtime/src/lib.rs at spec 425.

#include "core/subtensor/pallet.h"
#include "core/subtensor/types.h"

namespace taodeck::subtensor {

struct SignedPart {
    MultiAddress address;
    MultiSignature signature;
    Era era;
    std::uint32_t nonce{0};
    Rao tip;
    std::uint8_t metadataHashMode{0};
};

struct Extrinsic {
    std::optional<SignedPart> signedPart; ///< Empty: bare (inherent).
    RuntimeCall call;
    ByteView callBytes;    ///< Into the input.
    ByteView extraBytes;   ///< Era, nonce, tip, mode; into the input.
    std::size_t length{0}; ///< Of the whole input.
};
/// @param bytes with the compact length prefix; must outlive the result. Bytes left over are Malformed.
Result<Extrinsic> decodeExtrinsic(ByteView bytes);

/// A bare extrinsic, as blocks carry inherents. With length prefix.
Bytes encodeBare(const RuntimeCall& call);
/// A signed extrinsic. With length prefix.
Bytes encodeSigned(const SignedPart& part, const RuntimeCall& call);

struct ImplicitData {
    std::uint32_t spec{0}, transaction{0};
    BlockHash genesis, birth;
};
/// What is signed: call, extra, implicit; hashed with Blake2b-256 when longer than 256 bytes.
Bytes signingPayload(ByteView callBytes, ByteView extraBytes, const ImplicitData& implicit);
/// Era, nonce, tip, metadata hash mode.
Bytes encodeExtra(const SignedPart& part);

struct ExtensionRow {
    const char* identifier;
    TypeId (*extra)(TypeRegistry&);
    TypeId (*implicit)(TypeRegistry&);
};
/// Transaction extensions in order.
const std::vector<ExtensionRow>& transactionExtensions();
/// Type of the whole extrinsic, of its address, signature and extra.
TypeId describeExtrinsic(TypeRegistry& registry);
TypeId describeExtra(TypeRegistry& registry);

/// Depth of the call: 1 without inner calls.
int nestingDepth(const RuntimeCall& call);
inline constexpr int kMaxNesting = 8;

} // namespace taodeck::subtensor
