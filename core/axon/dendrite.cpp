#include "core/axon/dendrite.h"

#include "core/axon/python_text.h"
#include "core/base/hex.h"
#include "core/crypto/ss58.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace taodeck::axon {

namespace {

constexpr std::string_view kAxon = "bt_header_axon_", kDendrite = "bt_header_dendrite_",
                           kInput = "bt_header_input_obj_";
constexpr std::size_t kMaxInputs = 64, kMaxUuid = 64;

std::string with(std::string_view prefix, std::string_view name) {
    return std::string{prefix} + std::string{name};
}

bool isUuid(std::string_view text) {
    // No dots: the signed text joins its parts with them.
    return !text.empty() && text.size() <= kMaxUuid && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
    });
}

bool isLowerHex(std::string_view text, std::size_t digits) {
    return text.size() == digits && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

std::chrono::milliseconds parseTimeout(std::string_view text, std::chrono::milliseconds most) {
    constexpr std::chrono::milliseconds kDefault{12'000};
    double seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(seconds) || seconds < 0)
        return std::min(kDefault, most);
    const double capped = std::min(seconds * 1000, static_cast<double>(most.count()));
    return std::chrono::milliseconds{static_cast<std::int64_t>(capped)};
}

/// Scalars of a terminal as header text.
std::string scalarText(const WireJson& value) {
    return fieldText(pythonText(value));
}

void appendTerminal(OwnedFields& out, std::string_view prefix, const WireJson& terminal) {
    for (const auto& member : terminal.members)
        if (!member.value.isNull()) out.emplace_back(with(prefix, member.name), scalarText(member.value));
}

/// What the server only repeats: placeholders of inputs, sizes and the hash.
void appendEcho(OwnedFields& out, Fields request) {
    std::size_t inputs = 0;
    for (const auto& field : request) {
        if (field.name.size() <= kInput.size() || !sameName(field.name.substr(0, kInput.size()), kInput)) continue;
        if (++inputs > kMaxInputs) break;
        std::string name = fieldText(field.name, 128);
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        out.emplace_back(std::move(name), fieldText(field.value));
    }
    for (const std::string_view name : {"header_size", "total_size", "computed_body_hash"}) {
        const auto value = onlyValue(request, name);
        const std::string_view missing = name == "computed_body_hash" ? kEmptyBodyHash : "0";
        out.emplace_back(name, value && *value ? fieldText(**value) : std::string{missing});
    }
}

std::string timeoutOf(Fields request) {
    const auto value = onlyValue(request, "timeout");
    return value && *value ? fieldText(**value, 32) : "12.0";
}

/// Whether a field's name may stand in a header's name.
bool isToken(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    });
}

/// Standard base64 of an empty value of the same kind: what a typed placeholder is made from.
std::string_view placeholder(const WireJson& value) {
    using Kind = WireJson::Kind;
    switch (value.kind) {
    case Kind::Text:
        return "IiI=";
    case Kind::Integer:
        return "MA==";
    case Kind::Float:
        return "MC4w";
    case Kind::False:
    case Kind::True:
        return "ZmFsc2U=";
    case Kind::List:
        return "W10=";
    case Kind::Object:
        return "e30=";
    case Kind::Null:
        break;
    }
    return {};
}

} // namespace

bool isDendrite(Fields fields) {
    return std::any_of(fields.begin(), fields.end(), [](const Field& field) {
        return field.name.size() > kDendrite.size() && sameName(field.name.substr(0, kDendrite.size()), kDendrite);
    });
}

tl::expected<DendriteHead, DendriteRefusal> readDendriteHead(Fields fields, const DendriteRules& rules,
                                                             std::int64_t now, std::int64_t floor) {
    const auto refuse = [](Refusal kind, std::string why) {
        return tl::unexpected<DendriteRefusal>{DendriteRefusal{kind, std::move(why)}};
    };
    bool twice = false;
    const auto text = [&](std::string_view prefix, std::string_view name) -> std::string_view {
        const auto value = onlyValue(fields, with(prefix, name));
        if (!value) twice = true;
        return value && *value ? **value : std::string_view{};
    };
    const auto nonceText = text(kDendrite, "nonce"), hotkey = text(kDendrite, "hotkey"), uuid = text(kDendrite, "uuid"),
               signature = text(kDendrite, "signature"), version = text(kDendrite, "version"),
               receiver = text(kAxon, "hotkey"), hash = text("", "computed_body_hash"), timeout = text("", "timeout");
    if (twice) return refuse(Refusal::Malformed, "A field is there twice");
    if (nonceText.empty()) return refuse(Refusal::Malformed, "Missing Nonce");
    const auto nonce = parseDecimal(nonceText, INT64_MAX);
    if (!nonce) return refuse(Refusal::Malformed, "Nonce is not a number");
    if (signature.empty()) return refuse(Refusal::Malformed, "Missing Signature");

    DendriteHead head;
    const auto caller = crypto::parseSs58(hotkey);
    if (!caller || crypto::ss58(caller->account) != hotkey) return refuse(Refusal::Malformed, "Invalid hotkey");
    if (!isUuid(uuid)) return refuse(Refusal::Malformed, "Invalid uuid");
    if (!isLowerHex(hash, 64)) return refuse(Refusal::Malformed, "Invalid body hash");
    if (!signature.starts_with("0x") || !isLowerHex(signature.substr(2), 128))
        return refuse(Refusal::Malformed, "Invalid signature");
    if (!receiver.empty() && receiver != crypto::ss58(rules.self))
        return refuse(Refusal::WrongReceiver, "Wrong receiver");
    if (parseDecimal(version).value_or(0) < kFirstWithTimes)
        return refuse(Refusal::Stale, "The caller's version is below 7.2.0");

    head.caller = caller->account;
    head.callerText = hotkey;
    head.uuid = uuid;
    head.bodyHash = hash;
    head.nonce = static_cast<std::int64_t>(*nonce);
    head.timeout = parseTimeout(timeout, rules.mostTimeout);
    const auto bytes = fromHex(signature).value_or(Bytes{});
    std::copy_n(bytes.begin(), std::min(bytes.size(), head.signature.size()), head.signature.begin());

    const std::chrono::nanoseconds window = rules.slack + head.timeout;
    if (head.nonce <= now - window.count() || head.nonce <= floor) return refuse(Refusal::Stale, "Nonce is too old");
    if (head.nonce > now + rules.newest.count()) return refuse(Refusal::Stale, "Nonce is in the future");
    return head;
}

std::string dendriteMessage(const DendriteHead& head, const AccountId& self) {
    return std::to_string(head.nonce) + '.' + head.callerText + '.' + crypto::ss58(self) + '.' + head.uuid + '.' +
           head.bodyHash;
}

bool holds(const DendriteHead& head, const AccountId& self) {
    const auto message = dendriteMessage(head, self);
    if (crypto::verify(crypto::KeyType::Sr25519, head.caller, asBytes(message), head.signature)) return true;
    const auto wrapped = "<Bytes>" + message + "</Bytes>";
    return crypto::verify(crypto::KeyType::Sr25519, head.caller, asBytes(wrapped), head.signature);
}

void setStatus(Synapse& synapse, const DendriteStatus& status) {
    synapse.axon.set("status_code", WireJson::ofInteger(status.code));
    synapse.axon.set("status_message", WireJson::ofText(status.message));
    synapse.axon.set("process_time", WireJson::ofFloat(status.seconds));
}

OwnedFields successFields(Fields request, const Synapse& answered) {
    OwnedFields out{{"name", scalarText(answered.name)}, {"timeout", scalarText(answered.timeout)}};
    appendTerminal(out, kAxon, answered.axon);
    appendTerminal(out, kDendrite, answered.dendrite);
    appendEcho(out, request);
    return out;
}

OwnedFields failureFields(Fields request, std::string_view name, const DendriteStatus& status, bool unknownName) {
    OwnedFields out{{"name", unknownName ? "Synapse" : std::string{name}}, {"timeout", timeoutOf(request)}};
    out.emplace_back(with(kAxon, "status_code"), std::to_string(status.code));
    out.emplace_back(with(kAxon, "status_message"), fieldText(status.message));
    out.emplace_back(with(kAxon, "process_time"), pythonFloat(status.seconds));
    if (unknownName) {
        appendEcho(out, {});
        return out;
    }
    const auto echo = [&](std::string_view prefix, std::string_view field) {
        const auto value = onlyValue(request, with(prefix, field));
        if (value && *value) out.emplace_back(with(prefix, field), fieldText(**value));
    };
    echo(kAxon, "ip");
    echo(kAxon, "port");
    out.emplace_back(with(kAxon, "version"), std::to_string(kDendriteVersion));
    out.emplace_back(with(kAxon, "nonce"), std::to_string(status.now));
    out.emplace_back(with(kAxon, "uuid"), status.uuid);
    out.emplace_back(with(kAxon, "hotkey"), status.self);
    out.emplace_back(with(kDendrite, "ip"), status.peerIp);
    out.emplace_back(with(kDendrite, "port"), std::to_string(status.peerPort));
    for (const auto field : {"version", "nonce", "uuid", "hotkey", "signature"})
        echo(kDendrite, field);
    appendEcho(out, request);
    return out;
}

Result<DendriteMessage> makeDendrite(const keys::Signer& signer, const DendriteQuery& query, const WireJson& own) {
    if (signer.type() != crypto::KeyType::Sr25519) return fail(Errc::Unsupported, "the protocol knows sr25519 alone");
    if (!own.isObject()) return fail(Errc::Malformed, "the body is not an object");
    for (const auto& member : own.members)
        if (isEnvelopeName(member.name)) return fail(Errc::Malformed, member.name + " is a name of the envelope");
    DendriteHead head;
    head.caller = signer.account();
    head.callerText = crypto::ss58(head.caller);
    head.uuid = query.uuid;
    head.bodyHash = query.bodyHash;
    head.nonce = query.nonce;
    const auto message = dendriteMessage(head, query.axonHotkey);
    TD_TRY(head.signature, signer.sign(asBytes(message)));

    const double seconds = std::chrono::duration<double>{query.timeout}.count();
    auto synapse = makeSynapse(query.name, seconds, own);
    synapse.dendrite.set("version", WireJson::ofInteger(kDendriteVersion));
    synapse.dendrite.set("nonce", WireJson::ofInteger(query.nonce));
    synapse.dendrite.set("uuid", WireJson::ofText(query.uuid));
    synapse.dendrite.set("hotkey", WireJson::ofText(head.callerText));
    synapse.dendrite.set("signature", WireJson::ofText(toHex(head.signature)));
    synapse.axon.set("ip", WireJson::ofText(query.axonIp));
    synapse.axon.set("port", WireJson::ofInteger(query.axonPort));
    synapse.axon.set("hotkey", WireJson::ofText(crypto::ss58(query.axonHotkey)));

    DendriteMessage out;
    out.fields = {{"name", query.name}, {"timeout", pythonFloat(seconds)}};
    appendTerminal(out.fields, kAxon, synapse.axon);
    appendTerminal(out.fields, kDendrite, synapse.dendrite);
    for (const auto& member : own.members)
        if (!member.value.isNull() && isToken(member.name))
            out.fields.emplace_back(with(kInput, member.name), std::string{placeholder(member.value)});
    out.body = writeSynapse(synapse);
    out.fields.emplace_back("header_size", "0");
    out.fields.emplace_back("total_size", std::to_string(out.body.size()));
    out.fields.emplace_back("computed_body_hash", query.bodyHash);
    return out;
}

} // namespace taodeck::axon
