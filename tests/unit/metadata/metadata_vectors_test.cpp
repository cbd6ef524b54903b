#include "core/metadata/codec.h"
#include "tests/unit/metadata/vectors.h"

namespace taodeck::metadata {
namespace {

using namespace taodeck::testing;

std::string hasherName(crypto::Hasher h) {
    constexpr const char* kNames[] = {"Blake2_128", "Blake2_256",   "Blake2_128Concat", "Twox128",
                                      "Twox256",    "Twox64Concat", "Identity"};
    return kNames[static_cast<std::size_t>(h)];
}

void checkCalls(const Metadata& meta, const Pallet& pallet, const json& facts, std::size_t& total) {
    const auto& arms = meta.arms(pallet.calls);
    ASSERT_EQ(arms.size(), facts.size()) << pallet.name;
    for (const auto& fact : facts) {
        const auto call = meta.call(pallet.name, fact.at("name").get<std::string>());
        ASSERT_TRUE(call.has_value()) << fact.at("name");
        EXPECT_EQ((*call)->index, fact.at("index").get<int>());
        ASSERT_EQ((*call)->fields.size(), fact.at("args").size());
        for (std::size_t i = 0; i < (*call)->fields.size(); ++i) {
            EXPECT_EQ((*call)->fields[i].name, fact["args"][i].at("name").get<std::string>());
            EXPECT_EQ((*call)->fields[i].type, fact["args"][i].at("typeId").get<TypeId>());
            EXPECT_EQ((*call)->fields[i].typeName, fact["args"][i].value("typeName", ""));
        }
        ++total;
    }
}

void checkStorage(const Metadata& meta, const Pallet& pallet, const json& facts, std::size_t& total) {
    ASSERT_EQ(pallet.storage.size(), facts.size()) << pallet.name;
    for (const auto& fact : facts) {
        const auto found = meta.storage(pallet.name, fact.at("name").get<std::string>());
        ASSERT_TRUE(found.has_value()) << fact.at("name");
        const auto& entry = **found;
        EXPECT_EQ(entry.modifier == Modifier::Default, fact.at("modifier") == "Default");
        EXPECT_EQ(entry.modifier == Modifier::Optional, fact.at("modifier") == "Optional");
        ASSERT_EQ(entry.hashers.size(), fact.at("hashers").size());
        ASSERT_EQ(entry.keys.size(), entry.hashers.size());
        for (std::size_t i = 0; i < entry.hashers.size(); ++i)
            EXPECT_EQ(hasherName(entry.hashers[i]), fact["hashers"][i].get<std::string>());
        if (entry.keys.size() > 1) {
            const auto& tuple = meta.types().find(fact.at("keyTypeId").get<TypeId>())->def;
            EXPECT_EQ(entry.keys, std::get<TupleDef>(tuple).elements) << entry.name;
        } else if (entry.keys.size() == 1) {
            EXPECT_EQ(entry.keys[0], fact.at("keyTypeId").get<TypeId>()) << entry.name;
        }
        EXPECT_EQ(entry.value, fact.at("valueTypeId").get<TypeId>());
        EXPECT_EQ(toHex(entry.defaultBytes), fact.at("defaultHex").get<std::string>());
        if (entry.modifier == Modifier::Default) {
            const auto value = decodeValue(meta.types(), entry.value, entry.defaultBytes);
            ASSERT_TRUE(value.has_value()) << pallet.name << "." << entry.name << ": " << value.error().context;
            const auto again = encodeValue(meta.types(), entry.value, *value);
            ASSERT_TRUE(again.has_value()) << again.error().context;
            EXPECT_EQ(*again, entry.defaultBytes);
        }
        ++total;
    }
}

void checkConstants(const Metadata& meta, const Pallet& pallet, const json& facts, std::size_t& total) {
    ASSERT_EQ(pallet.constants.size(), facts.size()) << pallet.name;
    for (const auto& fact : facts) {
        const auto found = meta.constant(pallet.name, fact.at("name").get<std::string>());
        ASSERT_TRUE(found.has_value()) << fact.at("name");
        EXPECT_EQ((*found)->type, fact.at("typeId").get<TypeId>());
        EXPECT_EQ(toHex((*found)->value), fact.at("valueHex").get<std::string>());
        const auto value = decodeValue(meta.types(), (*found)->type, (*found)->value);
        ASSERT_TRUE(value.has_value()) << value.error().context;
        EXPECT_EQ(encodeValue(meta.types(), (*found)->type, *value).value_or(Bytes{}), (*found)->value);
        ++total;
    }
}

void checkArms(const std::vector<VariantType>& arms, const json& facts, std::size_t& total) {
    ASSERT_EQ(arms.size(), facts.size());
    for (const auto& fact : facts) {
        const VariantDef def{arms};
        const auto* arm = def.byIndex(fact.at("index").get<std::uint8_t>());
        ASSERT_NE(arm, nullptr);
        EXPECT_EQ(arm->name, fact.at("name").get<std::string>());
        if (fact.contains("nFields")) {
            EXPECT_EQ(arm->fields.size(), fact["nFields"].get<std::size_t>());
        }
        ++total;
    }
}

void checkApis(const Metadata& meta, const json& facts, std::size_t& methods) {
    if (meta.version() == 14) return;
    ASSERT_EQ(meta.apis().size(), facts.size());
    for (const auto& api : facts) {
        for (const auto& method : api.at("methods")) {
            const auto name = api.at("name").get<std::string>() + "_" + method.at("name").get<std::string>();
            const auto found = meta.api(name);
            ASSERT_TRUE(found.has_value()) << name;
            ASSERT_EQ((*found)->inputs.size(), method.at("inputs").size()) << name;
            for (std::size_t i = 0; i < (*found)->inputs.size(); ++i) {
                EXPECT_EQ((*found)->inputs[i].name, method["inputs"][i].at("name").get<std::string>());
                EXPECT_EQ((*found)->inputs[i].type, method["inputs"][i].at("typeId").get<TypeId>());
            }
            EXPECT_EQ((*found)->output, method.at("outputTypeId").get<TypeId>());
            ++methods;
        }
        if (meta.version() >= 16 && api.contains("version")) {
            for (const auto& ours : meta.apis())
                if (ours.name == api["name"]) {
                    EXPECT_EQ(ours.version, api["version"].get<std::uint32_t>());
                }
        }
    }
}

TEST(MetadataVectors, DecodeToTheFactsThatPolkadotJsReports) {
    const auto files = filesIn("metadata", ".facts.json");
    ASSERT_FALSE(files.empty());
    for (const auto& file : files) {
        SCOPED_TRACE(file.filename().string());
        const auto facts = readJson(file);
        const auto meta = loadMetadata(facts.at("file").get<std::string>());
        ASSERT_NE(meta, nullptr);

        EXPECT_EQ(meta->version(), facts.at("metadataVersion").get<std::uint32_t>());
        const auto& totals = facts.at("totals");
        EXPECT_EQ(meta->types().size(), totals.at("types").get<std::size_t>());
        ASSERT_EQ(meta->pallets().size(), totals.at("pallets").get<std::size_t>());
        std::size_t calls = 0, storage = 0, constants = 0, errors = 0, events = 0, methods = 0;
        for (const auto& fact : facts.at("pallets")) {
            const auto* pallet = meta->pallet(fact.at("name").get<std::string>());
            ASSERT_NE(pallet, nullptr) << fact.at("name");
            EXPECT_EQ(pallet->index, fact.at("index").get<int>());
            if (fact.contains("storagePrefix") && fact["storagePrefix"].is_string()) {
                EXPECT_EQ(pallet->storagePrefix, fact["storagePrefix"].get<std::string>());
            }
            checkCalls(*meta, *pallet, fact.at("calls"), calls);
            checkStorage(*meta, *pallet, fact.value("storage", json::array()), storage);
            checkConstants(*meta, *pallet, fact.at("constants"), constants);
            checkArms(meta->arms(pallet->errors), fact.at("errors"), errors);
            checkArms(meta->arms(pallet->events), fact.at("events"), events);
            for (const auto& error : fact.at("errors"))
                EXPECT_EQ(meta->errorName(pallet->index, error.at("index").get<std::uint8_t>()).value_or(""),
                          pallet->name + "." + error.at("name").get<std::string>());
        }
        EXPECT_EQ(calls, totals.at("calls").get<std::size_t>());
        EXPECT_EQ(storage, totals.at("storage").get<std::size_t>());
        EXPECT_EQ(constants, totals.at("constants").get<std::size_t>());
        EXPECT_EQ(errors, totals.at("errors").get<std::size_t>());
        EXPECT_EQ(events, totals.at("events").get<std::size_t>());
        checkApis(*meta, facts.value("runtimeApis", json::array()), methods);
        if (meta->version() > 14) {
            EXPECT_EQ(methods, totals.value("runtimeApiMethods", std::size_t{0}));
        }

        const auto& extensions = facts.at("extrinsicExtensions");
        ASSERT_EQ(meta->extrinsic().extensions.size(), extensions.size());
        for (std::size_t i = 0; i < extensions.size(); ++i) {
            const auto& ours = meta->extrinsic().extensions[i];
            EXPECT_EQ(ours.identifier, extensions[i].at("identifier").get<std::string>());
            EXPECT_EQ(meta->types().isZeroSized(ours.extra), extensions[i].at("extra") == "Null") << ours.identifier;
            EXPECT_EQ(meta->types().isZeroSized(ours.additional), extensions[i].at("implicit") == "Null")
                << ours.identifier;
        }
        EXPECT_TRUE(meta->eventRecords().has_value());
        EXPECT_EQ(meta->extrinsic().versions.front(), 4);
    }
    std::printf("ran %zu cases\n", files.size());
}

TEST(MetadataVectors, EveryTruncationIsRefused) {
    const auto bytes = readBytes(metadataFile("finney-424-v16.scale"));
    // Each decode of a prefix costs up to the whole: a prime step visits every kind of place.
    std::size_t tried = 0;
    for (std::size_t size = 0; size < bytes.size(); size += size < 2048 ? 1 : 1'471, ++tried)
        ASSERT_FALSE(Metadata::decode(ByteView{bytes}.first(size)).has_value()) << size;
    auto longer = bytes;
    longer.push_back(0);
    EXPECT_EQ(Metadata::decode(longer).error().code, Errc::Malformed);
    std::printf("ran %zu cases\n", tried);
}

TEST(Metadata, RefusesOtherVersionsAndMagic) {
    EXPECT_EQ(Metadata::decode(fromHex("0x6d6574610d00").value()).error().code, Errc::Unsupported);
    EXPECT_EQ(Metadata::decode(fromHex("0x6d6574611100").value()).error().code, Errc::Unsupported);
    EXPECT_EQ(Metadata::decode(fromHex("0x6d6574620e00").value()).error().code, Errc::Malformed);
    EXPECT_EQ(Metadata::decode({}).error().code, Errc::Truncated);
}

} // namespace
} // namespace taodeck::metadata
