#pragma once
/// Reads the three metadata versions into the one model. Private to core/metadata.

#include "core/metadata/metadata.h"

namespace taodeck::metadata {

class MetadataReader {
public:
    explicit MetadataReader(Metadata& out) : m_out{out} {}
    Result<> read(ByteView bytes);

private:
    Result<> readPallets(scale::Decoder& in);
    Result<Pallet> readPallet(scale::Decoder& in) const;
    Result<> readStorage(scale::Decoder& in, Pallet& pallet) const;
    Result<StorageEntry> readEntry(scale::Decoder& in) const;
    Result<> readKeys(scale::Decoder& in, StorageEntry& entry) const;
    Result<std::vector<Constant>> readConstants(scale::Decoder& in) const;
    Result<std::optional<TypeId>> readEnumType(scale::Decoder& in) const;
    Result<> readExtrinsicV14(scale::Decoder& in);
    Result<> readExtrinsicV15(scale::Decoder& in);
    Result<> readExtrinsicV16(scale::Decoder& in);
    Result<std::vector<TransactionExtension>> readExtensions(scale::Decoder& in) const;
    Result<> readApis(scale::Decoder& in);
    Result<RuntimeApi> readApi(scale::Decoder& in) const;
    Result<ApiMethod> readMethod(scale::Decoder& in) const;
    Result<> skipPalletExtrasV16(scale::Decoder& in) const; ///< Associated types and view functions.
    Result<> skipDeprecation(scale::Decoder& in) const;     ///< Of one item; V16.
    Result<> skipArmDeprecations(scale::Decoder& in) const; ///< Of an enum's arms; V16.
    Result<> readOuterEnums(scale::Decoder& in);
    Result<> skipCustom(scale::Decoder& in) const;
    /// A reference to a type that must exist.
    Result<TypeId> readType(scale::Decoder& in) const;
    bool v16() const { return m_out.m_version >= 16; }

    Metadata& m_out;
};

} // namespace taodeck::metadata
