#include "core/axon/signed_request.h"

#include "core/base/hex.h"
#include "core/crypto/hash.h"
#include "core/crypto/ss58.h"

#include <algorithm>

namespace taodeck::axon {

namespace {

constexpr std::string_view kVersion = "X-Bittensor-Version", kHotkey = "X-Bittensor-Hotkey",
                           kReceiver = "X-Bittensor-Receiver", kNonce = "X-Bittensor-Nonce",
                           kCrypto = "X-Bittensor-Crypto", kSignature = "X-Bittensor-Signature",
                           kPrefix = "X-Bittensor-";

std::optional<AccountId> canonicalAccount(std::string_view text) {
    const auto parsed = crypto::parseSs58(text);
    // Only one spelling, so that the signed line and the account mean the same.
    if (!parsed || parsed->prefix != crypto::kBittensorPrefix || crypto::ss58(parsed->account) != text)
        return std::nullopt;
    return parsed->account;
}

std::optional<crypto::Signature64> parseSignature(std::string_view text) {
    crypto::Signature64 out{};
    if (text.size() != 2 + 2 * out.size() || !text.starts_with("0x")) return std::nullopt;
    if (std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'F'; })) return std::nullopt;
    const auto bytes = fromHex(text);
    if (!bytes || bytes->size() != out.size()) return std::nullopt;
    std::copy(bytes->begin(), bytes->end(), out.begin());
    return out;
}

/// The five fields as text; empty values where one is absent.
struct Texts {
    std::string_view version, hotkey, nonce, crypto, signature;
    std::optional<std::string_view> receiver;
};

std::optional<Texts> readTexts(Fields fields) {
    Texts out;
    for (const auto& [name, value] : {std::pair{kVersion, &out.version}, std::pair{kHotkey, &out.hotkey},
                                      std::pair{kNonce, &out.nonce}, std::pair{kSignature, &out.signature}}) {
        const auto found = onlyValue(fields, name);
        if (!found || !*found) return std::nullopt;
        *value = **found;
    }
    const auto scheme = onlyValue(fields, kCrypto), receiver = onlyValue(fields, kReceiver);
    if (!scheme || !receiver) return std::nullopt;
    out.crypto = scheme->value_or("sr25519");
    out.receiver = *receiver;
    return out;
}

} // namespace

std::string_view name(Scheme scheme) {
    return scheme == Scheme::Sr25519 ? "sr25519" : "ed25519";
}

bool isSigned(Fields fields) {
    return std::any_of(fields.begin(), fields.end(), [](const Field& field) {
        return field.name.size() > kPrefix.size() && sameName(field.name.substr(0, kPrefix.size()), kPrefix);
    });
}

tl::expected<SignedHead, Refusal> readSignedHead(Fields fields, const SignedRules& rules, std::int64_t now,
                                                 std::int64_t floor) {
    const auto refuse = [](Refusal why) { return tl::unexpected<Refusal>{why}; };
    const auto texts = readTexts(fields);
    if (!texts || texts->version != "1") return refuse(Refusal::Malformed);
    const auto sender = canonicalAccount(texts->hotkey);
    const auto nonce = parseDecimal(texts->nonce, INT64_MAX);
    const auto signature = parseSignature(texts->signature);
    if (!sender || !nonce || !signature) return refuse(Refusal::Malformed);

    SignedHead head;
    head.scheme = rules.schemeOf ? rules.schemeOf(*sender) : Scheme::Sr25519;
    if (texts->crypto != name(head.scheme)) return refuse(Refusal::Malformed);
    head.sender = *sender;
    head.senderText = texts->hotkey;
    head.nonce = static_cast<std::int64_t>(*nonce);
    head.signature = *signature;

    if (texts->receiver) {
        head.receiverText = *texts->receiver;
        if (head.receiverText != crypto::ss58(rules.self)) return refuse(Refusal::WrongReceiver);
    } else if (!rules.acceptUnbound) {
        return refuse(Refusal::WrongReceiver);
    }
    if (head.nonce < now - rules.oldest.count() || head.nonce > now + rules.newest.count() || head.nonce <= floor)
        return refuse(Refusal::Stale);
    return head;
}

std::string signedBytes(const SignedHead& head, std::string_view method, std::string_view target,
                        std::string_view body) {
    std::string out = "btauth/1\n";
    out += name(head.scheme);
    out += '\n';
    out += method;
    out += '\n';
    out += target;
    out += '\n' + toHexBare(crypto::sha256(asBytes(body)));
    out += '\n' + std::to_string(head.nonce);
    out += '\n' + head.senderText;
    out += '\n' + head.receiverText;
    return out;
}

bool holds(const SignedHead& head, std::string_view method, std::string_view target, std::string_view body) {
    const auto type = head.scheme == Scheme::Sr25519 ? crypto::KeyType::Sr25519 : crypto::KeyType::Ed25519;
    const auto message = signedBytes(head, method, target, body);
    return crypto::verify(type, head.sender, asBytes(message), head.signature);
}

Result<OwnedFields> signHead(const keys::Signer& signer, std::string_view method, std::string_view target,
                             std::string_view body, const std::optional<AccountId>& receiver, std::int64_t nonce) {
    SignedHead head;
    head.scheme = signer.type() == crypto::KeyType::Sr25519 ? Scheme::Sr25519 : Scheme::Ed25519;
    head.sender = signer.account();
    head.senderText = crypto::ss58(head.sender);
    if (receiver) head.receiverText = crypto::ss58(*receiver);
    head.nonce = nonce;
    const auto message = signedBytes(head, method, target, body);
    TD_TRY(head.signature, signer.sign(asBytes(message)));

    OwnedFields out{{std::string{kVersion}, "1"},
                    {std::string{kHotkey}, head.senderText},
                    {std::string{kNonce}, std::to_string(nonce)},
                    {std::string{kSignature}, toHex(head.signature)}};
    if (receiver) out.emplace_back(kReceiver, head.receiverText);
    if (head.scheme != Scheme::Sr25519) out.emplace_back(kCrypto, name(head.scheme));
    return out;
}

} // namespace taodeck::axon
