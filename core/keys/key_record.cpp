#include "core/keys/key_record.h"

#include "core/base/hex.h"
#include "core/crypto/mnemonic.h"
#include "core/crypto/secret_hex.h"
#include "core/crypto/ss58.h"
#include "core/keys/detail/flat_json.h"
#include "core/keys/signer.h"

#include <algorithm>
#include <array>

namespace taodeck::keys {
namespace {

using crypto::KeyPair;
using crypto::KeyType;
using detail::JsonMember;

/// The members of a key file that mean something; an empty string counts as absent.
struct Fields {
    SecretBytes phrase, seed, privateKey;
    std::vector<AccountId> publics;
    std::optional<KeyType> type;
};

Result<KeyType> readType(const JsonMember& member) {
    if (member.text.text() == "0") return KeyType::Ed25519;
    if (member.text.text() == "1") return KeyType::Sr25519;
    return fail(Errc::Unsupported, "a key of another type than ed25519 and sr25519");
}

Result<> takeMember(Fields& out, JsonMember& member) {
    if (member.kind == JsonMember::Kind::Null || (member.kind == JsonMember::Kind::String && member.text.empty())) {
        return {};
    }
    if (member.name == "cryptoType") {
        TD_TRY(out.type, readType(member));
        return {};
    }
    if (member.name == "hashedDescriptor") return fail(Errc::Unsupported, "an account of a hashed kind");
    constexpr std::array<std::string_view, 7> kStrings{"accountId",  "publicKey",   "privateKey",  "secretPhrase",
                                                       "secretSeed", "ss58Address", " ss58Address"};
    if (std::find(kStrings.begin(), kStrings.end(), member.name) == kStrings.end()) return {};
    if (member.kind != JsonMember::Kind::String) return fail(Errc::Malformed, member.name + " is not a string");

    if (member.name == "secretPhrase") {
        out.phrase = crypto::normalizedPhrase(member.text.text());
    } else if (member.name == "secretSeed") {
        out.seed = std::move(member.text);
    } else if (member.name == "privateKey") {
        out.privateKey = std::move(member.text);
    } else {
        const std::string_view text = member.text.text();
        const bool isAddress = member.name.ends_with("ss58Address");
        if (isAddress == text.starts_with("0x")) return fail(Errc::Malformed, member.name + " has another form");
        TD_TRY(const auto account, crypto::parseAccount(text));
        out.publics.push_back(account);
    }
    return {};
}

Result<Fields> readJson(ByteView text) {
    TD_TRY(auto members, detail::readFlatObject(text));
    const auto has = [&](std::string_view name) {
        return std::any_of(members.begin(), members.end(), [&](const auto& m) { return m.name == name; });
    };
    if (has("encoded") && has("encoding")) return fail(Errc::Unsupported, "a polkadot-js export, not a key file");
    Fields out;
    for (auto& member : members)
        TD_CHECK(takeMember(out, member));
    return out;
}

bool isHex(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

Fields readBare(std::string_view text) {
    Fields out;
    const std::string_view digits = text.starts_with("0x") ? text.substr(2) : text;
    if (isHex(digits) && digits.size() == 64) {
        out.seed = SecretBytes::fromText(text);
    } else if (isHex(digits) && digits.size() == 128) {
        out.privateKey = SecretBytes::fromText(text);
    } else {
        out.phrase = crypto::normalizedPhrase(text);
    }
    return out;
}

/// Hex; or the 32 bytes themselves after 0x, which the 4.x writer stored whenever they happened to be valid UTF-8.
/// Only an address beside them can then tell whether that reading is right.
Result<SecretBytes> readSeed(const Fields& fields) {
    const std::string_view text = fields.seed.text();
    if (text.size() == 34 && text.starts_with("0x") && !isHex(text.substr(2))) {
        if (fields.publics.empty()) return fail(Errc::Malformed, "a raw seed without an address to check it by");
        return SecretBytes{asBytes(text.substr(2))};
    }
    TD_TRY(auto seed, crypto::secretFromHex(text));
    if (seed.size() != 32) return fail(Errc::OutOfRange, "a seed has 32 bytes");
    return seed;
}

Result<KeyPair> pairFromPrivate(KeyType type, ByteView secret) {
    if (secret.size() == 32) return KeyPair::fromSeed(type, secret);
    if (type == KeyType::Sr25519) return KeyPair::fromSr25519Secret(secret);
    if (secret.size() != 64) return fail(Errc::OutOfRange, "an ed25519 private key has 32 or 64 bytes");
    TD_TRY(auto pair, KeyPair::fromSeed(type, secret.first(32)));
    if (!std::equal(secret.begin() + 32, secret.end(), pair.publicKey().bytes.begin())) {
        return fail(Errc::Conflict, "the private key's halves do not belong together");
    }
    return pair;
}

Result<> sameAccount(const std::optional<KeyPair>& known, const KeyPair& other) {
    if (known && known->publicKey() != other.publicKey()) {
        return fail(Errc::Conflict, "the secrets in the file give different accounts");
    }
    return {};
}

Result<KeyRecord> makeFrom(const Fields& fields, KeyType type) {
    KeyRecord out;
    out.type = type;
    if (!fields.phrase.empty()) {
        TD_TRY(out.miniSecret, crypto::miniSecretFromMnemonic(fields.phrase.text()));
        TD_TRY(out.pair, KeyPair::fromSeed(type, out.miniSecret.view()));
        out.phrase = fields.phrase.clone();
    }
    if (!fields.seed.empty()) {
        TD_TRY(auto seed, readSeed(fields));
        TD_TRY(auto pair, KeyPair::fromSeed(type, seed.view()));
        TD_CHECK(sameAccount(out.pair, pair));
        out.pair = std::move(pair);
        out.miniSecret = std::move(seed);
    }
    if (!fields.privateKey.empty()) {
        TD_TRY(const auto secret, crypto::secretFromHex(fields.privateKey.text()));
        TD_TRY(auto pair, pairFromPrivate(type, secret.view()));
        TD_CHECK(sameAccount(out.pair, pair));
        if (!out.pair) out.pair = std::move(pair);
        if (out.miniSecret.empty() && (secret.size() == 32 || type == KeyType::Ed25519)) {
            out.miniSecret = SecretBytes{secret.view().first(32)};
        }
    }
    if (!out.pair && fields.publics.empty()) return fail(Errc::NotFound, "no key in the file");
    out.account = out.pair ? out.pair->publicKey() : fields.publics.front();
    const bool agree = std::all_of(fields.publics.begin(), fields.publics.end(),
                                   [&](const AccountId& account) { return account == out.account; });
    if (!agree) return fail(Errc::Conflict, "the secrets and addresses in the file are of different accounts");
    return out;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

class JsonWriter { ///< Into one guarded buffer that is large enough from the start.
public:
    explicit JsonWriter(std::size_t capacity) : m_out{capacity} { put("{"); }

    void string(std::string_view name, std::string_view value) {
        begin(name);
        put("\"");
        put(value); // hex, base 58 or lower-case words: nothing to escape
        put("\"");
    }
    void hex(std::string_view name, ByteView value) {
        SecretBytes text{2 + 2 * value.size()};
        crypto::secretToHex(value, text.data());
        string(name, text.text());
    }
    void number(std::string_view name, char digit) {
        begin(name);
        put({&digit, 1});
    }
    SecretBytes finish() {
        put("}");
        m_out.resize(m_size);
        return std::move(m_out);
    }

private:
    void begin(std::string_view name) {
        if (m_size > 1) put(",");
        put("\"");
        put(name);
        put("\":");
    }
    void put(std::string_view text) {
        if (m_size + text.size() > m_out.size()) m_out.resize(2 * (m_size + text.size()));
        std::copy(text.begin(), text.end(), m_out.data() + m_size);
        m_size += text.size();
    }

    SecretBytes m_out;
    std::size_t m_size{0};
};

} // namespace

bool KeyRecord::isDevelopment() const {
    return development || phrase.text() == crypto::developmentPhrase() || isDevelopmentAccount(account);
}

KeyRecord makeRecord(crypto::DerivedKey key) {
    KeyRecord out;
    out.type = key.pair.type();
    out.account = key.pair.publicKey();
    out.pair = std::move(key.pair);
    out.phrase = std::move(key.phrase);
    out.miniSecret = std::move(key.miniSecret);
    out.development = key.development;
    return out;
}

KeyRecord publicRecord(const AccountId& account) {
    KeyRecord out;
    out.account = account;
    return out;
}

Result<KeyRecord> decodeRecord(ByteView bytes) {
    if (bytes.size() > kMaxRecordBytes) return fail(Errc::LimitExceeded, "the key file is too large");
    const std::string_view text = trimmed(asText(bytes));
    if (text.empty()) return fail(Errc::Truncated, "the key file is empty");
    Fields fields;
    if (text.front() == '{') {
        TD_TRY(fields, readJson(asBytes(text)));
    } else {
        fields = readBare(text);
    }

    auto record = makeFrom(fields, fields.type.value_or(KeyType::Sr25519));
    const bool other = !record && record.error().code == Errc::Conflict && !fields.type;
    if (other) { // the newest SDK leaves the type out at times: the address tells
        if (auto ed25519 = makeFrom(fields, KeyType::Ed25519)) return ed25519;
    }
    return record;
}

SecretBytes encodeRecord(const KeyRecord& record) {
    JsonWriter out{2048};
    out.hex("accountId", record.account.bytes);
    out.hex("publicKey", record.account.bytes);
    const bool sr25519 = record.type == KeyType::Sr25519;
    if (record.pair && sr25519) out.hex("privateKey", record.pair->secret().view());
    if (!record.phrase.empty()) out.string("secretPhrase", record.phrase.text());
    if (!record.miniSecret.empty()) out.hex("secretSeed", record.miniSecret.view());
    out.string("ss58Address", crypto::ss58(record.account));
    if (!sr25519) out.number("cryptoType", '0');
    return out.finish();
}

Bytes encodePublic(const AccountId& account) {
    return toBytes(encodeRecord(publicRecord(account)).view());
}

} // namespace taodeck::keys
