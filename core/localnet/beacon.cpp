#include "core/localnet/beacon.h"

#include "core/subtensor/extrinsic.h"
#include "core/subtensor/pallets/commitments/commitments.h"
#include "core/subtensor/pallets/drand/beacon.h"
#include "core/subtensor/pallets/subtensor_module/storage/storage.h"

#include <set>

namespace taodeck::localnet {
namespace {

using namespace subtensor;

/// Rounds above `last` up to `newest` that committed weights and commitments wait for.
std::set<std::uint64_t> askedFor(const StateReader& state, std::uint64_t last, std::uint64_t newest) {
    std::set<std::uint64_t> out;
    const auto add = [&](std::uint64_t round) {
        if (round > last && round <= newest) out.insert(round);
    };
    subtensor_module::TimelockedWeightCommits.forEach(
        state, [&](auto, std::uint64_t, const std::vector<subtensor_module::TimelockCommit>& commits) {
            for (const auto& commit : commits)
                add(std::get<3>(commit));
            return true;
        });
    for (const auto& [netuid, account] : commitments::TimelockedIndex.get(state)) {
        const auto commitment = commitments::CommitmentOf.get(state, netuid, account);
        if (!commitment) continue;
        for (const auto& field : commitment->info.fieldList.items)
            add(field.revealRound); // 0 in fields that are not timelocked
    }
    return out;
}

} // namespace

Beacon::Beacon(std::uint64_t chainSeed)
    : m_key{drand::localBeaconKey(chainSeed)},
      m_signer{crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, "//One").value()} {}

std::vector<std::uint64_t> Beacon::due(const StateReader& state, std::uint64_t timestampMillis) const {
    const auto config = drand::beaconOf(state);
    const auto& key = m_key.publicKey();
    if (!std::equal(key.begin(), key.end(), config.publicKey.bytes.begin(), config.publicKey.bytes.end())) return {};
    const auto newest = drand::roundAt(config, timestampMillis);
    const auto last = drand::LastStoredRound.get(state);
    if (newest <= last) return {};
    if (last == 0) return {newest};

    std::vector<std::uint64_t> out;
    if (newest - last <= drand::kMaxPulsesAtOnce) {
        for (auto round = last + 1; round <= newest; ++round)
            out.push_back(round);
        return out;
    }
    auto rounds = askedFor(state, last, newest);
    rounds.insert(newest);
    out.assign(rounds.begin(), rounds.end());
    if (out.size() > drand::kMaxPulsesAtOnce) out.resize(drand::kMaxPulsesAtOnce); // the next block goes on
    return out;
}

Bytes Beacon::extrinsic(std::uint64_t round, BlockNumber number) const {
    const auto& account = m_signer.publicKey().bytes;
    drand::WritePulse call;
    call.payload = {number,
                    {drand::makePulse(m_key, round)},
                    {drand::Signer::Kind::Sr25519, Bytes(account.begin(), account.end())}};
    const auto signature = m_signer.signRepeatably(encoded(call.payload));
    call.signature = MultiSignature{MultiSignature::Kind::Sr25519, Bytes(signature.begin(), signature.end())};
    return encodeBare(makeCall(std::move(call)));
}

} // namespace taodeck::localnet
