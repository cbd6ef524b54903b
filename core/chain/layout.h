#pragma once
/// Proofs show bytes; metadata says what they mean, and metadata comes from the node. So a node could prove honest
/// bytes and name them wrongly. Against that, what the node describes is compared with the runtime that this program is
/// built with: a storage item counts as known when hashers, types, modifier and default agree. What is not known still
/// works, but only as Reported. Pure, but not locked: one thread at a time.

#include "core/metadata/metadata.h"

#include <map>
#include <string>

namespace taodeck::chain {

class Layout {
public:
    /// @param own of this program's runtime; null: nothing is known.
    Layout(std::shared_ptr<const metadata::Metadata> node, std::shared_ptr<const metadata::Metadata> own)
        : m_node{std::move(node)}, m_own{std::move(own)} {}

    /// The item is laid out as this program knows it.
    bool knows(const std::string& pallet, const std::string& item) const;
    /// The calls that this program signs have the numbers and arguments that it knows.
    bool knowsCalls() const;

private:
    std::shared_ptr<const metadata::Metadata> m_node, m_own;
    mutable std::map<std::pair<std::string, std::string>, bool> m_items;
};

/// True when values of both types have the same bytes and the same names: fields, enum arms and their numbers. Structs
/// with a single field are looked through, as View does; type names do not count.
bool sameShape(const metadata::Registry& a, metadata::TypeId aType, const metadata::Registry& b,
               metadata::TypeId bType);

/// Metadata of the runtime that this program is built with, made and decoded once. Takes a moment: call it in the pool.
std::shared_ptr<const metadata::Metadata> ownMetadata();

} // namespace taodeck::chain
