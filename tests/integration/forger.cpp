#include "tests/integration/forger.h"

#include "core/base/hex.h"
#include "core/finality/aura.h"

namespace taodeck::test {
namespace {

template <class Id>
Id idOf(const json& text) {
    return Id::from(fromHex(text.get<std::string>()).value()).value();
}

/// Nodes write byte strings as hex or as a list of numbers.
Bytes looseBytes(const json& value) {
    if (value.is_string()) return fromHex(value.get<std::string>()).value();
    return value.get<Bytes>();
}

} // namespace

finality::Header headerOf(const json& value) {
    finality::Header out;
    out.parent = idOf<BlockHash>(value.at("parentHash"));
    out.number =
        BlockNumber{static_cast<std::uint32_t>(std::stoul(value.at("number").get<std::string>(), nullptr, 16))};
    out.stateRoot = idOf<StorageRoot>(value.at("stateRoot"));
    out.extrinsicsRoot = idOf<Hash256>(value.at("extrinsicsRoot"));
    for (const auto& log : value.at("digest").at("logs"))
        out.digest.push_back(finality::decodeDigestItem(fromHex(log.get<std::string>()).value()).value());
    return out;
}

json toJson(const finality::Header& header) {
    json logs = json::array();
    for (const auto& item : header.digest)
        logs.push_back(toHex(finality::encode(item)));
    std::string number = "0x";
    char digits[9];
    std::snprintf(digits, sizeof digits, "%x", raw(header.number));
    return {{"parentHash", toHex(header.parent.view())},
            {"number", number + digits},
            {"stateRoot", toHex(header.stateRoot.view())},
            {"extrinsicsRoot", toHex(header.extrinsicsRoot.view())},
            {"digest", {{"logs", logs}}}};
}

std::optional<Bytes> justificationOf(const json& block) {
    if (!block.contains("justifications") || !block["justifications"].is_array()) return std::nullopt;
    for (const auto& entry : block["justifications"])
        if (looseBytes(entry.at(0)) == Bytes{'F', 'R', 'N', 'K'}) return looseBytes(entry.at(1));
    return std::nullopt;
}

void setJustification(json& block, const std::optional<Bytes>& bytes) {
    block["justifications"] = nullptr;
    if (bytes) block["justifications"] = json::array({json::array({json(Bytes{'F', 'R', 'N', 'K'}), json(*bytes)})});
}

DevKeys::DevKeys() {
    for (const char* uri : {"//One", "//Two", "//Three"})
        m_aura.push_back(crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, uri).value());
    for (const char* uri : {"//One", "//Two", "//Three", "//Stranger"})
        m_grandpa.push_back(crypto::KeyPair::fromUri(crypto::KeyType::Ed25519, uri).value());
}

finality::Precommit DevKeys::vote(std::size_t who, const BlockHash& target, BlockNumber number, std::uint64_t round,
                                  std::uint64_t setId) const {
    const auto& pair = m_grandpa.at(who);
    const auto signature = pair.sign(finality::precommitMessage(target, number, round, setId));
    return {target, number, signature, Ed25519Public{pair.publicKey().bytes}};
}

finality::Justification DevKeys::justify(const finality::Header& header, std::uint64_t setId, std::uint64_t round,
                                         const std::vector<std::size_t>& voters) const {
    finality::Justification out{round, finality::hashOf(header), header.number, {}, {}};
    for (const auto who : voters)
        out.precommits.push_back(vote(who, out.target, out.number, round, setId));
    return out;
}

Forger::Forger(Forgery forgery, Bytes key, Bytes value) : m_forgery{std::move(forgery)} {
    const auto update =
        trie::apply(m_state, trie::emptyRoot(), {{std::move(key), std::move(value)}}, trie::StateVersion::V1).value();
    for (const auto& [hash, bytes] : update.added)
        m_state.put(hash, bytes);
    m_root = update.root;
}

std::string Forger::forge(const finality::Header& real) {
    const auto realHash = toHex(finality::hashOf(real).view());
    if (const auto known = m_byReal.find(realHash); known != m_byReal.end()) return known->second;
    auto fake = real;
    const auto slot = finality::slotOf(real).value();
    const auto seal = fake.digest.back();
    fake.digest.pop_back();
    fake.stateRoot = m_root;
    if (const auto parent = m_byReal.find(toHex(real.parent.view())); parent != m_byReal.end())
        fake.parent = finality::hashOf(m_fakes.at(parent->second).header);
    if (m_forgery.change) m_forgery.change(fake);
    const auto message = finality::hashOf(fake);
    const auto sealBy = [&](const crypto::KeyPair& pair) {
        fake.digest.push_back(finality::sealDigest(pair.sign(message.view())));
    };
    switch (m_forgery.seal) {
    case Forgery::Seal::OfTheAuthor:
        sealBy(m_keys.author(finality::slotOf(fake).value_or(slot)));
        break;
    case Forgery::Seal::OfAnotherAuthor:
        sealBy(m_keys.author(slot + 1));
        break;
    case Forgery::Seal::OfAStranger:
        sealBy(crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, "//Stranger").value());
        break;
    case Forgery::Seal::AsItWas:
        fake.digest.push_back(seal);
        break;
    case Forgery::Seal::None:
        break;
    }
    const auto hash = toHex(finality::hashOf(fake).view());
    m_byReal[realHash] = hash;
    m_fakes[hash] = {std::move(fake), realHash};
    return hash;
}

void Forger::onHeader(json& value) {
    if (!value.is_object()) return;
    const auto real = headerOf(value);
    if (!m_from) m_from = raw(real.number) + m_forgery.honestBlocks;
    if (raw(real.number) < *m_from) return;
    value = toJson(m_fakes.at(forge(real)).header);
}

const Forger::Fake* Forger::fakeAt(const json& params, std::size_t index) const {
    if (!params.is_array() || params.size() <= index || !params[index].is_string()) return nullptr;
    const auto found = m_fakes.find(params[index].get<std::string>());
    return found == m_fakes.end() ? nullptr : &found->second;
}

void Forger::answerProof(Answer& answer) {
    std::vector<Bytes> keys;
    for (const auto& key : answer.params.at(0))
        keys.push_back(fromHex(key.get<std::string>()).value());
    json nodes = json::array();
    const auto proof = trie::prove(m_state, m_root, keys).value();
    for (const auto& node : proof)
        nodes.push_back(toHex(node));
    answer.message.erase("error");
    answer.message["result"] = {{"at", answer.params.at(1)}, {"proof", nodes}};
}

void Forger::lie(Answer& answer) {
    if (answer.news) {
        if (answer.method == "chain_subscribeFinalizedHeads" || answer.method == "chain_subscribeNewHeads")
            onHeader(*answer.result());
        return;
    }
    json* result = answer.result();
    if (const auto* fake = fakeAt(answer.params, 0)) {
        if (answer.method == "chain_getHeader") answer.message["result"] = toJson(fake->header);
        if (answer.method == "chain_getBlock" && result && result->is_object()) {
            (*result)["block"]["header"] = toJson(fake->header);
            const auto honest = justificationOf(*result).value_or(Bytes{});
            setJustification(*result, m_forgery.justify ? m_forgery.justify(fake->header, honest) : std::nullopt);
        }
    }
    if (answer.method == "chain_getBlockHash" && result && result->is_string())
        if (const auto known = m_byReal.find(result->get<std::string>()); known != m_byReal.end())
            *result = known->second;
    if (answer.method == "state_getReadProof" && fakeAt(answer.params, 1)) answerProof(answer);
}

void Forger::rewrite(json& params) const {
    for (auto& param : params) {
        if (!param.is_string()) continue;
        const auto found = m_fakes.find(param.get<std::string>());
        if (found != m_fakes.end()) param = found->second.real;
    }
}

} // namespace taodeck::test
