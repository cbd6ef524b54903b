#include "core/actions/serve_axon.h"

#include "core/actions/neuron_rules.h"

namespace taodeck::actions {
namespace {

using metadata::Value;

constexpr std::uint8_t kProtocol = 4; ///< What every client sends; the chain stores it and looks no further.
constexpr const char *kBefore = "axon before", *kLimit = "serving rate limit";

UInt128 numberOf(const std::array<std::uint8_t, 16>& ip) {
    UInt128 out = 0;
    for (const auto byte : ip)
        out = (out << 8) | byte;
    return out;
}

/// As the chain tests it. Zero says that the neuron serves no longer.
bool isReachable(std::uint8_t type, UInt128 ip) {
    if (ip == 0) return true;
    if (type == 4) return ip < 0xffff'ffff && ip != 0x7f00'0001;
    return ip != ~UInt128{0} && ip != 1;
}

class ServeAxon final : public Action {
public:
    explicit ServeAxon(api::ServeAxonIntent intent) : m_intent{intent} {}

    AccountId signer() const override { return m_intent.hotkey; }

    std::vector<Ask> asks(const metadata::Metadata& meta) const override {
        std::vector<Ask> out;
        const auto net = Value::netuid(m_intent.netuid);
        askUid(out, meta, m_intent.netuid, m_intent.hotkey);
        askFor(out, meta, kBefore, "SubtensorModule", "Axons", {net, Value::id(m_intent.hotkey)});
        askFor(out, meta, kLimit, "SubtensorModule", "ServingRateLimit", {net});
        return out;
    }

    Result<metadata::Call> draft(const Situation&, api::Plan&) const override {
        return metadata::Call{"SubtensorModule",
                              "serve_axon",
                              {{"netuid", Value::netuid(m_intent.netuid)},
                               {"version", Value::number(m_intent.version)},
                               {"ip", Value::integer(metadata::Integer::fromU128(numberOf(m_intent.ip)))},
                               {"port", Value::number(m_intent.port)},
                               {"ip_type", Value::number(m_intent.ipType)},
                               {"protocol", Value::number(kProtocol)},
                               {"placeholder1", Value::number(0)},
                               {"placeholder2", Value::number(0)}}};
    }

    void judge(const Situation& s, api::Plan& plan) const override {
        judgeRegistered(s, m_intent.netuid, plan);
        if (m_intent.ipType != 4 && m_intent.ipType != 6) refuse(plan, "The address is neither IPv4 nor IPv6.");
        if (!isReachable(m_intent.ipType, numberOf(m_intent.ip)))
            refuse(plan, "The chain does not take this network address: it cannot be reached from outside.");
        judgeRate(s, s.answers.at(kBefore).field("block").asU64().value_or(0), s.answers.at(kLimit).asU64().value_or(0),
                  plan);
        if (m_intent.port == 0) refuse(plan, "The port is zero.");
    }

private:
    api::ServeAxonIntent m_intent;
};

} // namespace

std::unique_ptr<Action> makeServeAxon(api::ServeAxonIntent intent) {
    return std::make_unique<ServeAxon>(intent);
}

} // namespace taodeck::actions
