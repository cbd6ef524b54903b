#include "core/subtensor/pallets/balances.h"
#include "core/subtensor/pallets/balances/events.h"
#include "core/subtensor/pallets/subtensor_module/coinbase/steps.h"

#include <algorithm>

namespace taodeck::subtensor::subtensor_module {

Mint::Mint(const Context& ctx, std::uint64_t amount) : m_ctx{ctx} {
    const std::uint64_t issued = balances::TotalIssuance.get(ctx.state).raw();
    const std::uint64_t left = issued > kMaxIssuance ? 0 : kMaxIssuance - issued;
    m_left = std::min(amount, left);
    if (m_left == 0) return;
    const Rao made = Rao::fromRaw(m_left);
    balances::TotalIssuance.set(ctx.state, balances::TotalIssuance.get(ctx.state).saturatingAdd(made));
    TotalIssuance.set(ctx.state, TotalIssuance.get(ctx.state).saturatingAdd(made));
    ctx.emit(balances::event::Issued{made});
}

bool Mint::spend(const AccountId& to, std::uint64_t tao) {
    if (tao > m_left) return false;
    if (!balances::deposit(m_ctx, to, Rao::fromRaw(tao))) return false;
    m_left -= tao;
    return true;
}

void Mint::recycleRest() {
    if (m_left == 0) return;
    const Rao rest = Rao::fromRaw(m_left);
    m_left = 0;
    balances::TotalIssuance.set(m_ctx.state, balances::TotalIssuance.get(m_ctx.state).saturatingSub(rest));
    TotalIssuance.set(m_ctx.state, TotalIssuance.get(m_ctx.state).saturatingSub(rest));
}

} // namespace taodeck::subtensor::subtensor_module
