#include "core/store/detail/rows.h"
#include "core/store/earnings.h"
#include "core/store/receipt_json.h"

#include <map>

namespace taodeck::store {

namespace {

constexpr std::string_view kOfNetwork = " JOIN network ON network.id = network WHERE genesis = ?1 ";

std::int64_t millis(api::Time time) {
    return time.time_since_epoch().count();
}
api::Time timeOf(std::int64_t value) {
    return api::Time{std::chrono::milliseconds{value}};
}
BlockNumber blockOf(std::int64_t value) {
    return BlockNumber{static_cast<std::uint32_t>(value)};
}

/// Evenly chosen, first and last kept.
std::vector<api::ValuePoint> thin(std::vector<api::ValuePoint> points, std::size_t most) {
    if (points.size() <= most || most == 0) return most == 0 ? std::vector<api::ValuePoint>{} : points;
    if (most == 1) return {points.back()};
    std::vector<api::ValuePoint> out;
    out.reserve(most);
    for (std::size_t i = 0; i < most; ++i)
        out.push_back(points[i * (points.size() - 1) / (most - 1)]);
    return out;
}

using PositionKey = std::pair<AccountId, NetUid>;

Result<std::map<PositionKey, std::vector<AlphaAt>>> alphaByPosition(Database& db, const BlockHash& genesis,
                                                                    const AccountId& coldkey, api::Time from) {
    // One observation before `from` is needed as the start of the first interval.
    TD_TRY(auto query,
           db.prepare("SELECT p.hotkey, p.netuid, p.time, p.block, p.alpha, p.price, a.nonce FROM position_value p "
                      "JOIN network ON network.id = p.network LEFT JOIN account_value a "
                      "ON a.network = p.network AND a.coldkey = p.coldkey AND a.block = p.block "
                      "WHERE genesis = ?1 AND p.coldkey = ?2 AND p.block >= coalesce((SELECT max(block) FROM "
                      "account_value v WHERE v.network = network.id AND v.coldkey = ?2 AND v.time < ?3), 0) "
                      "ORDER BY p.hotkey, p.netuid, p.block"));
    query.bind(1, genesis).bind(2, coldkey).bind(3, millis(from));
    std::map<PositionKey, std::vector<AlphaAt>> out;
    for (;;) {
        TD_TRY(const bool row, query.step());
        if (!row) return out;
        TD_TRY(const auto hotkey, query.id<AccountId>(0));
        AlphaAt at{timeOf(query.integer(2)), blockOf(query.integer(3)), Alpha::fromRaw(query.unsignedInteger(4)),
                   Rao::fromRaw(query.unsignedInteger(5)), std::nullopt};
        if (!query.isNull(6)) at.nonce = static_cast<std::uint32_t>(query.integer(6));
        out[{hotkey, NetUid{static_cast<std::uint16_t>(query.integer(1))}}].push_back(at);
    }
}

Result<std::map<PositionKey, std::vector<StakeChange>>> changesByPosition(Database& db, const BlockHash& genesis,
                                                                          const AccountId& coldkey) {
    TD_TRY(auto query, db.prepare("SELECT hotkey, netuid, block, delta FROM stake_change" + std::string{kOfNetwork} +
                                  "AND coldkey = ?2 ORDER BY block"));
    query.bind(1, genesis).bind(2, coldkey);
    std::map<PositionKey, std::vector<StakeChange>> out;
    for (;;) {
        TD_TRY(const bool row, query.step());
        if (!row) return out;
        TD_TRY(const auto hotkey, query.id<AccountId>(0));
        out[{hotkey, NetUid{static_cast<std::uint16_t>(query.integer(1))}}].push_back(
            {blockOf(query.integer(2)), query.integer(3)});
    }
}

Result<std::vector<BlockNumber>> actionBlocks(Database& db, const BlockHash& genesis, const AccountId& signer) {
    TD_TRY(auto query,
           db.prepare("SELECT block FROM action" + std::string{kOfNetwork} + "AND signer = ?2 AND block IS NOT NULL"));
    query.bind(1, genesis).bind(2, signer);
    std::vector<BlockNumber> out;
    for (;;) {
        TD_TRY(const bool row, query.step());
        if (!row) return out;
        out.push_back(blockOf(query.integer(0)));
    }
}

Result<> extendCoverage(Database& db, std::int64_t network, const Observation& o) {
    TD_TRY(auto save,
           db.prepare("INSERT INTO coverage(network, coldkey, first_block, last_block) VALUES(?1, ?2, ?3, ?3) "
                      "ON CONFLICT(network, coldkey) DO UPDATE SET "
                      "first_block = CASE WHEN last_block = ?4 THEN first_block ELSE excluded.first_block END, "
                      "last_block = excluded.last_block"));
    save.bind(1, network).bind(2, o.coldkey).bind(3, o.value.block);
    if (o.previous)
        save.bind(4, *o.previous);
    else
        save.bind(4, std::int64_t{-1});
    return save.run();
}

Result<> writeStakeChange(Database& db, std::int64_t network, const api::Receipt& r) {
    const bool final = r.step >= api::Step::Final && r.outcome == api::Outcome::Succeeded && r.block;
    const auto* add = std::get_if<api::AddStakeIntent>(&r.intent);
    const auto* remove = std::get_if<api::RemoveStakeIntent>(&r.intent);
    const auto& moved = add ? r.alphaIn : r.alphaOut;
    if (!final || (!add && !remove) || !moved) return {};
    TD_TRY(auto save, db.prepare("INSERT OR REPLACE INTO stake_change(network, coldkey, hotkey, netuid, block, hash, "
                                 "delta) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"));
    const auto delta = static_cast<std::int64_t>(moved->raw());
    save.bind(1, network).bind(2, add ? add->coldkey : remove->coldkey).bind(3, add ? add->hotkey : remove->hotkey);
    save.bind(4, add ? add->netuid : remove->netuid).bind(5, *r.block).bind(6, r.hash).bind(7, add ? delta : -delta);
    return save.run();
}

} // namespace

Result<std::vector<api::ValuePoint>> readValues(Database& db, const BlockHash& genesis, const AccountId& coldkey,
                                                api::Time from, std::size_t maxPoints) {
    TD_TRY(auto query, db.prepare("SELECT time, block, free, staked_value, staked_exit, trust FROM account_value" +
                                  std::string{kOfNetwork} + "AND coldkey = ?2 AND time >= ?3 ORDER BY block"));
    query.bind(1, genesis).bind(2, coldkey).bind(3, millis(from));
    std::vector<api::ValuePoint> out;
    for (;;) {
        TD_TRY(const bool row, query.step());
        if (!row) return thin(std::move(out), maxPoints);
        const auto trust = std::min<std::int64_t>(query.integer(5), static_cast<std::int64_t>(Trust::Proven));
        out.push_back({timeOf(query.integer(0)), blockOf(query.integer(1)), Rao::fromRaw(query.unsignedInteger(2)),
                       Rao::fromRaw(query.unsignedInteger(3)), Rao::fromRaw(query.unsignedInteger(4)),
                       static_cast<Trust>(trust)});
    }
}

Result<std::vector<api::EarningPoint>> readEarnings(Database& db, const BlockHash& genesis, const AccountId& coldkey,
                                                    api::Time from) {
    TD_TRY(const auto seen, alphaByPosition(db, genesis, coldkey, from));
    TD_TRY(const auto changes, changesByPosition(db, genesis, coldkey));
    TD_TRY(const auto actions, actionBlocks(db, genesis, coldkey));
    std::vector<api::EarningPoint> out;
    for (const auto& [key, observations] : seen) {
        const auto own = changes.find(key);
        const auto deltas = own == changes.end() ? std::span<const StakeChange>{} : std::span{own->second};
        auto points = earningsOf(key.first, key.second, observations, deltas, actions);
        out.insert(out.end(), points.begin(), points.end());
    }
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.block < b.block; });
    return out;
}

Result<std::vector<api::ActionRow>> readActions(Database& db, const BlockHash& genesis, std::size_t limit) {
    TD_TRY(auto query, db.prepare("SELECT receipt FROM action" + std::string{kOfNetwork} +
                                  "ORDER BY started DESC, updated DESC LIMIT ?2"));
    query.bind(1, genesis).bind(2, static_cast<std::int64_t>(std::min<std::size_t>(limit, 100'000)));
    std::vector<api::ActionRow> out;
    for (;;) {
        TD_TRY(const bool row, query.step());
        if (!row) return out;
        TD_TRY(auto receipt, receiptFromJson(query.text(0)));
        auto kind = kindOf(receipt.intent);
        auto summary = summaryOf(receipt);
        out.push_back({std::move(receipt), std::move(kind), std::move(summary)});
    }
}

Result<api::Coverage> readCoverage(Database& db, const BlockHash& genesis, const AccountId& coldkey) {
    TD_TRY(auto query,
           db.prepare("SELECT first_block, last_block FROM coverage" + std::string{kOfNetwork} + "AND coldkey = ?2"));
    query.bind(1, genesis).bind(2, coldkey);
    TD_TRY(const bool row, query.step());
    if (!row) return api::Coverage{};
    return api::Coverage{blockOf(query.integer(0)), blockOf(query.integer(1))};
}

Result<> writeObservation(Database& db, const Observation& o) {
    TD_TRY(const auto network, networkId(db, o.genesis));
    TD_TRY(auto account, db.prepare("INSERT OR REPLACE INTO account_value(network, coldkey, block, time, free, "
                                    "staked_value, staked_exit, trust, nonce) "
                                    "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"));
    const auto& v = o.value;
    account.bind(1, network).bind(2, o.coldkey).bind(3, v.block).bind(4, millis(v.time)).bind(5, v.free.raw());
    account.bind(6, v.stakedValue.raw()).bind(7, v.stakedExit.raw()).bind(8, static_cast<std::int64_t>(v.trust));
    account.bind(9, o.nonce);
    TD_CHECK(account.run());

    TD_TRY(auto position, db.prepare("INSERT OR REPLACE INTO position_value(network, coldkey, hotkey, netuid, block, "
                                     "time, alpha, price) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"));
    for (const auto& p : o.positions) {
        position.bind(1, network).bind(2, o.coldkey).bind(3, p.hotkey).bind(4, p.netuid).bind(5, v.block);
        position.bind(6, millis(v.time)).bind(7, p.alpha.raw()).bind(8, p.price.raw());
        TD_CHECK(position.run());
    }
    return extendCoverage(db, network, o);
}

Result<> writeBlock(Database& db, const BlockHash& genesis, BlockNumber number, const BlockHash& hash, api::Time time) {
    TD_TRY(const auto network, networkId(db, genesis));
    TD_TRY(auto save,
           db.prepare("INSERT OR REPLACE INTO block_time(network, block, hash, time) VALUES(?1, ?2, ?3, ?4)"));
    save.bind(1, network).bind(2, number).bind(3, hash).bind(4, millis(time));
    return save.run();
}

Result<> writeAction(Database& db, const BlockHash& genesis, const api::Receipt& r) {
    TD_TRY(const auto network, networkId(db, genesis));
    TD_TRY(auto save, db.prepare("INSERT INTO action(network, hash, started, updated, signer, block, receipt) "
                                 "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(network, hash) DO UPDATE SET "
                                 "updated = excluded.updated, block = excluded.block, receipt = excluded.receipt"));
    save.bind(1, network).bind(2, r.hash).bind(3, millis(r.startedAt)).bind(4, millis(r.updatedAt));
    save.bind(5, signerOf(r.intent)).bind(7, std::string_view{toJson(r)});
    if (r.block)
        save.bind(6, *r.block);
    else
        save.bindNull(6);
    TD_CHECK(save.run());
    return writeStakeChange(db, network, r);
}

} // namespace taodeck::store
