#include "core/subtensor/dispatch.h"

#include "core/subtensor/pallet.h"
#include "core/subtensor/pallets/system.h"

namespace taodeck::subtensor {
namespace {

constexpr const char* kKindNames =
    "Other, CannotLookup, BadOrigin, Module, ConsumerRemaining, NoProviders, TooManyConsumers, Token, Arithmetic, "
    "Transactional, Exhausted, Corruption, Unavailable, RootNotAllowed, Trie";
constexpr EnumInfo kToken{"sp_runtime::TokenError",
                          "FundsUnavailable, OnlyProvider, BelowMinimum, CannotCreate, UnknownAsset, Frozen, "
                          "Unsupported, CannotCreateHold, NotExpendable, Blocked"};
constexpr EnumInfo kArithmetic{"sp_arithmetic::ArithmeticError", "Underflow, Overflow, DivisionByZero"};
constexpr EnumInfo kTransactional{"sp_runtime::TransactionalError", "LimitReached, NoLayer"};
constexpr EnumInfo kTrie{"sp_runtime::proving_trie::TrieError",
                         "InvalidStateRoot, IncompleteDatabase, ValueAtIncompleteKey, DecoderError, InvalidHash, "
                         "DuplicateKey, ExtraneousNode, ExtraneousValue, ExtraneousHashReference, "
                         "InvalidChildReference, ValueMismatch, IncompleteProof, RootMismatch, DecodeError"};

using ErrorKind = DispatchError::Kind;

/// The enum inside a kind, or null.
const EnumInfo* payloadOf(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::Token:
        return &kToken;
    case ErrorKind::Arithmetic:
        return &kArithmetic;
    case ErrorKind::Transactional:
        return &kTransactional;
    case ErrorKind::Trie:
        return &kTrie;
    default:
        return nullptr;
    }
}

std::string nameAt(const char* names, std::size_t index) {
    const auto list = splitNames(names);
    return index < list.size() ? list[index] : std::to_string(index);
}

TypeDef describeModuleError(TypeRegistry& r) {
    const auto u8 = typeIdOf<std::uint8_t>(r);
    return {
        "sp_runtime::ModuleError",
        {},
        TypeDef::Composite{{{"index", u8, "u8"}, {"error", r.array(4, u8), "[u8; MAX_MODULE_ERROR_ENCODED_SIZE]"}}}};
}

TypeDef describeError(TypeRegistry& r) {
    static const char moduleKey = 0;
    TypeDef::Variant out;
    for (const auto& variant : splitNames(kKindNames)) {
        const auto index = static_cast<std::uint8_t>(out.variants.size());
        std::vector<TypeField> fields;
        if (static_cast<ErrorKind>(index) == ErrorKind::Module) {
            fields.push_back({{}, r.named(&moduleKey, describeModuleError), "ModuleError"});
        } else if (const auto* inner = payloadOf(static_cast<ErrorKind>(index))) {
            fields.push_back({{}, r.shared(describeEnum(*inner)), variant + "Error"});
        }
        out.variants.push_back({variant, index, std::move(fields)});
    }
    return {"sp_runtime::DispatchError", {}, std::move(out)};
}

} // namespace

const char* name(Pallet pallet) {
    switch (pallet) {
    case Pallet::System:
        return "System";
    case Pallet::RandomnessCollectiveFlip:
        return "RandomnessCollectiveFlip";
    case Pallet::Timestamp:
        return "Timestamp";
    case Pallet::Aura:
        return "Aura";
    case Pallet::Grandpa:
        return "Grandpa";
    case Pallet::Balances:
        return "Balances";
    case Pallet::TransactionPayment:
        return "TransactionPayment";
    case Pallet::SubtensorModule:
        return "SubtensorModule";
    case Pallet::Utility:
        return "Utility";
    case Pallet::Sudo:
        return "Sudo";
    case Pallet::Multisig:
        return "Multisig";
    case Pallet::Preimage:
        return "Preimage";
    case Pallet::Scheduler:
        return "Scheduler";
    case Pallet::Proxy:
        return "Proxy";
    case Pallet::Commitments:
        return "Commitments";
    case Pallet::AdminUtils:
        return "AdminUtils";
    case Pallet::SafeMode:
        return "SafeMode";
    case Pallet::Drand:
        return "Drand";
    case Pallet::Crowdloan:
        return "Crowdloan";
    case Pallet::Swap:
        return "Swap";
    case Pallet::MevShield:
        return "MevShield";
    case Pallet::AlphaAssets:
        return "AlphaAssets";
    }
    return "";
}

void TypeInfo<DispatchError>::encode(Encoder& out, const DispatchError& v) {
    out.u8(static_cast<std::uint8_t>(v.kind));
    if (v.kind == ErrorKind::Module) {
        out.u8(v.pallet).u8(v.code).u8(0).u8(0).u8(0);
    } else if (payloadOf(v.kind)) {
        out.u8(v.code);
    }
}

Result<DispatchError> TypeInfo<DispatchError>::decode(Decoder& in) {
    TD_TRY(const auto tag, in.u8());
    if (tag > static_cast<std::uint8_t>(ErrorKind::Trie)) return fail(Errc::Malformed, "dispatch error");
    DispatchError out{static_cast<ErrorKind>(tag)};
    if (out.kind == ErrorKind::Module) {
        TD_TRY(out.pallet, in.u8());
        TD_TRY(const auto error, in.raw(4));
        out.code = error[0];
    } else if (payloadOf(out.kind)) {
        TD_TRY(out.code, in.u8());
    }
    return out;
}

TypeId TypeInfo<DispatchError>::describe(TypeRegistry& registry) {
    return registry.named(&kTypeKey<DispatchError>, describeError);
}

std::string text(const DispatchError& error) {
    if (error.kind == ErrorKind::Module) {
        for (const auto* pallet : pallets()) {
            if (static_cast<std::uint8_t>(pallet->id) == error.pallet && pallet->errorNames)
                return std::string{name(pallet->id)} + "." + nameAt(pallet->errorNames, error.code);
        }
        return "Module " + std::to_string(error.pallet) + "." + std::to_string(error.code);
    }
    auto out = nameAt(kKindNames, static_cast<std::size_t>(error.kind));
    if (const auto* inner = payloadOf(error.kind)) out += "." + nameAt(inner->names, error.code);
    return out;
}

Dispatch<AccountId> ensureSigned(const Origin& origin) {
    TD_ENSURE(origin.kind == Origin::Kind::Signed, ErrorKind::BadOrigin);
    return origin.account;
}

Dispatch<> ensureRoot(const Origin& origin) {
    TD_ENSURE(origin.kind == Origin::Kind::Root, ErrorKind::BadOrigin);
    return {};
}

Dispatch<> ensureNone(const Origin& origin) {
    TD_ENSURE(origin.kind == Origin::Kind::None, ErrorKind::BadOrigin);
    return {};
}

} // namespace taodeck::subtensor
