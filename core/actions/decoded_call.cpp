#include "core/actions/decoded_call.h"

#include "core/base/amount_text.h"
#include "core/crypto/ss58.h"
#include "core/metadata/value_json.h"

#include <nlohmann/json.hpp>

namespace taodeck::actions {
namespace {

using metadata::FieldType;
using metadata::Value;
using metadata::View;

bool mentions(const std::string& text, std::string_view word) {
    return text.find(word) != std::string::npos;
}

/// An account, bare or as MultiAddress::Id.
std::optional<AccountId> accountIn(const metadata::Registry& types, metadata::TypeId type, const Value& value) {
    const auto name = types.describe(type);
    if (name == "AccountId32") {
        const auto id = View{value}.asId<AccountId>();
        if (id) return *id;
    }
    if (name == "MultiAddress") {
        const auto id = View{value}.arm("Id").at(0).asId<AccountId>();
        if (id) return *id;
    }
    return std::nullopt;
}

/// The unit that an amount is shown in, by the name that the runtime's source gives its type.
std::string unitOf(const FieldType& field) {
    if (field.name == "limit_price") return " TAO per alpha";
    if (mentions(field.typeName, "Alpha")) return " alpha";
    if (mentions(field.typeName, "Tao") || mentions(field.typeName, "Balance")) return " TAO";
    return {};
}

Result<std::string> textOf(const metadata::Registry& types, const FieldType& field, const Value& value) {
    if (const auto account = accountIn(types, field.type, value)) return crypto::ss58(*account);
    if (const auto unit = unitOf(field); !unit.empty())
        if (const auto raw = View{value}.asU64()) return exactDecimal(*raw) + unit;
    TD_TRY(const auto json, metadata::valueToJson(types, field.type, value));
    return json.is_string() ? json.get<std::string>() : json.dump();
}

} // namespace

Result<api::DecodedCall> describeCall(const metadata::Metadata& meta, const metadata::Call& call) {
    TD_TRY(const auto* arm, meta.call(call.pallet, call.name));
    if (arm->fields.size() != call.arguments.size()) return fail(Errc::Malformed, "call: arguments and fields differ");
    api::DecodedCall out{call.pallet, call.name, {}};
    for (std::size_t i = 0; i < arm->fields.size(); ++i) {
        const auto& field = arm->fields[i];
        TD_TRY(auto text, textOf(meta.types(), field, call.arguments[i].value));
        out.arguments.push_back({field.name, meta.types().describe(field.type), std::move(text)});
    }
    return out;
}

} // namespace taodeck::actions
