#include "core/crypto/timelock.h"
#include "core/subtensor/pallets/commitments/commitments.h"
#include "core/subtensor/pallets/drand/drand.h"

namespace taodeck::subtensor::commitments {
namespace {

constexpr std::size_t kMostReveals = 10;

struct Opened {
    std::vector<Data> rest; ///< Plain fields, and those whose round is not there yet.
    std::vector<Bytes> texts;
    bool waits{false};   ///< A timelocked field is in the rest.
    bool matured{false}; ///< At least one round was there.
};

Opened open(const StateReader& state, const std::vector<Data>& fields) {
    Opened out;
    for (const auto& field : fields) {
        if (field.kind != Data::Kind::TimelockEncrypted) {
            out.rest.push_back(field);
            continue;
        }
        const auto pulse = drand::Pulses.get(state, field.revealRound);
        if (!pulse) {
            out.waits = true;
            out.rest.push_back(field);
            continue;
        }
        out.matured = true;
        // What cannot be opened, and what was empty, is gone without a trace.
        const auto text = crypto::timelockDecrypt(field.bytes, pulse->signature.bytes);
        if (text && !text->empty()) out.texts.push_back(*text);
    }
    return out;
}

void remember(const Context& ctx, NetUid netuid, const AccountId& who, const std::vector<Bytes>& texts) {
    if (texts.empty()) return;
    auto reveals =
        RevealedCommitments.get(ctx.state, netuid, who).value_or(std::vector<std::pair<Bytes, std::uint64_t>>{});
    for (const auto& text : texts) {
        reveals.emplace_back(text, raw(ctx.block));
        ctx.emit(CommitmentRevealed{netuid, who});
    }
    if (reveals.size() > kMostReveals)
        reveals.erase(reveals.begin(), reveals.end() - static_cast<std::ptrdiff_t>(kMostReveals));
    RevealedCommitments.set(ctx.state, netuid, who, reveals);
}

/// @return false when nothing timelocked is left.
bool revealOne(const Context& ctx, NetUid netuid, const AccountId& who) {
    auto stored = CommitmentOf.get(ctx.state, netuid, who);
    if (!stored) return false;
    auto opened = open(ctx.state, stored->info.fieldList.items);
    if (!opened.matured) return opened.waits;
    remember(ctx, netuid, who, opened.texts);
    if (opened.rest.empty()) {
        CommitmentOf.remove(ctx.state, netuid, who);
    } else {
        stored->info.fieldList.items = std::move(opened.rest);
        CommitmentOf.set(ctx.state, netuid, who, *stored);
    }
    return opened.waits;
}

} // namespace

void revealTimelocked(const Context& ctx) {
    const auto before = TimelockedIndex.get(ctx.state);
    auto index = before;
    for (const auto& [netuid, who] : before)
        if (!revealOne(ctx, netuid, who)) index.erase({netuid, who});
    if (index.size() != before.size()) TimelockedIndex.set(ctx.state, index);
}

} // namespace taodeck::subtensor::commitments
