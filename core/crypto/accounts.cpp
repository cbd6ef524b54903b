#include "core/crypto/accounts.h"

#include "core/crypto/hash.h"
#include "core/scale/codec.h"

#include <algorithm>

namespace taodeck::crypto {

Result<AccountId> multisigAccount(std::vector<AccountId> signatories, std::uint16_t threshold) {
    std::sort(signatories.begin(), signatories.end());
    if (signatories.empty() || signatories.size() > 1000 ||
        std::adjacent_find(signatories.begin(), signatories.end()) != signatories.end()) {
        return fail(Errc::OutOfRange, "a multisig has 1 to 1000 different signatories");
    }
    if (threshold == 0 || threshold > signatories.size()) return fail(Errc::OutOfRange, "threshold");
    scale::Encoder encoded;
    encoded.raw(asBytes("modlpy/utilisuba")).compact(signatories.size());
    for (const AccountId& signatory : signatories)
        encoded.id(signatory);
    encoded.u16(threshold);
    return hashOf<AccountId>(encoded.view());
}

Result<AccountId> palletAccount(std::string_view palletId) {
    if (palletId.size() > 8) return fail(Errc::OutOfRange, "a pallet id has at most 8 bytes");
    constexpr std::string_view kKind = "modl";
    AccountId out;
    std::copy(palletId.begin(), palletId.end(), std::copy(kKind.begin(), kKind.end(), out.bytes.begin()));
    return out;
}

AccountId evmAccount(const std::array<std::uint8_t, 20>& address) {
    Bytes input = toBytes(asBytes("evm:"));
    append(input, address);
    return hashOf<AccountId>(input);
}

} // namespace taodeck::crypto
