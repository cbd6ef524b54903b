#include "core/finality/finality_proof.h"

#include "core/finality/detail/header_codec.h"

namespace taodeck::finality {

Result<FinalityProof> decodeFinalityProof(ByteView bytes) {
    if (bytes.size() > kMaxFinalityProofBytes) return fail(Errc::LimitExceeded, "grandpa: finality proof too large");
    scale::Decoder in{bytes};
    FinalityProof out;
    TD_TRY(out.block, in.id<BlockHash>());
    TD_TRY(const auto justification, in.bytes(kMaxJustificationBytes));
    TD_TRY(out.justification, decodeJustification(justification));
    TD_TRY(const auto count, in.count(detail::kMinHeaderBytes));
    for (std::uint32_t i = 0; i < count; ++i) {
        TD_TRY(auto header, detail::takeHeader(in));
        out.unknownHeaders.push_back(std::move(header));
    }
    TD_CHECK(in.finish());
    return out;
}

Bytes encode(const FinalityProof& proof) {
    scale::Encoder out;
    out.id(proof.block).bytes(encode(proof.justification)).compact(proof.unknownHeaders.size());
    for (const auto& header : proof.unknownHeaders)
        detail::put(out, header);
    return out.take();
}

Result<WarpProof> decodeWarpProof(ByteView bytes) {
    if (bytes.size() > kMaxFinalityProofBytes) return fail(Errc::LimitExceeded, "grandpa: warp proof too large");
    scale::Decoder in{bytes};
    WarpProof out;
    TD_TRY(const auto count, in.count(detail::kMinHeaderBytes));
    for (std::uint32_t i = 0; i < count; ++i) {
        WarpFragment fragment;
        TD_TRY(fragment.header, detail::takeHeader(in));
        TD_TRY(fragment.justification, detail::takeJustification(in));
        out.fragments.push_back(std::move(fragment));
    }
    TD_TRY(out.finished, in.boolean());
    TD_CHECK(in.finish());
    return out;
}

} // namespace taodeck::finality
