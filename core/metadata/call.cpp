#include "core/metadata/call.h"

#include "core/metadata/codec.h"
#include "core/metadata/value_json.h"

#include <nlohmann/json.hpp>

namespace taodeck::metadata {
namespace {

struct FoundCall {
    const Pallet* pallet;
    const VariantType* arm;
};

Result<FoundCall> find(const Metadata& meta, std::string_view pallet, std::string_view name) {
    TD_TRY(const auto* arm, meta.call(pallet, name));
    return FoundCall{meta.pallet(pallet), arm};
}

} // namespace

Result<Bytes> encodeCall(const Metadata& meta, const Call& call) {
    TD_TRY(const auto found, find(meta, call.pallet, call.name));
    scale::Encoder out;
    out.u8(found.pallet->index);
    TD_CHECK(encodeValue(meta.types(), *found.pallet->calls, Value::variant(call.name, call.arguments), out));
    return out.take();
}

Result<Bytes> encodeCall(const Metadata& meta, std::string_view pallet, std::string_view name,
                         const nlohmann::json& arguments) {
    TD_TRY(const auto found, find(meta, pallet, name));
    nlohmann::json wrapped = nlohmann::json::object();
    wrapped[std::string{name}] = arguments;
    TD_TRY(const auto value, valueFromJson(meta.types(), *found.pallet->calls, wrapped));
    scale::Encoder out;
    out.u8(found.pallet->index);
    TD_CHECK(encodeValue(meta.types(), *found.pallet->calls, value, out));
    return out.take();
}

Result<Call> decodeCall(const Metadata& meta, scale::Decoder& in) {
    TD_TRY(const auto index, in.u8());
    const auto* pallet = meta.pallet(index);
    if (pallet == nullptr || !pallet->calls)
        return fail(Errc::Malformed, "call: the chain has no calls under index " + std::to_string(index));
    TD_TRY(auto value, decodeValue(meta.types(), *pallet->calls, in));
    auto* arm = std::get_if<VariantValue>(&value.data);
    if (arm == nullptr) return fail(Errc::Malformed, "call: a pallet's calls are not an enum");
    return Call{pallet->name, std::move(arm->name), std::move(arm->fields.fields)};
}

Result<Call> decodeCall(const Metadata& meta, ByteView bytes) {
    scale::Decoder in{bytes};
    TD_TRY(auto call, decodeCall(meta, in));
    TD_CHECK(in.finish());
    return call;
}

Value nestedCall(Call call) {
    return Value::variantOf(std::move(call.pallet), Value::variant(std::move(call.name), std::move(call.arguments)));
}

} // namespace taodeck::metadata
