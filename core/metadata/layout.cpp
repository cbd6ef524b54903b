#include "core/metadata/layout.h"

#include <algorithm>
#include <map>

namespace taodeck::metadata {
namespace {

std::string dotted(std::string_view pallet, std::string_view item) {
    return std::string{pallet} + "." + std::string{item};
}

/// Types of two registries, walked side by side. Recursive types are equal when no path through them finds a
/// difference, so a pair that is on the list already needs no second look.
class TypePairs {
public:
    TypePairs(const Registry& a, const Registry& b) : m_a{a}, m_b{b} {}

    bool same(TypeId a, TypeId b) {
        m_open.clear();
        m_seen.clear();
        push(a, b);
        while (!m_open.empty()) {
            const auto [left, right] = m_open.back();
            m_open.pop_back();
            const auto* x = m_a.find(left);
            const auto* y = m_b.find(right);
            if (!x || !y || x->path != y->path || x->def.index() != y->def.index()) return false;
            const bool alike = std::visit(
                [&](const auto& def) { return compare(def, std::get<std::decay_t<decltype(def)>>(y->def)); }, x->def);
            if (!alike || m_seen.size() > kMaxTypePairs) return false;
        }
        m_equal.insert(m_seen.begin(), m_seen.end());
        return true;
    }
    bool sameFields(const std::vector<FieldType>& a, const std::vector<FieldType>& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](const FieldType& x, const FieldType& y) {
            return x.name == y.name && x.typeName == y.typeName && same(x.type, y.type);
        });
    }

private:
    void push(TypeId a, TypeId b) {
        const std::pair pair{a, b};
        if (!m_equal.contains(pair) && m_seen.insert(pair).second) m_open.push_back(pair);
    }
    bool pushFields(const std::vector<FieldType>& a, const std::vector<FieldType>& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](const FieldType& x, const FieldType& y) {
            push(x.type, y.type);
            return x.name == y.name && x.typeName == y.typeName;
        });
    }

    bool compare(const CompositeDef& a, const CompositeDef& b) { return pushFields(a.fields, b.fields); }
    bool compare(const VariantDef& a, const VariantDef& b) {
        // The runtime lists arms as written, so their order is free; their numbers are what the bytes say.
        return a.variants.size() == b.variants.size() &&
               std::all_of(a.variants.begin(), a.variants.end(), [&](const VariantType& arm) {
                   const auto* other = b.byIndex(arm.index);
                   return other && other->name == arm.name && pushFields(arm.fields, other->fields);
               });
    }
    bool compare(const SequenceDef& a, const SequenceDef& b) { return push(a.element, b.element), true; }
    bool compare(const ArrayDef& a, const ArrayDef& b) { return push(a.element, b.element), a.length == b.length; }
    bool compare(const TupleDef& a, const TupleDef& b) {
        if (a.elements.size() != b.elements.size()) return false;
        for (std::size_t i = 0; i < a.elements.size(); ++i)
            push(a.elements[i], b.elements[i]);
        return true;
    }
    bool compare(Primitive a, Primitive b) { return a == b; }
    bool compare(const CompactDef& a, const CompactDef& b) { return push(a.inner, b.inner), true; }
    bool compare(const BitSequenceDef& a, const BitSequenceDef& b) {
        push(a.store, b.store);
        push(a.order, b.order);
        return true;
    }

    const Registry& m_a;
    const Registry& m_b;
    std::set<std::pair<TypeId, TypeId>> m_equal; ///< By walks that found no difference.
    std::set<std::pair<TypeId, TypeId>> m_seen;  ///< By the walk that is under way.
    std::vector<std::pair<TypeId, TypeId>> m_open;
};

/// Puts into `out` the names that only one list has, or that `same` refuses.
template <class T, class Same>
void compareByName(const std::string& pallet, const std::vector<T>& a, const std::vector<T>& b, Same same,
                   std::set<std::string, std::less<>>& out) {
    std::map<std::string_view, const T*> left;
    for (const auto& item : a)
        left.emplace(item.name, &item);
    for (const auto& item : b) {
        const auto it = left.find(item.name);
        if (it == left.end() || !same(*it->second, item)) out.insert(dotted(pallet, item.name));
        if (it != left.end()) left.erase(it);
    }
    for (const auto& [name, item] : left)
        out.insert(dotted(pallet, name));
}

class Comparison {
public:
    Comparison(const Metadata& reference, const Metadata& other)
        : m_a{reference}, m_b{other}, m_types{reference.types(), other.types()} {}

    LayoutDifferences run() {
        static const Pallet kNone;
        for (const auto& pallet : m_a.pallets()) {
            const auto* other = m_b.pallet(pallet.name);
            comparePallet(pallet.name, pallet, other ? *other : kNone);
        }
        for (const auto& pallet : m_b.pallets())
            if (!m_a.pallet(pallet.name)) comparePallet(pallet.name, kNone, pallet);
        m_out.extrinsic = !sameExtrinsic();
        return std::move(m_out);
    }

private:
    void comparePallet(const std::string& name, const Pallet& a, const Pallet& b) {
        const bool samePrefix = a.storagePrefix == b.storagePrefix;
        const auto sameEntry = [&](const StorageEntry& x, const StorageEntry& y) {
            return samePrefix && x.modifier == y.modifier && x.hashers == y.hashers &&
                   x.defaultBytes == y.defaultBytes && m_types.same(x.value, y.value) &&
                   std::equal(x.keys.begin(), x.keys.end(), y.keys.begin(), y.keys.end(),
                              [&](TypeId k, TypeId l) { return m_types.same(k, l); });
        };
        compareByName(name, a.storage, b.storage, sameEntry, m_out.storage);
        const auto sameCall = [&](const VariantType& x, const VariantType& y) {
            return a.index == b.index && x.index == y.index && m_types.sameFields(x.fields, y.fields);
        };
        compareByName(name, m_a.arms(a.calls), m_b.arms(b.calls), sameCall, m_out.calls);
        const auto sameConstant = [&](const Constant& x, const Constant& y) {
            return x.value == y.value && m_types.same(x.type, y.type);
        };
        compareByName(name, a.constants, b.constants, sameConstant, m_out.constants);
    }

    bool sameExtrinsic() {
        const auto& a = m_a.extrinsic();
        const auto& b = m_b.extrinsic();
        return m_types.same(a.address, b.address) && m_types.same(a.signature, b.signature) &&
               std::equal(a.extensions.begin(), a.extensions.end(), b.extensions.begin(), b.extensions.end(),
                          [&](const TransactionExtension& x, const TransactionExtension& y) {
                              return x.identifier == y.identifier && m_types.same(x.extra, y.extra) &&
                                     m_types.same(x.additional, y.additional);
                          });
    }

    const Metadata& m_a;
    const Metadata& m_b;
    TypePairs m_types;
    LayoutDifferences m_out;
};

} // namespace

bool LayoutDifferences::inStorage(std::string_view pallet, std::string_view item) const {
    return storage.contains(dotted(pallet, item));
}
bool LayoutDifferences::inCall(std::string_view pallet, std::string_view name) const {
    return extrinsic || calls.contains(dotted(pallet, name));
}
bool LayoutDifferences::inConstant(std::string_view pallet, std::string_view name) const {
    return constants.contains(dotted(pallet, name));
}

LayoutDifferences compareLayouts(const Metadata& reference, const Metadata& other) {
    return Comparison{reference, other}.run();
}

} // namespace taodeck::metadata
