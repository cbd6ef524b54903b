#include "core/chain/detail/rows.h"

#include <set>

namespace taodeck::chain {

using api::StakePosition;
using metadata::Value;
using metadata::View;

namespace {

constexpr std::size_t kMaxPositions = 4096;

struct PositionKey {
    AccountId hotkey;
    NetUid netuid{};
    friend auto operator<=>(const PositionKey&, const PositionKey&) = default;
};

Result<api::AccountBalance> balanceFrom(const Value& value) {
    const View account{value};
    api::AccountBalance out;
    TD_TRY(out.nonce, account.field("nonce").asU32());
    TD_TRY(out.free, account.field("data").field("free").asAmount<Rao>());
    TD_TRY(out.reserved, account.field("data").field("reserved").asAmount<Rao>());
    TD_TRY(out.frozen, account.field("data").field("frozen").asAmount<Rao>());
    return out;
}

StakePosition positionFrom(Snapshot& s, const AccountId& coldkey, const PositionKey& key) {
    StakePosition out;
    out.coldkey = coldkey;
    out.hotkey = key.hotkey;
    out.netuid = key.netuid;
    out.symbol = symbolOf(s, key.netuid);
    out.alpha = stakeOf(s, key.hotkey, coldkey, key.netuid);
    const auto total = s.number(subtensorItem("TotalHotkeyAlpha", {Value::id(key.hotkey), Value::netuid(key.netuid)}));
    if (total > 0) out.share = static_cast<double>(out.alpha.raw()) / static_cast<double>(total);

    const auto pool = poolOf(s, key.netuid);
    const auto price = pool.dynamic ? pool.priceRao() : kUnitsPerToken;
    out.value = Rao::fromRaw(static_cast<std::uint64_t>(UInt128{out.alpha.raw()} * price / kUnitsPerToken));
    if (out.alpha.raw() == 0) return out;
    // A pool too small to pay anything has no exit: that is zero, not unknown.
    if (const auto sold = subtensor::simulate(pool, subtensor::Side::Sell, out.alpha.raw())) {
        out.exitNow = Rao::fromRaw(sold->paidOut);
        out.exitFee = Rao::fromRaw(static_cast<std::uint64_t>(UInt128{sold->fee} * price / kUnitsPerToken));
    }
    return out;
}

void finishPositions(const SnapshotPtr& s, const AccountId& coldkey, std::vector<PositionKey> keys,
                     Done<Stated<std::vector<StakePosition>>> done) {
    for (const auto& key : keys)
        wantIdentity(*s, s->account(subtensorItem("Owner", {Value::id(key.hotkey)})));
    s->fetch([s, coldkey, keys = std::move(keys), done = std::move(done)] {
        std::vector<StakePosition> out;
        for (const auto& key : keys) {
            auto row = positionFrom(*s, coldkey, key);
            row.validatorName = identityOf(*s, s->account(subtensorItem("Owner", {Value::id(key.hotkey)})));
            if (row.alpha.raw() > 0) out.push_back(std::move(row));
        }
        s->finish(std::move(out), done);
    });
}

void readPositionValues(const SnapshotPtr& s, const AccountId& coldkey, std::set<PositionKey> found,
                        Done<Stated<std::vector<StakePosition>>> done) {
    std::vector<PositionKey> keys(found.begin(), found.end());
    for (const auto& key : keys) {
        wantStake(*s, key.hotkey, coldkey, key.netuid);
        wantPool(*s, key.netuid);
        wantSymbol(*s, key.netuid);
        s->want(subtensorItem("Owner", {Value::id(key.hotkey)}));
    }
    s->fetch([s, coldkey, keys = std::move(keys), done = std::move(done)]() mutable {
        finishPositions(s, coldkey, std::move(keys), std::move(done));
    });
}

} // namespace

void readBalance(const SnapshotPtr& s, const AccountId& account, Done<Stated<api::AccountBalance>> done) {
    s->want(accountOf(account));
    s->fetch([s, account, done = std::move(done)] {
        const auto value = s->get(accountOf(account));
        if (!s->ok()) return;
        if (!value) return s->problem({Errc::Unsupported, "the connected chain has no default for System.Account"});
        auto balance = balanceFrom(*value);
        if (!balance) return s->problem({Errc::Unsupported, "System.Account: " + balance.error().context});
        s->finish(*balance, done);
    });
}

void readPositions(const SnapshotPtr& s, const AccountId& coldkey, Done<Stated<std::vector<StakePosition>>> done) {
    s->want(subtensorItem("StakingHotkeys", {Value::id(coldkey)}));
    s->fetch([s, coldkey, done = std::move(done)]() mutable {
        const auto hotkeys = s->get(subtensorItem("StakingHotkeys", {Value::id(coldkey)}));
        std::vector<StorageRead> prefixes;
        const auto list = hotkeys ? View{*hotkeys} : View{Error{Errc::NotFound, {}}};
        for (std::size_t i = 0; i < list.size(); ++i) {
            const auto hotkey = list.at(i).asId<AccountId>();
            if (!hotkey) return s->problem({Errc::Unsupported, "StakingHotkeys: " + hotkey.error().context});
            for (const auto* item : {"AlphaV2", "Alpha"})
                prefixes.push_back(subtensorItem(item, {Value::id(*hotkey), Value::id(coldkey)}));
        }
        auto onKeys = [s, coldkey, prefixes, done = std::move(done)](std::vector<Snapshot::Keys> lists) mutable {
            std::set<PositionKey> found;
            for (std::size_t i = 0; i < lists.size(); ++i)
                for (const auto& key : lists[i])
                    found.insert({s->accountPart(prefixes[i].item, key, 0), s->netuidPart(prefixes[i].item, key, 2)});
            readPositionValues(s, coldkey, std::move(found), std::move(done));
        };
        s->list(prefixes, kMaxPositions, std::move(onKeys));
    });
}

} // namespace taodeck::chain
