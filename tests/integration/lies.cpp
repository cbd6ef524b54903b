#include "tests/integration/lies.h"

#include "core/base/hex.h"
#include "core/finality/aura.h"
#include "tests/integration/forger.h"

namespace taodeck::test {
namespace {

using finality::Header;
using finality::Justification;
using Lies = std::vector<NamedLie>;
using Methods = std::set<std::string>;

const Methods kHeaderMethods{"chain_getHeader", "chain_getBlock", "chain_subscribeFinalizedHeads",
                             "chain_subscribeNewHeads"};

Liar lieOnly(Lie lie) {
    return {std::move(lie), {}};
}

/// Changes the results of some methods and the news of some subscriptions.
Liar onResult(Methods methods, std::function<void(json&)> change) {
    return lieOnly([methods = std::move(methods), change = std::move(change)](Answer& answer) {
        json* result = methods.contains(answer.method) ? answer.result() : nullptr;
        const bool subscribed = !answer.news && answer.method.find("ubscribe") != std::string::npos;
        if (result && !result->is_null() && !subscribed) change(*result);
    });
}

/// Changes whole answers of some methods.
Liar onAnswer(Methods methods, Lie lie) {
    return lieOnly([methods = std::move(methods), lie = std::move(lie)](Answer& answer) {
        if (methods.contains(answer.method)) lie(answer);
    });
}

/// Changes every header but the genesis one.
Liar onHeaders(std::function<void(json&)> change) {
    return onResult(kHeaderMethods, [change = std::move(change)](json& result) {
        json& header = result.contains("block") ? result["block"]["header"] : result;
        if (header.contains("number") && header["number"] != "0x0") change(header);
    });
}

Liar onDigest(std::function<void(std::vector<finality::DigestItem>&)> change) {
    return onHeaders([change = std::move(change)](json& value) {
        auto header = headerOf(value);
        change(header.digest);
        value = toJson(header);
    });
}

/// Changes the justification of every block.
Liar onJustification(std::function<std::optional<Bytes>(const Bytes&)> change) {
    return onResult({"chain_getBlock"}, [change = std::move(change)](json& block) {
        const auto honest = justificationOf(block);
        if (honest) setJustification(block, change(*honest));
    });
}

Liar onVotes(std::function<void(Justification&)> change) {
    return onJustification([change = std::move(change)](const Bytes& honest) {
        auto j = finality::decodeJustification(honest).value();
        change(j);
        return std::optional{finality::encode(j)};
    });
}

/// Changes the nodes of every storage proof.
Liar onProof(std::function<void(std::vector<Bytes>&)> change) {
    return onResult({"state_getReadProof"}, [change = std::move(change)](json& result) {
        std::vector<Bytes> nodes;
        for (const auto& node : result["proof"])
            nodes.push_back(fromHex(node.get<std::string>()).value());
        change(nodes);
        result["proof"] = json::array();
        for (const auto& node : nodes)
            result["proof"].push_back(toHex(node));
    });
}

/// The first answer of a method, with the same number of params, again and again.
Liar replay(Methods methods) {
    return onAnswer(std::move(methods), [first = std::make_shared<std::map<std::string, json>>()](Answer& answer) {
        json* result = answer.result();
        const bool subscribed = !answer.news && answer.method.find("ubscribe") != std::string::npos;
        if (!result || result->is_null() || subscribed) return;
        *result = first->try_emplace(answer.method, *result).first->second;
    });
}

Liar forged(const LieFacts& facts, Forgery forgery) {
    const auto forger = std::make_shared<Forger>(std::move(forgery), facts.accountKey, facts.madeUp);
    return {[forger](Answer& answer) { forger->lie(answer); },
            [forger](const std::string&, json& params) { forger->rewrite(params); }};
}

void addProofLies(Lies& out, const LieFacts& facts) {
    const auto add = [&](const char* name, std::function<void(std::vector<Bytes>&)> change) {
        out.push_back({std::string{"storage proof: "} + name, [change] { return onProof(change); }});
    };
    add("one bit of the first node", [](auto& n) { n.front()[n.front().size() / 2] ^= 1; });
    add("one bit of the last node", [](auto& n) { n.back().back() ^= 0x80; });
    add("the balance in the value node", [size = facts.madeUp.size()](auto& n) {
        for (auto& node : n)
            if (node.size() == size) node[22] ^= 1;
    });
    add("the value node exchanged for a made-up one", [madeUp = facts.madeUp](auto& n) {
        for (auto& node : n)
            if (node.size() == madeUp.size()) node = madeUp;
    });
    add("first node left out", [](auto& n) { n.erase(n.begin()); });
    add("last node left out", [](auto& n) { n.pop_back(); });
    add("all nodes left out", [](auto& n) { n.clear(); });
    add("a node given twice", [](auto& n) { n.push_back(n.front()); });
    add("padded with a foreign node", [](auto& n) { n.push_back({0x41, 0x05, 0x04, 0x2A}); });
    add("padded with 20 MiB", [](auto& n) { n.push_back(Bytes(20u << 20, 7)); });
    add("a node cut short", [](auto& n) { n.front().pop_back(); });
    add("a node with a tail", [](auto& n) { n.front().push_back(0); });
    add("an empty node", [](auto& n) { n.push_back({}); });
    add("nodes swapped for their own hashes", [](auto& n) {
        for (auto& node : n)
            node.resize(32);
    });
    out.push_back({"storage proof: consistent, but under a foreign root", [facts] {
                       const auto forger = std::make_shared<trie::MemoryNodes>();
                       const auto made = trie::apply(*forger, trie::emptyRoot(), {{facts.accountKey, facts.madeUp}},
                                                     trie::StateVersion::V1)
                                             .value();
                       return onProof([made](auto& n) {
                           n.clear();
                           for (const auto& [hash, bytes] : made.added)
                               n.push_back(bytes);
                       });
                   }});
    out.push_back({"storage proof: the empty trie", [] { return onProof([](auto& n) { n = {Bytes{0}}; }); }});
    out.push_back({"storage proof: an old one for every block", [] { return replay({"state_getReadProof"}); }});
    out.push_back({"storage proof: names another block",
                   [] { return onResult({"state_getReadProof"}, [](json& r) { r["at"] = toHex(Bytes(32, 0xAB)); }); }});
    const auto addRaw = [&](const char* name, const json& value) {
        out.push_back({std::string{"storage proof: "} + name,
                       [value] { return onResult({"state_getReadProof"}, [value](json& r) { r = value; }); }});
    };
    addRaw("null", nullptr);
    addRaw("a number", 7);
    addRaw("a list", json::array({"0x00"}));
    addRaw("no nodes member", {{"at", toHex(Bytes(32, 1))}});
    addRaw("bad hex", {{"at", toHex(Bytes(32, 1))}, {"proof", {"0xzz"}}});
    addRaw("odd hex", {{"at", toHex(Bytes(32, 1))}, {"proof", {"0x123"}}});
    addRaw("nodes that are numbers", {{"at", toHex(Bytes(32, 1))}, {"proof", {1, 2, 3}}});
}

void addHeaderLies(Lies& out) {
    const auto add = [&](const char* name, std::function<void(json&)> change) {
        out.push_back({std::string{"header: "} + name, [change] { return onHeaders(change); }});
    };
    const auto flip = [](const char* field) {
        return [field](json& h) {
            auto bytes = fromHex(h[field].get<std::string>()).value();
            bytes[5] ^= 1;
            h[field] = toHex(bytes);
        };
    };
    add("number one too high", [](json& h) {
        auto header = headerOf(h);
        header.number = BlockNumber{raw(header.number) + 1};
        h = toJson(header);
    });
    add("number of 2^32 - 1", [](json& h) { h["number"] = "0xffffffff"; });
    add("number above 32 bits", [](json& h) { h["number"] = "0x100000000"; });
    add("negative number", [](json& h) { h["number"] = -1; });
    add("parent", flip("parentHash"));
    add("state root", flip("stateRoot"));
    add("extrinsics root", flip("extrinsicsRoot"));
    add("a hash of 31 bytes", [](json& h) { h["stateRoot"] = toHex(Bytes(31, 1)); });
    add("a hash of 33 bytes", [](json& h) { h["parentHash"] = toHex(Bytes(33, 1)); });
    add("no digest", [](json& h) { h.erase("digest"); });
    add("broken digest item", [](json& h) { h["digest"]["logs"].push_back("0x06617572"); });
    add("a thousand digest items", [](json& h) {
        for (int i = 0; i < 1000; ++i)
            h["digest"]["logs"].push_back("0x0000");
    });
    const auto addDigest = [&](const char* name, std::function<void(std::vector<finality::DigestItem>&)> change) {
        out.push_back({std::string{"header: "} + name, [change] { return onDigest(change); }});
    };
    addDigest("one bit of the seal", [](auto& d) { d.back().data[3] ^= 1; });
    addDigest("no seal", [](auto& d) { d.pop_back(); });
    addDigest("two seals", [](auto& d) { d.push_back(d.back()); });
    addDigest("another slot", [](auto& d) { d.front() = finality::slotDigest(1); });
}

/// Lies about justifications of honest blocks.
void addJustificationLies(Lies& out) {
    const auto add = [&](const char* name, std::function<void(Justification&)> change) {
        out.push_back({std::string{"justification: "} + name, [change] { return onVotes(change); }});
    };
    const auto keys = std::make_shared<DevKeys>();
    add("one bit of a signature", [](auto& j) { j.precommits[1].signature[10] ^= 1; });
    add("signatures swapped", [](auto& j) { std::swap(j.precommits[0].signature, j.precommits[1].signature); });
    add("another round", [](auto& j) { ++j.round; });
    add("another target", [](auto& j) { j.target.bytes[0] ^= 1; });
    add("another height", [](auto& j) { j.number = BlockNumber{raw(j.number) + 1}; });
    add("two of three votes", [](auto& j) { j.precommits.pop_back(); });
    add("no votes", [](auto& j) { j.precommits.clear(); });
    add("two voters, one of them twice", [](auto& j) { j.precommits[2] = j.precommits[1]; });
    add("one voter three times", [](auto& j) { j.precommits[1] = j.precommits[2] = j.precommits[0]; });
    add("a stranger in place of a voter",
        [keys](auto& j) { j.precommits[2] = keys->vote(3, j.target, j.number, j.round, 0); });
    add("a stranger on top",
        [keys](auto& j) { j.precommits.push_back(keys->vote(3, j.target, j.number, j.round, 0)); });
    add("signed for the next set", [keys](auto& j) {
        for (std::size_t i = 0; i < j.precommits.size(); ++i)
            j.precommits[i] = keys->vote(i, j.target, j.number, j.round, 1);
    });
    add("a useless ancestry header", [](auto& j) { j.ancestries.push_back(Header{}); });
    const auto addBytes = [&](const char* name, std::function<std::optional<Bytes>(const Bytes&)> change) {
        out.push_back({std::string{"justification: "} + name, [change] { return onJustification(change); }});
    };
    addBytes("cut short", [](const Bytes& j) { return std::optional{Bytes{j.begin(), j.end() - 1}}; });
    addBytes("with a tail", [](const Bytes& j) {
        auto longer = j;
        longer.push_back(0);
        return std::optional{longer};
    });
    addBytes("no bytes", [](const Bytes&) { return std::optional{Bytes{}}; });
    addBytes("garbage", [](const Bytes&) { return std::optional{Bytes(300, 0xFF)}; });
    addBytes("withheld", [](const Bytes&) { return std::optional<Bytes>{}; });
    out.push_back({"justification: an old one for every block", [] {
                       return onJustification([first = std::make_shared<std::optional<Bytes>>()](const Bytes& j) {
                           if (!*first) *first = j;
                           return *first;
                       });
                   }});
    out.push_back({"justification: of another engine", [] {
                       return onResult({"chain_getBlock"}, [](json& block) {
                           if (block["justifications"].is_array())
                               block["justifications"][0][0] = Bytes{'B', 'E', 'E', 'F'};
                       });
                   }});
    out.push_back({"justification: of another shape",
                   [] { return onResult({"chain_getBlock"}, [](json& block) { block["justifications"] = "0x00"; }); }});
}

/// Whole made-up chains with a made-up balance.
void addForgeries(Lies& out, const LieFacts& facts) {
    const auto keys = std::make_shared<DevKeys>();
    const auto add = [&](const char* name, const Forgery& forgery) {
        out.push_back({std::string{"made-up chain: "} + name, [facts, forgery] { return forged(facts, forgery); }});
    };
    const auto votes = [keys](std::vector<std::size_t> voters, std::uint64_t setId = 0) {
        return [keys, voters = std::move(voters), setId](const Header& fake, const Bytes&) {
            return std::optional{finality::encode(keys->justify(fake, setId, 5, voters))};
        };
    };
    using Seal = Forgery::Seal;
    add("sealed by every author, never justified", {});
    add("under the honest blocks' seals", {{}, Seal::AsItWas});
    add("without seals", {{}, Seal::None});
    add("sealed by an author out of turn", {{}, Seal::OfAnotherAuthor});
    add("sealed by a stranger", {{}, Seal::OfAStranger});
    add("slots that stand still", {[](Header& h) { h.digest.front() = finality::slotDigest(5); }});
    add("slots far ahead",
        {[](Header& h) { h.digest.front() = finality::slotDigest(finality::slotOf(h).value() + (1ull << 40)); }});
    add("heights that skip", {[](Header& h) { h.number = BlockNumber{raw(h.number) + 1}; }});
    add("on a parent that nobody knows", {[](Header& h) { h.parent.bytes[0] ^= 1; }});
    add("with the honest blocks' justifications",
        {{}, Seal::OfTheAuthor, [](const Header&, const Bytes& honest) { return std::optional{honest}; }});
    add("honest votes under a made-up target", {{}, Seal::OfTheAuthor, [](const Header& fake, const Bytes& honest) {
                                                    auto j = finality::decodeJustification(honest).value();
                                                    j.target = finality::hashOf(fake);
                                                    return std::optional{finality::encode(j)};
                                                }});
    add("justified by one of three", {{}, Seal::OfTheAuthor, votes({0})});
    add("justified by two of three", {{}, Seal::OfTheAuthor, votes({0, 2})});
    add("justified by two, one of them twice", {{}, Seal::OfTheAuthor, votes({0, 2, 2})});
    add("justified by one voter six times", {{}, Seal::OfTheAuthor, votes({1, 1, 1, 1, 1, 1})});
    add("justified by two and a stranger", {{}, Seal::OfTheAuthor, votes({0, 1, 3})});
    add("justified by strangers", {{}, Seal::OfTheAuthor, votes({3, 3, 3})});
    add("justified by all for the next set", {{}, Seal::OfTheAuthor, votes({0, 1, 2}, 1)});
    add("justified by all for another round", {{}, Seal::OfTheAuthor, [keys](const Header& fake, const Bytes&) {
                                                   auto j = keys->justify(fake, 0, 5, {0, 1, 2});
                                                   ++j.round;
                                                   return std::optional{finality::encode(j)};
                                               }});
    add("announcing the strangers as the next voters",
        {[keys](Header& h) {
             const auto stranger = keys->vote(3, BlockHash{}, BlockNumber{0}, 0, 0).authority;
             const auto data = finality::encodeScheduledChange({{{stranger, 1}}, BlockNumber{0}, false});
             h.digest.push_back({finality::DigestItem::Kind::Consensus, finality::kGrandpa, data});
         },
         Seal::OfTheAuthor, votes({3}, 1)});
}

void addWithheld(Lies& out) {
    const auto add = [&](const char* name, const Methods& methods, bool newsOnly = false) {
        out.push_back({std::string{"withheld: "} + name, [methods, newsOnly] {
                           return onAnswer(methods, [newsOnly](Answer& a) { a.withhold = a.news || !newsOnly; });
                       }});
    };
    add("genesis hash", {"chain_getBlockHash"});
    add("runtime version", {"state_getRuntimeVersion"});
    add("metadata", {"state_call", "state_getMetadata"});
    add("blocks", {"chain_getBlock"});
    add("headers", {"chain_getHeader"});
    add("storage proofs", {"state_getReadProof"});
    add("news of final blocks", {"chain_subscribeFinalizedHeads"}, /*newsOnly=*/true);
    add("the subscription's id", {"chain_subscribeFinalizedHeads"});
    out.push_back({"withheld: everything after the first final block", [] {
                       return lieOnly([quiet = std::make_shared<bool>(false)](Answer& a) {
                           a.withhold = *quiet;
                           if (a.news && a.method == "chain_subscribeFinalizedHeads") *quiet = true;
                       });
                   }});
    out.push_back({"withheld: unknown blocks",
                   [] { return onAnswer({"chain_getBlock"}, [](Answer& a) { a.message["result"] = nullptr; }); }});
    out.push_back({"storage proofs not offered, and a made-up value told instead", [] {
                       return onAnswer(
                           {"state_getReadProof", "state_queryStorageAt", "state_getStorage"}, [](Answer& a) {
                               if (a.method == "state_getReadProof") {
                                   a.message.erase("result");
                                   a.message["error"] = {{"code", -32601}, {"message", "Method not found"}};
                                   return;
                               }
                               json* result = a.result();
                               if (!result || !result->is_array()) return;
                               for (auto& block : *result)
                                   for (auto& change : block["changes"])
                                       if (change.at(1).is_string() && change.at(1).get<std::string>().size() == 114)
                                           change[1] = toHex(Bytes(56, 1));
                           });
                   }});
}

void addReplays(Lies& out) {
    out.push_back(
        {"replay: the first final block as news for ever", [] { return replay({"chain_subscribeFinalizedHeads"}); }});
    out.push_back({"replay: the first block for every block", [] { return replay({"chain_getBlock"}); }});
    out.push_back({"replay: the first header for every header", [] { return replay({"chain_getHeader"}); }});
    out.push_back({"replay: one hash for every height", [] { return replay({"chain_getBlockHash"}); }});
    out.push_back({"replay: blocks and proofs of long ago as new", [] {
                       return replay({"chain_subscribeFinalizedHeads", "chain_subscribeNewHeads", "chain_getBlock",
                                      "chain_getHeader", "state_getReadProof"});
                   }});
}

void addGarbage(Lies& out) {
    struct Raw {
        const char* name;
        std::function<std::string()> text;
    };
    const std::vector<Raw> raws{
        {"no JSON", [] { return std::string{"{\"jsonrpc\":\"2.0\",\"id\":"}; }},
        {"binary", [] { return std::string("\x00\xff\xfe\x80", 4); }},
        {"an empty message", [] { return std::string{}; }},
        {"an empty batch", [] { return std::string{"[]"}; }},
        {"a bare number", [] { return std::string{"17"}; }},
        {"deep nesting", [] { return std::string(100'000, '[') + std::string(100'000, ']'); }},
        {"40 MiB of text", [] { return "\"" + std::string(40u << 20, 'a') + "\""; }},
        {"five million values",
         [] {
             std::string out = "[0";
             out.reserve(10'000'010);
             for (int i = 0; i < 5'000'000; ++i)
                 out += ",0";
             return out + "]";
         }},
        {"a request of its own", [] { return std::string{R"({"jsonrpc":"2.0","id":1,"method":"system_name"})"}; }},
        {"news of a subscription that nobody made",
         [] { return std::string{R"({"jsonrpc":"2.0","method":"x","params":{"subscription":"y","result":{}}})"}; }},
    };
    for (const auto& [name, text] : raws) {
        for (const auto* method : {"chain_getBlockHash", "state_getReadProof"})
            out.push_back({std::string{"garbage for "} + method + ": " + name, [method, text = text] {
                               return onAnswer({method}, [text](Answer& a) { a.raw = text(); });
                           }});
    }
    const auto add = [&](const char* name, const Methods& methods, const Lie& lie) {
        out.push_back({std::string{"garbage: "} + name, [methods, lie] { return onAnswer(methods, lie); }});
    };
    const Methods reads{"state_getReadProof", "chain_getBlock"};
    add("another request's id", reads, [](Answer& a) { a.message["id"] = 1'000'000'007; });
    add("an id of another type", reads, [](Answer& a) { a.message["id"] = {{"a", 1}}; });
    add("neither result nor error", reads, [](Answer& a) { a.message.erase("result"); });
    add("an error instead", reads, [](Answer& a) {
        a.message.erase("result");
        a.message["error"] = {{"code", -32000}, {"message", std::string(100'000, 'x')}};
    });
    add("an error without a code", reads, [](Answer& a) {
        a.message.erase("result");
        a.message["error"] = "no";
    });
    add("the connection ends", {"state_getReadProof"}, [](Answer& a) { a.cut = true; });
    add("the connection ends at once", {"chain_getBlockHash"}, [](Answer& a) { a.cut = true; });
    add("a hash of the wrong length", {"chain_getBlockHash"}, [](Answer& a) { a.message["result"] = "0x1234"; });
    add("a list for a block", {"chain_getBlock"}, [](Answer& a) { a.message["result"] = json::array({1}); });
    add("a block without header", {"chain_getBlock"}, [](Answer& a) {
        if (json* r = a.result(); r && r->is_object()) (*r)["block"].erase("header");
    });
    add("news that are no headers", {"chain_subscribeFinalizedHeads"}, [](Answer& a) {
        if (a.news) *a.result() = {{"number", "many"}};
    });
}

void addHandshakeLies(Lies& out) {
    out.push_back({"genesis: another hash", [] {
                       return onAnswer({"chain_getBlockHash"}, [](Answer& a) {
                           const auto& p = a.params;
                           if (!p.is_array() || p.empty() || p[0] != 0) return;
                           a.message["result"] = toHex(Bytes(32, 0x11));
                       });
                   }});
    out.push_back({"genesis: another state root in its header", [] {
                       return onResult({"chain_getHeader"}, [](json& h) {
                           if (h["number"] == "0x0") h["stateRoot"] = toHex(Bytes(32, 0x22));
                       });
                   }});
    const Methods metadata{"state_call", "state_getMetadata"};
    const auto add = [&](const char* name, std::function<void(Bytes&)> change) {
        out.push_back({std::string{"metadata: "} + name, [metadata, change] {
                           return onResult(metadata, [change](json& r) {
                               auto bytes = fromHex(r.get<std::string>()).value();
                               change(bytes);
                               r = toHex(bytes);
                           });
                       }});
    };
    add("no bytes", [](Bytes& b) { b.clear(); });
    add("none", [](Bytes& b) { b = {0}; });
    add("garbage", [](Bytes& b) { std::fill(b.begin() + 1, b.end(), std::uint8_t{0xFF}); });
    add("cut in half", [](Bytes& b) { b.resize(b.size() / 2); });
    add("with a tail", [](Bytes& b) { b.push_back(0); });
    add("another version", [](Bytes& b) {
        const Bytes magic{'m', 'e', 't', 'a'};
        const auto at = std::search(b.begin(), b.end(), magic.begin(), magic.end());
        if (at != b.end()) at[4] = 99;
    });
    // Everything still decodes, but says something else.
    const auto exchange = [](const std::string& one, const std::string& other) {
        return [one, other](Bytes& b) {
            auto first = std::search(b.begin(), b.end(), one.begin(), one.end());
            auto second = std::search(b.begin(), b.end(), other.begin(), other.end());
            if (first == b.end() || second == b.end()) return;
            const bool inOrder = first < second;
            const auto& lowText = inOrder ? one : other;
            const auto& highText = inOrder ? other : one;
            if (!inOrder) std::swap(first, second);
            Bytes out{b.begin(), first};
            out.insert(out.end(), highText.begin(), highText.end());
            out.insert(out.end(), first + static_cast<std::ptrdiff_t>(lowText.size()), second);
            out.insert(out.end(), lowText.begin(), lowText.end());
            out.insert(out.end(), second + static_cast<std::ptrdiff_t>(highText.size()), b.end());
            b = std::move(out);
        };
    };
    add("free and reserved exchanged", exchange("\x10"
                                                "free",
                                                "\x20"
                                                "reserved"));
    add("two storage maps exchanged", exchange("\x1c"
                                               "Account",
                                               "\x24"
                                               "BlockHash"));
    out.push_back(
        {"runtime version: of another shape",
         [] { return onResult({"state_getRuntimeVersion"}, [](json& r) { r = json::array({"node-subtensor"}); }); }});
    out.push_back({"runtime version: numbers that are none",
                   [] { return onResult({"state_getRuntimeVersion"}, [](json& r) { r["specVersion"] = "new"; }); }});
}

void addKeyLists(Lies& out) {
    const auto add = [&](const char* name, std::function<void(json&)> change) {
        out.push_back(
            {std::string{"list of keys: "} + name, [change] { return onResult({"state_getKeysPaged"}, change); }});
    };
    add("a key left out", [](json& keys) {
        if (!keys.empty()) keys.erase(0);
    });
    add("all keys left out", [](json& keys) { keys = json::array(); });
    add("the page that never ends", [last = std::make_shared<json>()](json& keys) {
        if (last->is_null() && !keys.empty()) *last = keys;
        if (!last->is_null()) keys = *last;
    });
    add("keys of another prefix", [](json& keys) { keys = json::array({toHex(Bytes(48, 0xEE))}); });
    add("bad hex", [](json& keys) { keys = json::array({"0xgg"}); });
}

} // namespace

std::vector<NamedLie> allLies(const LieFacts& facts) {
    Lies out;
    addProofLies(out, facts);
    addHeaderLies(out);
    addJustificationLies(out);
    addForgeries(out, facts);
    addWithheld(out);
    addReplays(out);
    addGarbage(out);
    addHandshakeLies(out);
    addKeyLists(out);
    return out;
}

} // namespace taodeck::test
