#include "core/actions/outcome.h"

namespace taodeck::actions {
namespace {

using metadata::View;

/// Stake events carry their fields by position: coldkey, hotkey, tao, alpha, netuid, fee.
void readStakeAdded(const View& event, ExtrinsicOutcome& out) {
    if (const auto tao = event.at(2).asU64()) out.taoMoved = Rao::fromRaw(*tao);
    if (const auto alpha = event.at(3).asU64()) out.alphaIn = Alpha::fromRaw(*alpha);
}

/// Here the alpha is what reached the pool, and the fee is alpha too: the staker gave both.
void readStakeRemoved(const View& event, ExtrinsicOutcome& out) {
    if (const auto tao = event.at(2).asU64()) out.taoMoved = Rao::fromRaw(*tao);
    const auto alpha = event.at(3).asU64();
    if (!alpha) return;
    const auto fee = Alpha::fromRaw(event.at(5).asU64().value_or(0));
    out.alphaOut = Alpha::fromRaw(*alpha).saturatingAdd(fee);
}

void readTransfer(const View& event, const AccountId& signer, ExtrinsicOutcome& out) {
    const auto from = event.field("from").asId<AccountId>();
    if (!from || *from != signer) return;
    if (const auto amount = event.field("amount").asU64()) out.taoMoved = Rao::fromRaw(*amount);
}

class OutcomeReader {
public:
    OutcomeReader(const metadata::Metadata& meta, const AccountId& signer) : m_meta{meta}, m_signer{signer} {}

    Result<> take(const View& event) {
        TD_TRY(const auto pallet, event.variantName());
        TD_TRY(const auto name, event.at(0).variantName());
        const auto inner = event.at(0);
        if (pallet == "System" && (name == "ExtrinsicSuccess" || name == "ExtrinsicFailed")) {
            m_finished = true;
            m_out.succeeded = name == "ExtrinsicSuccess";
            if (!m_out.succeeded) m_out.errorName = dispatchErrorName(m_meta, inner.at(0));
        }
        if (pallet == "TransactionPayment" && name == "TransactionFeePaid")
            if (const auto fee = inner.field("actual_fee").asU64()) m_out.feePaid = Rao::fromRaw(*fee);
        if (pallet == "SubtensorModule" && name == "TransactionFeePaidWithAlpha")
            if (const auto fee = inner.field("tao_amount").asU64()) m_out.feePaid = Rao::fromRaw(*fee);
        if (pallet == "SubtensorModule" && name == "StakeAdded") readStakeAdded(inner, m_out), m_staked = true;
        if (pallet == "SubtensorModule" && name == "StakeRemoved") readStakeRemoved(inner, m_out), m_staked = true;
        if (pallet == "SubtensorModule" && name == "NeuronRegistered") readRegistered(inner);
        // Stakes move TAO by transfers of their own; their event tells the amount.
        if (pallet == "Balances" && name == "Transfer" && !m_staked) readTransfer(inner, m_signer, m_out);
        return {};
    }

    Result<ExtrinsicOutcome> finish() const {
        if (!m_finished) return fail(Errc::NotFound, "events: the block does not mention this extrinsic");
        return m_out;
    }

private:
    /// By position: netuid, uid, hotkey. The price is a transfer of the signer's.
    void readRegistered(const View& event) {
        if (const auto uid = event.at(1).asU16()) m_out.uid = *uid;
    }

    const metadata::Metadata& m_meta;
    AccountId m_signer;
    ExtrinsicOutcome m_out;
    bool m_finished{false}, m_staked{false};
};

} // namespace

std::string dispatchErrorName(const metadata::Metadata& meta, const View& error) {
    const auto name = error.variantName();
    if (!name) return "Unknown";
    if (*name == "Module") {
        const auto index = error.at(0).field("index").asU8();
        const auto bytes = error.at(0).field("error").asBytes();
        if (!index || !bytes || bytes->empty()) return "Unknown";
        const auto known = meta.errorName(*index, bytes->front());
        return known ? *known : "Module." + std::to_string(*index) + "." + std::to_string(bytes->front());
    }
    const auto inner = error.at(0).variantName();
    return inner ? *name + "." + *inner : *name;
}

Result<ExtrinsicOutcome> readOutcome(const metadata::Metadata& meta, const metadata::Value& events, std::uint32_t index,
                                     const AccountId& signer) {
    OutcomeReader reader{meta, signer};
    const View all{events};
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto of = all.at(i).field("phase").arm("ApplyExtrinsic").at(0).asU32();
        if (of && *of == index) TD_CHECK(reader.take(all.at(i).field("event")));
    }
    return reader.finish();
}

} // namespace taodeck::actions
