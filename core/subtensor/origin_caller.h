#pragma once
/// The origin of a call as data: what dispatch_as names and the scheduler keeps. Filters are no part of it.
/// Upstream: construct_runtime's OriginCaller at spec 425. Its arms Authorized and Ethereum are described and read, but
/// no call of this chain takes such an origin.

#include "core/subtensor/dispatch.h"

namespace taodeck::subtensor {

struct OriginCaller {
    Origin::Kind kind{Origin::Kind::Root};
    AccountId account; ///< Of Signed.
    Bytes other;       ///< Of Other: as encoded.
    Origin origin() const { return {kind, account}; }
    static OriginCaller of(const Origin& origin) { return {origin.kind, origin.account, {}}; }
    friend bool operator==(const OriginCaller&, const OriginCaller&) = default;
};
TD_TYPE_INFO(OriginCaller);

} // namespace taodeck::subtensor
