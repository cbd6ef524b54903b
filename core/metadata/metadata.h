#pragma once
/// What a runtime says about itself, in one model for metadata V14, V15 and V16: types, pallets, storage, calls,
/// events, errors, constants, runtime APIs and transaction extensions. Everything is looked up by name, because numbers
/// change between runtimes. Trusts nothing in its input; what it describes is as trustworthy as where the bytes came
/// from. Pure; immutable after decode, so it is shared between threads as shared_ptr<const Metadata>.
/// Source: paritytech/frame-metadata v14, v15, v16; vectors in tests/data/metadata.

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/crypto/hash.h"
#include "core/metadata/types.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace taodeck::metadata {

enum class Modifier : std::uint8_t {
    Optional, ///< Absent means none.
    Default,  ///< Absent means `defaultBytes`.
    Required, ///< Absent is an error of the runtime.
};

struct StorageEntry {
    std::string name;
    Modifier modifier{Modifier::Optional};
    std::vector<crypto::Hasher> hashers; ///< One per key; empty for a plain value.
    std::vector<TypeId> keys;            ///< As many as hashers.
    TypeId value{0};
    Bytes defaultBytes; ///< SCALE of `value` (Default), or of Option<value>.
};
struct Constant {
    std::string name;
    TypeId type{0};
    Bytes value;
};
struct Pallet {
    std::string name;
    std::uint8_t index{0};
    std::string storagePrefix; ///< Empty when it has no storage.
    std::vector<StorageEntry> storage;
    std::optional<TypeId> calls, events, errors; ///< Enum types.
    std::vector<Constant> constants;
    const StorageEntry* entry(std::string_view name) const;
    const Constant* constant(std::string_view name) const;
};
struct ApiParam {
    std::string name;
    TypeId type{0};
};
struct ApiMethod {
    std::string name;
    std::vector<ApiParam> inputs;
    TypeId output{0};
};
struct RuntimeApi {
    std::string name;
    std::optional<std::uint32_t> version; ///< V16 and later.
    std::vector<ApiMethod> methods;
};
struct TransactionExtension {
    std::string identifier; ///< "CheckNonce"
    TypeId extra{0};        ///< In the extrinsic.
    TypeId additional{0};   ///< Signed but not sent.
};
struct ExtrinsicFormat {
    std::vector<std::uint8_t> versions; ///< {4}, or {4, 5} from V16 on.
    TypeId address{0}, call{0}, signature{0};
    std::vector<TransactionExtension> extensions; ///< Those of version 4, in order.
};

class Metadata {
public:
    /// From RuntimeMetadataPrefixed ("meta", version, …), whole input.
    /// @return Malformed, Truncated, LimitExceeded, or Unsupported for other versions.
    static Result<std::shared_ptr<const Metadata>> decode(ByteView bytes);

    std::uint32_t version() const { return m_version; }
    const Registry& types() const { return m_types; }
    const std::vector<Pallet>& pallets() const { return m_pallets; }
    const ExtrinsicFormat& extrinsic() const { return m_extrinsic; }
    const std::vector<RuntimeApi>& apis() const { return m_apis; } ///< Empty in V14.

    const Pallet* pallet(std::string_view name) const;
    const Pallet* pallet(std::uint8_t index) const;

    // All NotFound errors name what was looked for: the connected chain does not have it.
    Result<const StorageEntry*> storage(std::string_view pallet, std::string_view item) const;
    Result<const VariantType*> call(std::string_view pallet, std::string_view name) const;
    Result<const VariantType*> event(std::string_view pallet, std::string_view name) const;
    Result<const Constant*> constant(std::string_view pallet, std::string_view name) const;
    /// @param fullName "SwapRuntimeApi_current_alpha_price", as state_call takes it.
    Result<const ApiMethod*> api(std::string_view fullName) const;
    bool hasStorage(std::string_view pallet, std::string_view item) const;
    bool hasCall(std::string_view pallet, std::string_view name) const;
    /// "SubtensorModule.SlippageTooHigh". NotFound for numbers that the runtime does not name.
    Result<std::string> errorName(std::uint8_t pallet, std::uint8_t error) const;

    /// The arms of one pallet's enum; empty when it has none.
    const std::vector<VariantType>& arms(std::optional<TypeId> type) const;
    std::optional<TypeId> eventRecords() const; ///< Type of System.Events.

private:
    friend class MetadataReader;
    Metadata() = default;
    std::uint32_t m_version{0};
    Registry m_types;
    std::vector<Pallet> m_pallets;
    ExtrinsicFormat m_extrinsic;
    std::vector<RuntimeApi> m_apis;
};

inline constexpr std::size_t kMaxMetadataBytes = 16u << 20;

} // namespace taodeck::metadata
