#include "tests/support/history_trace.h"

#include "core/metadata/codec.h"
#include "core/metadata/metadata.h"
#include "core/metadata/value_json.h"
#include "core/subtensor/pallets/system.h"
#include "tests/support/history_chain.h"
#include "tests/support/invariants.h"

#include <nlohmann/json.hpp>

namespace taodeck::subtensor::test {
namespace {

/// Version, address, kind of signature and signature, as signedExtrinsic() writes them.
constexpr std::size_t kSignedPart = 1 + 33 + 65;

class Tracer {
public:
    Tracer(HistoryChain& chain, const Allowances& allowances)
        : m_chain{chain}, m_allowances{allowances}, m_meta{*metadata::Metadata::decode(*chain.runtime().metadata(15))} {
    }

    void step(const std::string& what) {
        m_out.push_back("-- " + what);
        events();
        const Books now = booksOf(m_chain.open());
        books(now);
        for (const auto& text : brokenInvariants(m_chain.open(), m_allowances))
            m_out.push_back("  !! " + text);
        m_books = now;
    }
    void begin(Books books) { m_books = std::move(books); }
    std::string callOf(const Bytes& extrinsic) const {
        scale::Decoder in{extrinsic};
        (void)in.compact();
        (void)in.raw(kSignedPart);
        const auto& types = m_meta->types();
        for (const auto& extension : m_meta->extrinsic().extensions)
            (void)metadata::decodeValue(types, extension.extra, in);
        return text(m_meta->extrinsic().call, in);
    }
    std::vector<std::string> take() { return std::move(m_out); }

private:
    std::string text(metadata::TypeId type, scale::Decoder& in) const {
        const auto value = metadata::decodeValue(m_meta->types(), type, in);
        if (!value) return value.error().context;
        const auto json = metadata::valueToJson(m_meta->types(), type, *value);
        return json ? json->dump() : json.error().context;
    }
    void events() {
        const auto type = *m_meta->eventRecords();
        const auto value = metadata::decodeValue(m_meta->types(), type, *m_chain.open().get(system::Events.key()));
        const auto records = metadata::valueToJson(m_meta->types(), type, value.value()).value();
        for (; m_events < records.size(); ++m_events)
            m_out.push_back("  event " + records[m_events].at("event").dump());
    }
    void line(const std::string& name, std::uint64_t before, std::uint64_t now) {
        if (before == now) return;
        const auto change = static_cast<std::int64_t>(now - before);
        m_out.push_back("  " + name + " " + std::to_string(now) + " (" + (change > 0 ? "+" : "") +
                        std::to_string(change) + ")");
    }
    void books(const Books& now) {
        line("balances", m_books.balances, now.balances);
        line("Balances.TotalIssuance", m_books.issuance, now.issuance);
        line("SubtensorModule.TotalIssuance", m_books.counted, now.counted);
        line("TotalStake", m_books.totalStake, now.totalStake);
        for (const auto& [netuid, subnet] : now.subnets) {
            const auto& old = m_books.subnets[netuid];
            const auto named = [number = std::to_string(raw(netuid))](const char* what) {
                return "subnet " + number + " " + what;
            };
            line(named("SubnetAlphaIn"), old.alphaIn, subnet.alphaIn);
            line(named("SubnetAlphaOut"), old.alphaOut, subnet.alphaOut);
            line(named("SubnetProtocolAlpha"), old.protocolAlpha, subnet.protocolAlpha);
            line(named("stake of all hotkeys"), old.hotkeys, subnet.hotkeys);
            line(named("pending server"), old.server, subnet.server);
            line(named("pending validator"), old.validator, subnet.validator);
            line(named("pending root"), old.root, subnet.root);
            line(named("pending owner"), old.owner, subnet.owner);
            line(named("SubnetTAO"), old.tao, subnet.tao);
            line(named("account"), old.account, subnet.account);
            line(named("AlphaRecycled"), old.recycled, subnet.recycled);
            line(named("AlphaBurned"), old.burned, subnet.burned);
        }
    }

    HistoryChain& m_chain;
    const Allowances& m_allowances;
    std::shared_ptr<const metadata::Metadata> m_meta;
    Books m_books;
    std::size_t m_events{0};
    std::vector<std::string> m_out;
};

} // namespace

std::vector<std::string> traceBlock(const std::vector<std::vector<Bytes>>& blocks, std::uint32_t number,
                                    const Allowances& allowances) {
    HistoryChain chain;
    for (std::uint32_t i = 0; i + 1 < number; ++i) {
        chain.begin();
        for (const auto& extrinsic : blocks[i])
            (void)chain.apply(extrinsic);
        chain.end();
    }
    Tracer tracer{chain, allowances};
    tracer.begin(booksOf(chain.state()));
    chain.begin();
    tracer.step("block step");
    for (const auto& extrinsic : blocks[number - 1]) {
        const auto call = tracer.callOf(extrinsic);
        const auto result = chain.apply(extrinsic);
        tracer.step(call + (!result ? " is refused" : result->success ? "" : " fails: " + result->error));
    }
    return tracer.take();
}

} // namespace taodeck::subtensor::test
