#include "core/actions/fee.h"

#include "core/scale/codec.h"

namespace taodeck::actions {

Result<Bytes> feeArguments(const metadata::Metadata& meta, const metadata::SigningPayload& payload,
                           const AccountId& signer) {
    TD_TRY(auto extrinsic, metadata::assembleSigned(meta, payload, signer, crypto::KeyType::Sr25519, {}));
    scale::Encoder length;
    length.u32(static_cast<std::uint32_t>(extrinsic.size()));
    append(extrinsic, length.view());
    return extrinsic;
}

/// {weight {compact ref_time, compact proof_size}, class u8, partial_fee}: the fee is u64 here and u128 on other
/// chains.
Result<Rao> decodeFee(ByteView dispatchInfo) {
    scale::Decoder in{dispatchInfo};
    TD_CHECK(in.compact64());
    TD_CHECK(in.compact64());
    TD_CHECK(in.u8());
    if (in.rest().size() == 8) {
        TD_TRY(const auto fee, in.u64());
        return Rao::fromRaw(fee);
    }
    TD_TRY(const auto wide, in.u128());
    TD_CHECK(in.finish());
    if (wide > ~std::uint64_t{0}) return fail(Errc::OutOfRange, "fee: above 64 bits");
    return Rao::fromRaw(static_cast<std::uint64_t>(wide));
}

} // namespace taodeck::actions
