#include "core/chain/layout.h"

#include "core/base/log.h"
#include "core/subtensor/runtime.h"

#include <array>
#include <set>

namespace taodeck::chain {

using namespace metadata;

namespace {

constexpr std::array<std::pair<const char*, const char*>, 8> kSignedCalls{{{"Balances", "transfer_allow_death"},
                                                                           {"Balances", "transfer_keep_alive"},
                                                                           {"Balances", "transfer_all"},
                                                                           {"SubtensorModule", "add_stake"},
                                                                           {"SubtensorModule", "add_stake_limit"},
                                                                           {"SubtensorModule", "remove_stake"},
                                                                           {"SubtensorModule", "remove_stake_limit"},
                                                                           {"Utility", "batch_all"}}};

/// Compares two types part by part. Types refer to each other in circles: a pair that is being compared already is
/// taken as equal, which holds if nothing else differs.
class Comparison {
public:
    Comparison(const Registry& a, const Registry& b) : m_a{a}, m_b{b} {}

    bool same(TypeId a, TypeId b) {
        a = innermost(m_a, a);
        b = innermost(m_b, b);
        if (!m_assumed.emplace(a, b).second) return true;
        const auto *left = m_a.find(a), *right = m_b.find(b);
        if (!left || !right || left->def.index() != right->def.index()) return false;
        return std::visit(
            [&](const auto& def) { return sameDef(def, std::get<std::decay_t<decltype(def)>>(right->def)); },
            left->def);
    }

    bool sameFields(const std::vector<FieldType>& a, const std::vector<FieldType>& b) {
        if (a.size() != b.size()) return false;
        for (std::size_t i = 0; i < a.size(); ++i)
            if (a[i].name != b[i].name || !same(a[i].type, b[i].type)) return false;
        return true;
    }

private:
    static TypeId innermost(const Registry& types, TypeId id) {
        for (std::size_t i = 0; i < Registry::kMaxTypes; ++i) {
            const auto* type = types.find(id);
            const auto* composite = type ? std::get_if<CompositeDef>(&type->def) : nullptr;
            if (!composite || composite->fields.size() != 1) return id;
            id = composite->fields.front().type;
        }
        return id;
    }

    bool sameDef(const CompositeDef& a, const CompositeDef& b) { return sameFields(a.fields, b.fields); }
    bool sameDef(const VariantDef& a, const VariantDef& b) {
        if (a.variants.size() != b.variants.size()) return false;
        for (const auto& arm : a.variants) {
            const auto* other = b.byIndex(arm.index);
            if (!other || other->name != arm.name || !sameFields(arm.fields, other->fields)) return false;
        }
        return true;
    }
    bool sameDef(const SequenceDef& a, const SequenceDef& b) { return same(a.element, b.element); }
    bool sameDef(const ArrayDef& a, const ArrayDef& b) { return a.length == b.length && same(a.element, b.element); }
    bool sameDef(const TupleDef& a, const TupleDef& b) {
        return std::equal(a.elements.begin(), a.elements.end(), b.elements.begin(), b.elements.end(),
                          [this](TypeId x, TypeId y) { return same(x, y); });
    }
    bool sameDef(Primitive a, Primitive b) { return a == b; }
    bool sameDef(const CompactDef& a, const CompactDef& b) { return same(a.inner, b.inner); }
    bool sameDef(const BitSequenceDef& a, const BitSequenceDef& b) {
        return same(a.store, b.store) && same(a.order, b.order);
    }

    const Registry& m_a;
    const Registry& m_b;
    std::set<std::pair<TypeId, TypeId>> m_assumed;
};

bool sameItem(const Metadata& node, const Metadata& own, const std::string& pallet, const std::string& item) {
    const auto a = node.storage(pallet, item), b = own.storage(pallet, item);
    if (!a || !b) return false;
    if (node.pallet(pallet)->storagePrefix != own.pallet(pallet)->storagePrefix) return false;
    const auto &x = **a, &y = **b;
    if (x.modifier != y.modifier || x.hashers != y.hashers || x.defaultBytes != y.defaultBytes) return false;
    for (std::size_t i = 0; i < x.keys.size(); ++i)
        if (!sameShape(node.types(), x.keys[i], own.types(), y.keys[i])) return false;
    return sameShape(node.types(), x.value, own.types(), y.value);
}

} // namespace

bool sameShape(const Registry& a, TypeId aType, const Registry& b, TypeId bType) {
    return Comparison{a, b}.same(aType, bType);
}

bool Layout::knows(const std::string& pallet, const std::string& item) const {
    if (!m_node || !m_own) return false;
    const auto [it, fresh] = m_items.try_emplace({pallet, item}, false);
    if (fresh) it->second = sameItem(*m_node, *m_own, pallet, item);
    return it->second;
}

bool Layout::knowsCalls() const {
    if (!m_node || !m_own) return false;
    for (const auto& [pallet, name] : kSignedCalls) {
        const auto a = m_node->call(pallet, name), b = m_own->call(pallet, name);
        if (!a) continue; // what the chain lacks cannot be signed
        if (!b || (*a)->index != (*b)->index || m_node->pallet(pallet)->index != m_own->pallet(pallet)->index)
            return false;
        // The inner calls of a batch are of any kind; each of ours is compared by itself.
        if (std::string_view{pallet} == "Utility") continue;
        if (!Comparison{m_node->types(), m_own->types()}.sameFields((*a)->fields, (*b)->fields)) return false;
    }
    return true;
}

std::shared_ptr<const Metadata> ownMetadata() {
    static const auto made = []() -> std::shared_ptr<const Metadata> {
        const auto bytes = subtensor::makeRuntime425()->metadata(15);
        auto decoded = bytes ? Metadata::decode(*bytes) : tl::unexpected<Error>{bytes.error()};
        if (decoded) return *std::move(decoded);
        log::error("chain", "this program's own metadata does not decode: " + decoded.error().context);
        return nullptr;
    }();
    return made;
}

} // namespace taodeck::chain
