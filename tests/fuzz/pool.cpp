/// Any pool, order and limit: the swap ends, never pays out more than the reserve, and leaves a pool that can quote
/// again.

#include "core/subtensor/pool.h"
#include "core/base/bytes.h"

#include <cstdlib>
#include <cstring>

using namespace taodeck::subtensor;

namespace {

struct Case {
    std::uint64_t tao, alpha, weight, amount, limit, addTao, addAlpha;
    std::uint16_t feeRate;
    std::uint8_t side, drop;
};

void require(bool holds) {
    if (!holds) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Case c{};
    if (size > 0) std::memcpy(&c, data, std::min(size, sizeof c));
    Pool pool{c.tao, c.alpha, kMinWeight + c.weight % (kWeightOne - 2 * kMinWeight + 1),
              static_cast<std::uint16_t>(c.feeRate % 10'001)};
    const Side side = c.side % 2 == 0 ? Side::Buy : Side::Sell;
    const auto swapped = swap(pool, side, c.amount, c.limit, c.drop % 2 == 0 ? Fees::Charge : Fees::Drop);
    if (swapped) {
        require(swapped->paidOut <= (side == Side::Buy ? pool.alpha : pool.tao));
        require(swapped->paidIn == 0 || swapped->paidOut > 0);
        require(c.drop % 2 == 0 || swapped->fee == 0);
        const auto quoted = quote(pool, side, c.amount, c.limit);
        require(quoted.has_value() || c.drop % 2 == 1);
        pool = after(pool, side, *swapped);
    }
    if (const auto weight = weightAfterAdding(pool, c.addTao, c.addAlpha))
        require(*weight >= kMinWeight && *weight <= kWeightOne - kMinWeight);
    (void)maxInput(pool, side, c.limit);
    return 0;
}
