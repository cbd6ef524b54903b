#include "core/metadata/metadata.h"

#include "core/metadata/detail/reader.h"

#include <algorithm>

namespace taodeck::metadata {
namespace {

template <class T>
const T* findByName(const std::vector<T>& list, std::string_view name) {
    const auto it = std::find_if(list.begin(), list.end(), [&](const T& item) { return item.name == name; });
    return it == list.end() ? nullptr : &*it;
}

std::string itemName(std::string_view pallet, std::string_view name) {
    return std::string{pallet} + "." + std::string{name};
}

const VariantType* findArm(const std::vector<VariantType>& arms, std::string_view name) {
    return findByName(arms, name);
}

} // namespace

const StorageEntry* Pallet::entry(std::string_view wanted) const {
    return findByName(storage, wanted);
}
const Constant* Pallet::constant(std::string_view wanted) const {
    return findByName(constants, wanted);
}

Result<std::shared_ptr<const Metadata>> Metadata::decode(ByteView bytes) {
    std::shared_ptr<Metadata> out{new Metadata};
    TD_CHECK(MetadataReader{*out}.read(bytes));
    return std::shared_ptr<const Metadata>{std::move(out)};
}

const Pallet* Metadata::pallet(std::string_view name) const {
    return findByName(m_pallets, name);
}

const Pallet* Metadata::pallet(std::uint8_t index) const {
    for (const auto& p : m_pallets)
        if (p.index == index) return &p;
    return nullptr;
}

const std::vector<VariantType>& Metadata::arms(std::optional<TypeId> type) const {
    static const std::vector<VariantType> kNone;
    const auto* found = type ? m_types.find(*type) : nullptr;
    const auto* def = found == nullptr ? nullptr : std::get_if<VariantDef>(&found->def);
    return def == nullptr ? kNone : def->variants;
}

Result<const StorageEntry*> Metadata::storage(std::string_view palletName, std::string_view item) const {
    const auto* p = pallet(palletName);
    const auto* found = p == nullptr ? nullptr : p->entry(item);
    if (found == nullptr) return fail(Errc::NotFound, "metadata: no storage item " + itemName(palletName, item));
    return found;
}

Result<const VariantType*> Metadata::call(std::string_view palletName, std::string_view name) const {
    const auto* p = pallet(palletName);
    const auto* found = p == nullptr ? nullptr : findArm(arms(p->calls), name);
    if (found == nullptr) return fail(Errc::NotFound, "metadata: no call " + itemName(palletName, name));
    return found;
}

Result<const VariantType*> Metadata::event(std::string_view palletName, std::string_view name) const {
    const auto* p = pallet(palletName);
    const auto* found = p == nullptr ? nullptr : findArm(arms(p->events), name);
    if (found == nullptr) return fail(Errc::NotFound, "metadata: no event " + itemName(palletName, name));
    return found;
}

Result<const Constant*> Metadata::constant(std::string_view palletName, std::string_view name) const {
    const auto* p = pallet(palletName);
    const auto* found = p == nullptr ? nullptr : p->constant(name);
    if (found == nullptr) return fail(Errc::NotFound, "metadata: no constant " + itemName(palletName, name));
    return found;
}

Result<const ApiMethod*> Metadata::api(std::string_view fullName) const {
    for (const auto& a : m_apis)
        if (fullName.size() > a.name.size() + 1 && fullName.substr(0, a.name.size()) == a.name &&
            fullName[a.name.size()] == '_')
            if (const auto* found = findByName(a.methods, fullName.substr(a.name.size() + 1))) return found;
    return fail(Errc::NotFound, "metadata: no runtime API " + std::string{fullName});
}

bool Metadata::hasStorage(std::string_view palletName, std::string_view item) const {
    return storage(palletName, item).has_value();
}
bool Metadata::hasCall(std::string_view palletName, std::string_view name) const {
    return call(palletName, name).has_value();
}

Result<std::string> Metadata::errorName(std::uint8_t palletIndex, std::uint8_t error) const {
    const auto* p = pallet(palletIndex);
    if (p != nullptr)
        for (const auto& arm : arms(p->errors))
            if (arm.index == error) return itemName(p->name, arm.name);
    return fail(Errc::NotFound,
                "metadata: no error " + std::to_string(error) + " of pallet " + std::to_string(palletIndex));
}

std::optional<TypeId> Metadata::eventRecords() const {
    const auto found = storage("System", "Events");
    if (!found) return std::nullopt;
    return (*found)->value;
}

} // namespace taodeck::metadata
