#include "core/replay/trace.h"

#include "core/base/hex.h"

#include <nlohmann/json.hpp>

namespace taodeck::replay {
namespace {

using Json = nlohmann::json;

/// The JSON library throws on a wrong shape; decodeTrace() turns that into an error.
struct BadTrace {
    std::string what;
};

Bytes hexOf(const Json& json) {
    auto bytes = fromHex(json.get_ref<const std::string&>());
    if (!bytes) throw BadTrace{"not hexadecimal"};
    return *std::move(bytes);
}

void remember(Trace& trace, const std::string& name, const Bytes& key) {
    trace.names.emplace(Bytes{key.begin(), key.begin() + std::min<std::ptrdiff_t>(32, std::ssize(key))},
                        name.substr(0, name.find('(')));
}

std::string errorText(const Json& error) {
    if (error.is_null()) return {};
    if (error.is_string()) {
        const auto& text = error.get_ref<const std::string&>();
        return text.starts_with("{") ? errorText(Json::parse(text)) : text; // as {"token":"BelowMinimum"}
    }
    if (error.is_object() && error.size() == 1 && error.begin()->is_string())
        return error.begin().key() + "." + error.begin()->get<std::string>();
    return error.dump();
}

RecordedExtrinsic extrinsicOf(const Json& json) {
    RecordedExtrinsic out;
    if (const auto& signer = json.at("signer"); !signer.is_null()) out.signer = signer.get<std::string>();
    out.call = json.at("call").get<std::string>();
    out.bytes = hexOf(json.at("hex"));
    if (json.value("dropped", false)) {
        out.outcome = RecordedExtrinsic::Outcome::Refused;
    } else if (!json.at("success").get<bool>()) {
        out.outcome = RecordedExtrinsic::Outcome::Failed;
        out.error = errorText(json.at("error"));
    }
    return out;
}

/// From the pre-runtime digest: variant 6, engine "aura", eight bytes little-endian.
std::uint64_t slotOf(const Json& digests) {
    for (const Json& each : digests) {
        const Bytes log = hexOf(each);
        constexpr std::size_t kHead = 6;
        if (log.size() != kHead + 8 || log[0] != 6 || asText(ByteView{log}.subspan(1, 4)) != "aura") continue;
        std::uint64_t slot = 0;
        for (std::size_t i = 0; i < 8; ++i)
            slot |= std::uint64_t{log[kHead + i]} << (8 * i);
        return slot;
    }
    throw BadTrace{"a block without an Aura slot"};
}

RecordedBlock blockOf(const Json& json, Trace& trace) {
    RecordedBlock out;
    out.number = BlockNumber{json.at("number").get<std::uint32_t>()};
    out.slot = slotOf(json.at("digest"));
    for (const Json& each : json.at("extrinsics"))
        out.extrinsics.push_back(extrinsicOf(each));
    for (const auto& [name, entry] : json.at("raw").items()) {
        auto key = hexOf(entry.at(0));
        remember(trace, name, key);
        out.changes[std::move(key)] = hexOf(entry.at(1));
    }
    for (const Json& entry : json.at("removed")) {
        auto key = hexOf(entry.at(1));
        remember(trace, entry.at(0).get<std::string>(), key);
        out.changes[std::move(key)] = std::nullopt;
    }
    return out;
}

} // namespace

Result<Trace> decodeTrace(std::string_view text) {
    if (text.size() > kMaxTraceBytes) return fail(Errc::LimitExceeded, "trace: larger than 256 MiB");
    try {
        const Json json = Json::parse(text);
        Trace out;
        out.specVersion = json.at("specVersion").get<std::uint32_t>();
        out.scenario = json.at("scenario").get<std::string>();
        for (const auto& [name, entry] : json.at("initialRaw").items()) {
            auto key = hexOf(entry.at(0));
            remember(out, name, key);
            out.initial[std::move(key)] = hexOf(entry.at(1));
        }
        for (const Json& block : json.at("blocks"))
            out.blocks.push_back(blockOf(block, out));
        return out;
    } catch (const Json::exception& e) {
        return fail(Errc::Malformed, std::string{"trace: "} + e.what());
    } catch (const BadTrace& e) {
        return fail(Errc::Malformed, "trace: " + e.what);
    }
}

} // namespace taodeck::replay
