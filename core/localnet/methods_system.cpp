// system_*: what the node says about itself.

#include "core/crypto/hash.h"
#include "core/localnet/detail/params.h"

#include <algorithm>

namespace taodeck::localnet {
namespace {

using namespace detail;

constexpr const char* kVersion = "0.1.0-taodeck-localnet";

std::string base58(const Bytes& bytes) {
    static constexpr std::string_view kDigits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    std::vector<std::uint8_t> digits; // little-endian, base 58
    for (const auto byte : bytes) {
        unsigned carry = byte;
        for (auto& digit : digits) {
            carry += digit * 256u;
            digit = static_cast<std::uint8_t>(carry % 58);
            carry /= 58;
        }
        for (; carry > 0; carry /= 58)
            digits.push_back(static_cast<std::uint8_t>(carry % 58));
    }
    std::string out;
    for (const auto byte : bytes) {
        if (byte != 0) break;
        out += '1';
    }
    for (auto it = digits.rbegin(); it != digits.rend(); ++it)
        out += kDigits[*it];
    return out;
}

/// In the form of a peer's id (identity multihash of an ed25519 key); there is no network behind it, so the genesis
/// hash stands for the key and the id is as stable as the chain.
MethodResult localPeerId(MethodContext& context, const json&) {
    Bytes id{0x00, 0x24, 0x08, 0x01, 0x12, 0x20};
    append(id, context.chain.genesisHash().view());
    return base58(id);
}

MethodResult syncState(MethodContext& context, const json&) {
    const auto best = raw(context.chain.best().header.number);
    return json{{"startingBlock", best}, {"currentBlock", best}, {"highestBlock", best}};
}

void addConstant(MethodTable& table, const char* name, json value) {
    add(table, {name}, [value = std::move(value)](MethodContext&, const json&) -> MethodResult { return value; });
}

} // namespace

void addSystemMethods(MethodTable& table) {
    addConstant(table, "system_name", "Taodeck localnet");
    addConstant(table, "system_version", kVersion);
    addConstant(table, "system_chain", "Taodeck localnet");
    addConstant(table, "system_chainType", "Local");
    addConstant(table, "system_properties", {{"ss58Format", 42}, {"tokenDecimals", 9}, {"tokenSymbol", "TAO"}});
    addConstant(table, "system_health", {{"peers", 0}, {"isSyncing", false}, {"shouldHavePeers", false}});
    addConstant(table, "system_peers", json::array());
    addConstant(table, "system_nodeRoles", json::array({"Authority"}));
    addConstant(table, "system_localListenAddresses", json::array());
    add(table, {"system_localPeerId"}, localPeerId);
    add(table, {"system_syncState"}, syncState);
}

} // namespace taodeck::localnet
