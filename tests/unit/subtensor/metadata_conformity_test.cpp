/// Walks what this runtime declares and compares each item with the main network's own metadata (spec 424): indices,
/// names, argument and value types with their paths, hashers, defaults, constants, extensions, runtime APIs.

#include "core/base/hex.h"
#include "core/metadata/metadata.h"
#include "core/subtensor/runtime.h"

#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <set>

namespace taodeck::subtensor {
namespace {

using metadata::FieldType;
using metadata::Metadata;
using metadata::Registry;
using metadata::TypeId;

constexpr std::uint64_t kNetworkSlot = 12'000;

std::shared_ptr<const Metadata> ours(std::uint32_t version) {
    return *Metadata::decode(*makeRuntime425(kNetworkSlot)->metadata(version));
}

std::shared_ptr<const Metadata> metadataFile(const std::string& name) {
    std::ifstream in{std::string{TD_TEST_DATA} + "/metadata/" + name, std::ios::binary};
    const Bytes bytes{std::istreambuf_iterator<char>{in}, {}};
    return *Metadata::decode(bytes);
}
std::shared_ptr<const Metadata> network() {
    return metadataFile("finney-424-v16.nodocs.scale");
}

/// Writes a type out in full, as one comparable text. The outer enums (which differ by the pallets that are left out)
/// and recursion end at the path.
class Shape {
public:
    explicit Shape(const Registry& types) : m_types{types} {}

    std::string of(TypeId id) {
        const auto& type = *m_types.find(id);
        std::string path;
        for (const auto& part : type.path)
            path += (path.empty() ? "" : "::") + part;
        static const std::set<std::string> kOuter{"RuntimeCall", "RuntimeEvent", "RuntimeError"};
        const bool outer = !type.path.empty() && kOuter.count(type.path.back());
        if (outer || m_open.count(id)) return path;
        m_open.insert(id);
        std::string params;
        for (const auto& p : type.params)
            params += p.name + ",";
        auto out = path + "<" + params + ">" + std::visit([this](const auto& def) { return text(def); }, type.def);
        m_open.erase(id);
        return out;
    }
    std::string fields(const std::vector<FieldType>& list) {
        std::string out = "{";
        for (const auto& f : list)
            out += f.name + ":" + f.typeName + "=" + of(f.type) + ";";
        return out + "}";
    }

private:
    std::string text(const metadata::CompositeDef& d) { return fields(d.fields); }
    std::string text(const metadata::VariantDef& d) {
        std::map<int, std::string> byIndex;
        for (const auto& v : d.variants)
            byIndex[v.index] = v.name + fields(v.fields);
        std::string out = "enum[";
        for (const auto& [index, arm] : byIndex)
            out += std::to_string(index) + arm + "|";
        return out + "]";
    }
    std::string text(const metadata::SequenceDef& d) { return "Vec(" + of(d.element) + ")"; }
    std::string text(const metadata::ArrayDef& d) { return std::to_string(d.length) + "x(" + of(d.element) + ")"; }
    std::string text(const metadata::TupleDef& d) {
        std::string out = "(";
        for (const auto id : d.elements)
            out += of(id) + ",";
        return out + ")";
    }
    std::string text(metadata::Primitive p) { return "prim" + std::to_string(static_cast<int>(p)); }
    std::string text(const metadata::CompactDef& d) { return "Compact(" + of(d.inner) + ")"; }
    std::string text(const metadata::BitSequenceDef&) { return "bits"; }

    const Registry& m_types;
    std::set<TypeId> m_open;
};

class Conformity : public ::testing::Test {
protected:
    const metadata::Pallet& theirs(const metadata::Pallet& pallet) {
        const auto* found = m_network->pallet(pallet.name);
        EXPECT_NE(found, nullptr) << pallet.name;
        return *found;
    }
    std::string mine(TypeId id) { return Shape{m_ours->types()}.of(id); }
    std::string real(TypeId id) { return Shape{m_network->types()}.of(id); }
    std::string path(const Metadata& meta, TypeId id) {
        std::string out;
        for (const auto& part : meta.types().find(id)->path)
            out += "::" + part;
        return out;
    }
    void compareArms(const metadata::Pallet& pallet, const char* what, std::optional<TypeId> mineId,
                     std::optional<TypeId> realId) {
        if (!mineId) return;
        ASSERT_TRUE(realId) << pallet.name << " " << what;
        EXPECT_EQ(path(*m_ours, *mineId), path(*m_network, *realId));
        for (const auto& arm : m_ours->arms(mineId)) {
            const metadata::VariantType* other = nullptr;
            for (const auto& candidate : m_network->arms(realId)) {
                if (candidate.index == arm.index) other = &candidate;
            }
            ASSERT_TRUE(other) << pallet.name << " " << what << " " << arm.name;
            EXPECT_EQ(arm.name, other->name) << pallet.name << " " << what;
            EXPECT_EQ(Shape{m_ours->types()}.fields(arm.fields), Shape{m_network->types()}.fields(other->fields))
                << pallet.name << " " << what << " " << arm.name;
            ++m_compared;
        }
    }

    std::shared_ptr<const Metadata> m_ours = ours(15);
    std::shared_ptr<const Metadata> m_network = network();
    int m_compared{0};
};

TEST_F(Conformity, PalletsCallsEventsAndErrorsAreTheNetworks) {
    for (const auto& pallet : m_ours->pallets()) {
        const auto& other = theirs(pallet);
        EXPECT_EQ(pallet.index, other.index) << pallet.name;
        EXPECT_EQ(pallet.storagePrefix.empty() ? other.storagePrefix : pallet.storagePrefix, other.storagePrefix);
        compareArms(pallet, "call", pallet.calls, other.calls);
        compareArms(pallet, "event", pallet.events, other.events);
        compareArms(pallet, "error", pallet.errors, other.errors);
        if (pallet.errors) {
            EXPECT_EQ(m_ours->arms(pallet.errors).size(), m_network->arms(other.errors).size()) << pallet.name;
        }
    }
    std::cout << "compared " << m_compared << " calls, events and errors\n";
    EXPECT_GT(m_compared, 60);
}

/// Items of an older spec that we keep for older clients; compared with that spec's metadata.
bool isSuperset(const std::string& pallet, const std::string& item) {
    static const std::set<std::string> kept{"FeeGlobalTao", "FeeGlobalAlpha",   "Ticks",    "AlphaSqrtPrice",
                                            "CurrentTick",  "CurrentLiquidity", "Positions"};
    return pallet == "Swap" && kept.count(item) > 0;
}

TEST_F(Conformity, StorageItemsAreTheNetworks) {
    for (const auto& pallet : m_ours->pallets()) {
        std::size_t from = 0; // the items stand in the network's order
        const auto& list = theirs(pallet).storage;
        for (const auto& entry : pallet.storage) {
            std::size_t at = from;
            while (at < list.size() && list[at].name != entry.name)
                ++at;
            if (at == list.size() && isSuperset(pallet.name, entry.name)) continue;
            ASSERT_LT(at, list.size()) << pallet.name << "." << entry.name << " is unknown or out of order";
            from = at + 1;
            const auto& other = list[at];
            const auto where = pallet.name + "." + entry.name;
            EXPECT_EQ(entry.modifier, other.modifier) << where;
            EXPECT_EQ(entry.hashers, other.hashers) << where;
            EXPECT_EQ(toHex(entry.defaultBytes), toHex(other.defaultBytes)) << where;
            EXPECT_EQ(mine(entry.value), real(other.value)) << where;
            ASSERT_EQ(entry.keys.size(), other.keys.size()) << where;
            for (std::size_t i = 0; i < entry.keys.size(); ++i)
                EXPECT_EQ(mine(entry.keys[i]), real(other.keys[i]));
            ++m_compared;
        }
    }
    std::cout << "compared " << m_compared << " storage items\n";
    EXPECT_GT(m_compared, 20);
}

TEST_F(Conformity, ItemsKeptForOlderClientsAreThoseOfTheirSpec) {
    const auto older = metadataFile("finney-343-v15.nodocs.scale");
    const auto* theirs = older->pallet("Swap");
    const auto* ours = m_ours->pallet("Swap");
    int compared = 0;
    for (const auto& entry : ours->storage) {
        if (!isSuperset("Swap", entry.name)) continue;
        const auto it = std::find_if(theirs->storage.begin(), theirs->storage.end(),
                                     [&](const auto& other) { return other.name == entry.name; });
        ASSERT_NE(it, theirs->storage.end()) << entry.name;
        EXPECT_EQ(entry.modifier, it->modifier) << entry.name;
        EXPECT_EQ(entry.hashers, it->hashers) << entry.name;
        EXPECT_EQ(toHex(entry.defaultBytes), toHex(it->defaultBytes)) << entry.name;
        ++compared;
    }
    EXPECT_EQ(compared, 7);
}

TEST_F(Conformity, ConstantsAreTheNetworksAtItsSlotDuration) {
    const std::map<std::string, std::string> allowed{
        {"System.Version", "spec 425 after 424, and only the runtime APIs that are here"},
    };
    for (const auto& pallet : m_ours->pallets()) {
        for (const auto& constant : pallet.constants) {
            const auto where = pallet.name + "." + constant.name;
            const auto* other = theirs(pallet).constant(constant.name);
            ASSERT_TRUE(other) << where;
            EXPECT_EQ(mine(constant.type), real(other->type)) << where;
            if (!allowed.count(where)) {
                EXPECT_EQ(toHex(constant.value), toHex(other->value)) << where;
            }
            ++m_compared;
        }
    }
    EXPECT_GT(m_compared, 10);
}

TEST_F(Conformity, ExtensionsAddressAndSignatureAreTheNetworks) {
    const auto& a = m_ours->extrinsic();
    const auto& b = m_network->extrinsic();
    ASSERT_EQ(a.extensions.size(), b.extensions.size());
    for (std::size_t i = 0; i < a.extensions.size(); ++i) {
        EXPECT_EQ(a.extensions[i].identifier, b.extensions[i].identifier);
        EXPECT_EQ(mine(a.extensions[i].extra), real(b.extensions[i].extra)) << a.extensions[i].identifier;
        EXPECT_EQ(mine(a.extensions[i].additional), real(b.extensions[i].additional)) << a.extensions[i].identifier;
    }
    EXPECT_EQ(mine(a.address), real(b.address));
    EXPECT_EQ(mine(a.signature), real(b.signature));
    EXPECT_EQ(a.versions, std::vector<std::uint8_t>{4});
}

TEST_F(Conformity, RuntimeApisAreTheNetworks) {
    for (const auto& api : m_ours->apis()) {
        for (const auto& method : api.methods) {
            const auto other = m_network->api(api.name + "_" + method.name);
            ASSERT_TRUE(other) << api.name << "_" << method.name;
            ASSERT_EQ(method.inputs.size(), (*other)->inputs.size()) << method.name;
            for (std::size_t i = 0; i < method.inputs.size(); ++i) {
                EXPECT_EQ(method.inputs[i].name, (*other)->inputs[i].name) << method.name;
                EXPECT_EQ(mine(method.inputs[i].type), real((*other)->inputs[i].type)) << method.name;
            }
            EXPECT_EQ(mine(method.output), real((*other)->output)) << method.name;
            ++m_compared;
        }
    }
    EXPECT_GT(m_compared, 10);
}

TEST(Metadata, NumbersItsTypesAlikeInBothVersionsWithAccountsFirst) {
    const auto v14 = ours(14);
    const auto v15 = ours(15);

    EXPECT_EQ(v14->types().describe(0), "AccountId32");
    ASSERT_EQ(v14->types().size(), v15->types().size());
    for (TypeId id = 0; id < v14->types().size(); ++id)
        EXPECT_EQ(Shape{v14->types()}.of(id), Shape{v15->types()}.of(id)) << id;
}

TEST(Metadata, RefusesVersionsThatItDoesNotWrite) {
    for (const auto version : {0u, 13u, 17u, 0xffffffffu}) {
        const auto result = makeRuntime425()->metadata(version);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, Errc::Unsupported);
    }
}

} // namespace
} // namespace taodeck::subtensor
