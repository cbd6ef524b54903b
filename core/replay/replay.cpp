#include "core/replay/replay.h"

#include "core/base/hex.h"
#include "core/crypto/keypair.h"
#include "core/replay/bridge.h"
#include "core/replay/reasons.h"
#include "core/replay/views.h"
#include "core/subtensor/extrinsic.h"
#include "core/subtensor/pallets/consensus.h"
#include "core/subtensor/pallets/system.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace taodeck::replay {
namespace {

using namespace subtensor;

/// "set_weights" of the metadata is "setWeights" in a trace, "SubtensorModule" is "subtensorModule".
std::string camelCase(std::string_view name) {
    std::string out;
    bool upper = false;
    for (const char c : name) {
        if (c == '_') {
            upper = true;
            continue;
        }
        out += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
        upper = false;
    }
    if (!out.empty()) out[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(out[0])));
    return out;
}

std::string shown(const std::optional<Bytes>& value) {
    return value ? toHex(*value) : "-";
}

std::uint64_t distance(std::uint64_t a, std::uint64_t b) {
    return a > b ? a - b : b - a;
}

/// Values as shown: decimal numbers, hexadecimal integers of up to 16 bytes, hexadecimal lists of u64.
bool isSmall(const std::string& recorded, const std::string& ours) {
    if (recorded.empty() || ours.empty()) return false;
    if (!recorded.starts_with("0x")) {
        std::uint64_t a = 0, b = 0;
        const auto read = [](const std::string& text, std::uint64_t& out) {
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
            return error == std::errc{} && end == text.data() + text.size();
        };
        return read(recorded, a) && read(ours, b) && distance(a, b) <= kSmall;
    }
    const auto a = fromHex(recorded), b = fromHex(ours);
    if (!a || !b || a->size() != b->size()) return false;
    Decoder left{*a}, right{*b};
    if (a->size() == 16) {
        const auto x = left.u128(), y = right.u128();
        return x && y && (*x > *y ? *x - *y : *y - *x) <= kSmall;
    }
    if (a->size() != 8) {
        const auto x = left.count(8), y = right.count(8);
        if (!x || !y || *x != *y) return false;
    }
    while (left.rest().size() >= 8) {
        const auto x = left.u64(), y = right.u64();
        if (!x || !y || distance(*x, *y) > kSmall) return false;
    }
    return left.empty();
}

/// The state with `changes` on top.
void put(MemoryState& state, const State::Changes& changes) {
    for (const auto& [key, value] : changes) {
        if (value)
            state.entries[key] = *value;
        else
            state.entries.erase(key);
    }
}

class Replayer {
public:
    Replayer(const Trace& trace, const Options& options)
        : m_trace{trace}, m_options{options}, m_runtime{makeRuntime425(slotMillis(trace))} {
        for (const auto* pallet : pallets())
            for (const auto* item : pallet->storage)
                m_items.emplace(item->prefix(), item);
        m_recorded.entries = trace.initial;
    }

    Result<Report> run() {
        for (const auto& block : m_trace.blocks) {
            if (m_report.blocks == m_options.blocks) break;
            TD_CHECK(step(block));
            ++m_report.blocks;
        }
        return std::move(m_report);
    }

private:
    static std::uint64_t slotMillis(const Trace& trace) {
        constexpr std::uint64_t kNetwork = 12'000;
        for (const auto& block : trace.blocks) {
            for (const auto& each : block.extrinsics) {
                const auto decoded = decodeExtrinsic(each.bytes);
                if (each.call != "timestamp.set" || !decoded || block.slot == 0) continue;
                Decoder in{decoded->callBytes.subspan(2)};
                if (const auto now = in.compact64()) return *now / block.slot;
            }
        }
        return kNetwork;
    }

    Result<> step(const RecordedBlock& block) {
        MemoryState before = m_recorded;
        put(m_recorded, block.changes);
        if (!m_options.carry || m_report.blocks == 0) {
            State bridged{before};
            bridge(bridged, m_trace.specVersion, block.number);
            const auto changes = bridged.changes();
            put(before, changes);
        } else {
            before = m_ours;
        }
        State state{before};
        m_found.clear();
        m_circumstances = {};
        m_circumstances.spec = m_trace.specVersion;
        m_circumstances.epoch = isEpochBlock(block);
        m_circumstances.calls = block.extrinsics.size() > 1; // besides the inherent
        for (const auto& each : block.extrinsics)
            m_circumstances.registration |= each.call == "subtensorModule.burnedRegister";
        TD_CHECK(execute(state, block));
        const auto changes = state.changes();
        m_ours = before;
        put(m_ours, changes);
        compareEntries(block, before, changes);
        for (auto& view : views(m_recorded, m_ours, block.changes, changes))
            note(block, view.item, view.where, view.recorded, view.ours);
        count(block);
        return {};
    }

    bool isEpochBlock(const RecordedBlock& block) const {
        const auto step = crypto::storagePrefix("SubtensorModule", "BlocksSinceLastStep");
        for (const auto& [key, value] : block.changes) {
            const bool zero = !value || std::all_of(value->begin(), value->end(), [](auto byte) { return byte == 0; });
            const bool named = key.size() > step.size() && std::equal(step.begin(), step.end(), key.begin());
            if (named && zero) return true;
        }
        return false;
    }

    Result<> execute(State& state, const RecordedBlock& block) {
        BlockInput input;
        input.number = block.number;
        input.slot = block.slot;
        // What the recorded runtime knew as the hash of the block before; no rule computes it.
        if (const auto parent = m_recorded.get(crypto::storagePrefix("System", "ParentHash"));
            parent && parent->size() == 32)
            std::copy(parent->begin(), parent->end(), input.parent.bytes.begin());
        const auto authorities = aura::Authorities.get(state).items;
        if (!authorities.empty()) input.author = AccountId{authorities[block.slot % authorities.size()].key};
        TD_CHECK(m_runtime->initializeBlock(state, input));
        for (const auto& each : block.extrinsics)
            TD_CHECK(apply(state, block, each));
        m_runtime->finalizeBlock(state);
        return {};
    }

    Result<> apply(State& state, const RecordedBlock& block, const RecordedExtrinsic& each) {
        const auto decoded = decodeExtrinsic(each.bytes);
        const std::string item = "call " + each.call;
        const std::string recorded = outcome(each);
        if (!decoded || nameOf(*decoded) != each.call) {
            note(block, item, each.signer, recorded, "no such call with these arguments");
            return {};
        }
        if (!decoded->signedPart) {
            const auto applied = m_runtime->apply(state, encodeBare(decoded->call));
            if (!applied || !applied->success) return fail(Errc::Malformed, "replay: the inherent " + each.call);
            note(block, item, "", recorded, "ok");
            return {};
        }
        TD_TRY(const auto bytes, signAgain(state, each, *decoded));
        state.begin();
        const auto applied = m_runtime->apply(state, bytes);
        // What the recorded block does not hold may say how it ends here, but not change the state to be compared.
        each.outcome == RecordedExtrinsic::Outcome::Refused ? state.rollback() : state.commit();
        std::string ours = "refused";
        if (applied) ours = applied->success ? "ok" : applied->error;
        if (!ours.empty() && applied) ours[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(ours[0])));
        note(block, item, each.signer + (applied ? "" : " (" + applied.error().text + ")"), recorded, ours);
        return {};
    }

    static std::string nameOf(const Extrinsic& extrinsic) {
        const auto& row = extrinsic.call.row->name;
        return camelCase(name(row.pallet)) + "." + camelCase(row.name);
    }
    static std::string outcome(const RecordedExtrinsic& each) {
        switch (each.outcome) {
        case RecordedExtrinsic::Outcome::Succeeded:
            return "ok";
        case RecordedExtrinsic::Outcome::Failed:
            return each.error;
        case RecordedExtrinsic::Outcome::Refused:
            break;
        }
        return "refused";
    }

    Result<Bytes> signAgain(const State& state, const RecordedExtrinsic& each, const Extrinsic& extrinsic) {
        auto key = m_keys.find(each.signer);
        if (key == m_keys.end()) {
            TD_TRY(auto made, crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, each.signer));
            key = m_keys.emplace(each.signer, std::move(made)).first;
        }
        auto part = *extrinsic.signedPart;
        part.era = {};
        // The recorded nonce belongs to the recorded state; a state of our own may have refused what came before.
        if (m_options.carry) part.nonce = system::Account.get(state, key->second.publicKey()).nonce;
        ImplicitData implicit;
        implicit.spec = m_runtime->version().spec;
        implicit.transaction = m_runtime->version().transaction;
        implicit.genesis = implicit.birth = system::BlockHashes.get(state, BlockNumber{0});
        const auto signature =
            key->second.signRepeatably(signingPayload(extrinsic.callBytes, encodeExtra(part), implicit));
        part.signature = {MultiSignature::Kind::Sr25519, {signature.begin(), signature.end()}};
        return encodeSigned(part, extrinsic.call);
    }

    void compareEntries(const RecordedBlock& block, const MemoryState& before, const State::Changes& changes) {
        std::set<Bytes> keys;
        for (const auto& [key, value] : block.changes)
            keys.insert(key);
        for (const auto& [key, value] : changes)
            if (before.get(key) != value) keys.insert(key);
        const auto events = crypto::storagePrefix("System", "Events"); // left out of the recordings
        for (const auto& key : keys) {
            if (key == events) continue;
            const Bytes prefix{key.begin(), key.begin() + std::min<std::ptrdiff_t>(32, std::ssize(key))};
            const auto found = m_items.find(prefix);
            const auto* item = found == m_items.end() ? nullptr : found->second;
            const std::string label = item ? std::string{item->pallet} + "." + item->name : olderName(prefix);
            if (isSeenThroughView(label, key, m_recorded)) continue;
            auto recorded = m_recorded.get(key), ours = m_ours.get(key);
            m_circumstances.onlyOurs = !recorded.has_value();
            if (item != nullptr && item->modifier == Modifier::Default) { // absent and default mean the same
                if (!recorded) recorded = item->defaultValue(*item);
                if (!ours) ours = item->defaultValue(*item);
            }
            note(block, label, toHex(key), shown(recorded), shown(ours));
        }
        m_circumstances.onlyOurs = false;
    }

    std::string olderName(const Bytes& prefix) const {
        const auto found = m_trace.names.find(prefix);
        return found == m_trace.names.end() ? toHex(prefix) : found->second;
    }

    void note(const RecordedBlock& block, const std::string& item, std::string where, std::string recorded,
              std::string ours) {
        auto& found = m_found[item];
        if (recorded == ours) return;
        m_circumstances.small = isSmall(recorded, ours);
        m_circumstances.recorded = recorded;
        m_circumstances.ours = ours;
        std::string reason{reasonFor(item, m_circumstances)};
        if (reason.empty() && m_options.carry && m_report.blocks > 0) reason = kCarried;
        found.insert(reason);
        m_report.differences.push_back(
            {block.number, item, std::move(where), std::move(recorded), std::move(ours), std::move(reason)});
    }

    /// One case per item: unexplained if any of its entries is.
    void count(const RecordedBlock&) {
        for (const auto& [item, reasons] : m_found) {
            auto& tally = m_report.items[item];
            if (reasons.empty())
                ++tally.equal;
            else if (reasons.contains(""))
                ++tally.unexplained;
            else
                ++tally.explained[*reasons.begin()];
        }
    }

    const Trace& m_trace;
    const Options m_options;
    const std::shared_ptr<const Runtime> m_runtime;
    std::map<Bytes, const StorageItem*> m_items; ///< By prefix.
    std::map<std::string, crypto::KeyPair> m_keys;
    MemoryState m_recorded, m_ours;                       ///< After the block that was replayed last.
    std::map<std::string, std::set<std::string>> m_found; ///< Item → reasons of its differences, in this block.
    Circumstances m_circumstances;
    Report m_report;
};

} // namespace

Result<Report> replay(const Trace& trace, const Options& options) {
    return Replayer{trace, options}.run();
}

} // namespace taodeck::replay
