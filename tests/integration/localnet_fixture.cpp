#include "tests/integration/localnet_fixture.h"

#include "core/base/hex.h"
#include "core/crypto/hash.h"
#include "core/metadata/extrinsic.h"
#include "core/scale/codec.h"

#include <csignal>
#include <cstdlib>

namespace taodeck::test {

using rpc::callAndWait;
using rpc::json;

Localnet::Localnet(boost::asio::io_context& io, const std::filesystem::path& state, int blockMillis) {
    supervise::LocalnetOptions options;
    options.arguments = {"--state", state.string(), "--block-time", std::to_string(blockMillis) + "ms",
                         "--cast",  "off",          "--quiet"};
    options.errorLog = state / "stderr.log";
    options.restart = false;
    supervise::LocalnetEvents events;
    events.onReady = [this](Result<supervise::LocalnetInfo> info) { m_ready.put(std::move(info)); };
    events.onExit = [this](const supervise::Exit& exit) { m_exits.put(exit); };
    m_process = supervise::makeLocalnetProcess(io, std::move(options), std::move(events));
    m_process->start();
    const auto info = m_ready.take(std::chrono::seconds{40});
    if (!info || !*info) throw std::runtime_error{"the localnet did not start: " + (info ? info->error().context : "")};
    m_info = **info;
}

std::shared_ptr<rpc::Client> Localnet::connect(boost::asio::io_context& io) const {
    rpc::ClientOptions options;
    options.url = m_info.endpoint;
    options.requestTimeout = std::chrono::seconds{10};
    return rpc::connectedClient(io, std::move(options));
}

void Localnet::kill() {
    const int pid = m_process->pid();
    if (pid <= 0) return;
    ::kill(pid, SIGKILL);
    EXPECT_TRUE(m_exits.take(std::chrono::seconds{10}).has_value());
}

Result<Transfers> Transfers::make(rpc::Client& node) {
    Transfers out;
    TD_TRY(const auto hex, callAndWait(node, "state_getMetadata"));
    TD_TRY(const auto bytes, fromHex(hex.get<std::string>()));
    TD_TRY(out.m_metadata, metadata::Metadata::decode(bytes));
    TD_TRY(const auto genesis, callAndWait(node, "chain_getBlockHash", json::array({0})));
    TD_TRY(const auto hash, fromHex(genesis.get<std::string>()));
    TD_TRY(out.m_genesis, BlockHash::from(hash));
    TD_TRY(const auto version, callAndWait(node, "state_getRuntimeVersion"));
    out.m_specVersion = version.at("specVersion").get<std::uint32_t>();
    out.m_transactionVersion = version.at("transactionVersion").get<std::uint32_t>();
    return out;
}

Bytes Transfers::signedTransfer(const crypto::KeyPair& from, std::uint32_t nonce, const AccountId& to,
                                std::uint64_t rao) const {
    using metadata::Value;
    const metadata::Call call{"Balances",
                              "transfer_keep_alive",
                              {{"dest", Value::variantOf("Id", Value::id(to))}, {"value", Value::number(rao)}}};
    metadata::SigningContext context;
    context.genesis = context.birth = m_genesis;
    context.specVersion = m_specVersion;
    context.transactionVersion = m_transactionVersion;
    context.nonce = nonce;
    const auto bytes = metadata::encodeCall(*m_metadata, call).value();
    const auto payload = metadata::makeSigningPayload(*m_metadata, bytes, context).value();
    const auto signature = from.sign(metadata::bytesToSign(payload.bytes()));
    return metadata::assembleSigned(*m_metadata, payload, from.publicKey(), from.type(), signature).value();
}

crypto::KeyPair devKey(const std::string& uri) {
    return crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, uri).value();
}

Bytes accountKey(const AccountId& account) {
    auto key = crypto::storagePrefix("System", "Account");
    crypto::appendHashed(key, crypto::Hasher::Blake2_128Concat, account.view());
    return key;
}

std::uint64_t freeBalance(const std::optional<Bytes>& raw) {
    if (!raw) return 0;
    scale::Decoder in{*raw};
    for (int i = 0; i < 4; ++i) // nonce, consumers, providers, sufficients
        if (!in.u32()) return 0;
    return in.u64().value_or(0);
}

} // namespace taodeck::test
