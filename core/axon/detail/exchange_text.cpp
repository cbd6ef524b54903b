#include "core/axon/detail/exchange_text.h"

#include "core/axon/dendrite.h"
#include "core/axon/python_text.h"
#include "core/axon/signed_request.h"
#include "core/base/foreign_text.h"

#include <algorithm>

namespace taodeck::axon::detail {
namespace {

constexpr std::size_t kMaxWords = 300;

bool isName(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    });
}

std::string hostText(const Target& target) {
    const bool v6 = target.host.find(':') != std::string::npos;
    return (v6 ? '[' + target.host + ']' : target.host) + ':' + std::to_string(target.port);
}

std::string headText(const std::string& requestLine, const Target& target, const OwnedFields& fields,
                     std::size_t length) {
    std::string out = "POST " + requestLine + " HTTP/1.1\r\nHost: " + hostText(target) + "\r\n";
    for (const auto& [name, value] : fields)
        out += name + ": " + value + "\r\n";
    return out + "Accept: */*\r\nUser-Agent: taodeck\r\nContent-Type: application/json\r\nContent-Length: " +
           std::to_string(length) + "\r\n\r\n";
}

/// The message of an answer that is no success, or a piece of whatever came instead.
std::string wordsOf(const std::string& body) {
    const auto said = parseWireJson(body);
    const auto* message = said ? said->find("message") : nullptr;
    const bool usable = message != nullptr && message->kind == WireJson::Kind::Text;
    return ForeignText{usable ? message->text : body}.plain(kMaxWords);
}

bool isJson(std::string_view contentType) {
    return contentType.starts_with("application/json");
}

} // namespace

Result<> checkQuery(const Query& query) {
    if (query.protocol == Protocol::Dendrite) {
        if (!isName(query.path)) return fail(Errc::Malformed, "not a synapse's name");
        return {};
    }
    const bool plain = std::all_of(query.path.begin(), query.path.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    if (!query.path.starts_with('/') || !plain) return fail(Errc::Malformed, "not a path");
    return {};
}

Result<std::string> requestText(const keys::Signer& signer, const Target& target, const Query& query,
                                std::int64_t nonce, const std::string& session) {
    TD_CHECK(checkQuery(query));
    if (query.protocol == Protocol::Signed) {
        TD_TRY(const auto fields, signHead(signer, "POST", query.path, query.body, target.hotkey, nonce));
        return headText(query.path, target, fields, query.body.size()) + query.body;
    }
    TD_TRY(const auto own, parseWireJson(query.body.empty() ? "{}" : query.body));
    DendriteQuery asked;
    asked.name = query.path;
    asked.axonIp = target.host;
    asked.axonPort = target.port;
    asked.axonHotkey = target.hotkey;
    asked.uuid = session;
    asked.timeout = query.timeout;
    asked.nonce = nonce;
    TD_TRY(asked.bodyHash, bodyHash(own, query.hashFields));
    TD_TRY(const auto message, makeDendrite(signer, asked, own));
    return headText('/' + query.path, target, message.fields, message.body.size()) + message.body;
}

Reply readAnswer(Protocol protocol, RawAnswer answer) {
    Reply out;
    out.status = answer.status;
    if (protocol == Protocol::Signed) {
        if (!out.ok()) out.words = wordsOf(answer.body);
        out.body = std::move(answer.body);
        return out;
    }
    std::vector<Field> fields;
    for (const auto& [name, value] : answer.fields)
        fields.push_back({name, value});
    const auto header = [&](std::string_view name) -> std::string_view {
        const auto value = onlyValue(fields, name);
        return value && *value ? **value : std::string_view{};
    };
    // A neuron may say in the fields that it failed although HTTP says 200; the other way round is not believed.
    const auto claimed = parseDecimal(header("bt_header_axon_status_code"), 999);
    if (answer.status == 200 && claimed && *claimed >= 100 && *claimed != 200) {
        out.status = static_cast<unsigned>(*claimed);
        out.words = ForeignText{std::string{header("bt_header_axon_status_message")}}.plain(kMaxWords);
        return out;
    }
    if (answer.status != 200) {
        out.words = wordsOf(answer.body);
        return out;
    }
    if (answer.streamed) {
        out.body = std::move(answer.body);
        return out;
    }
    auto synapse = isJson(answer.contentType) ? parseSynapse(answer.body, "") : fail(Errc::Malformed, "not JSON");
    if (!synapse) {
        out.status = 422;
        out.words = "Failed to parse response: " + synapse.error().context;
        return out;
    }
    out.body = writeWireJson(synapse->own);
    return out;
}

} // namespace taodeck::axon::detail
