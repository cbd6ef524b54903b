#include "core/axon/synapse.h"

#include <algorithm>

namespace taodeck::axon {

namespace {

constexpr std::array<std::string_view, 7> kEnvelope{"name",     "timeout", "total_size",        "header_size",
                                                    "dendrite", "axon",    "computed_body_hash"};
constexpr double kDefaultTimeout = 12;

WireJson terminal(const WireJson* given) {
    using Kind = WireJson::Kind;
    WireJson out = WireJson::object();
    for (const auto name : kTerminalNames) {
        const auto* value = given == nullptr ? nullptr : given->find(name);
        const bool usable = value != nullptr &&
                            (value->kind == Kind::Integer || value->kind == Kind::Float || value->kind == Kind::Text);
        out.members.push_back({std::string{name}, usable ? *value : WireJson{}});
    }
    return out;
}

} // namespace

bool isEnvelopeName(std::string_view name) {
    return std::find(kEnvelope.begin(), kEnvelope.end(), name) != kEnvelope.end();
}

Synapse makeSynapse(std::string_view name, double timeoutSeconds, WireJson own) {
    Synapse out;
    out.name = WireJson::ofText(std::string{name});
    out.timeout = WireJson::ofFloat(timeoutSeconds);
    out.totalSize = out.headerSize = WireJson::ofInteger(0);
    out.dendrite = out.axon = terminal(nullptr);
    out.own = std::move(own);
    return out;
}

Result<Synapse> parseSynapse(std::string_view body, std::string_view name) {
    TD_TRY(auto all, parseWireJson(body));
    if (!all.isObject()) return fail(Errc::Malformed, "not an object");
    Synapse out = makeSynapse(name, kDefaultTimeout, WireJson::object());
    using Kind = WireJson::Kind;
    const auto isNumber = [](const WireJson& v) { return v.kind == Kind::Integer || v.kind == Kind::Float; };
    for (auto& [key, value] : all.members) {
        if (key == "timeout" && isNumber(value))
            out.timeout = std::move(value);
        else if (key == "total_size" && isNumber(value))
            out.totalSize = std::move(value);
        else if (key == "header_size" && isNumber(value))
            out.headerSize = std::move(value);
        else if (key == "dendrite")
            out.dendrite = terminal(&value);
        else if (key == "axon")
            out.axon = terminal(&value);
        else if (!isEnvelopeName(key))
            out.own.members.push_back({std::move(key), std::move(value)});
    }
    return out;
}

std::string writeSynapse(const Synapse& synapse) {
    WireJson all = WireJson::object();
    const std::array<const WireJson*, 6> parts{&synapse.name,       &synapse.timeout,  &synapse.totalSize,
                                               &synapse.headerSize, &synapse.dendrite, &synapse.axon};
    for (std::size_t i = 0; i < parts.size(); ++i)
        all.members.push_back({std::string{kEnvelope[i]}, *parts[i]});
    all.members.push_back({std::string{kEnvelope.back()}, WireJson::ofText({})});
    all.members.insert(all.members.end(), synapse.own.members.begin(), synapse.own.members.end());
    return writeWireJson(all);
}

void mergeOwn(Synapse& synapse, const WireJson& outputs) {
    for (const auto& [key, value] : outputs.members)
        if (!isEnvelopeName(key)) synapse.own.set(key, value);
}

} // namespace taodeck::axon
