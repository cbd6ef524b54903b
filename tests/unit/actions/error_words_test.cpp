#include "core/actions/error_words.h"
#include "tests/unit/actions/fixture.h"

namespace taodeck::actions {
namespace {

using metadata::VariantDef;

TEST(ErrorWords, EveryErrorThatAStakeOrTransferCanMeetHasItsOwn) {
    const auto meta = testing::metadataOf("finney-424-v16.nodocs.scale");
    std::size_t ran = 0;
    for (const char* name : {"SubtensorModule", "System", "Balances", "Utility", "Sudo", "Swap"}) {
        const auto* pallet = meta->pallet(name);
        ASSERT_NE(pallet, nullptr);
        for (const auto& arm : meta->arms(pallet->errors)) {
            EXPECT_TRUE(hasErrorWords(pallet->name + "." + arm.name)) << pallet->name << "." << arm.name;
            ++ran;
        }
    }
    EXPECT_GE(ran, 147u);
    std::printf("ran %zu cases\n", ran);
}

TEST(ErrorWords, EveryDispatchErrorHasItsOwn) {
    const auto meta = testing::metadataOf("finney-424-v16.nodocs.scale");
    for (metadata::TypeId id = 0; id < meta->types().size(); ++id) {
        const auto& type = *meta->types().find(id);
        const auto* def = std::get_if<VariantDef>(&type.def);
        if (def == nullptr || type.path.size() != 2 || type.path[0] != "sp_runtime") continue;
        const auto prefix = type.path[1] == "TokenError"           ? "Token."
                            : type.path[1] == "TransactionalError" ? "Transactional."
                            : type.path[1] == "DispatchError"      ? ""
                                                                   : nullptr;
        if (prefix == nullptr) continue;
        for (const auto& arm : def->variants) {
            const bool leadsOn = type.path[1] == "DispatchError" && !arm.fields.empty();
            EXPECT_TRUE(leadsOn || hasErrorWords(prefix + arm.name)) << prefix << arm.name;
        }
    }
    for (const char* name : {"Arithmetic.Underflow", "Arithmetic.Overflow", "Arithmetic.DivisionByZero", "Lapsed"})
        EXPECT_TRUE(hasErrorWords(name)) << name;
}

TEST(ErrorWords, UnknownNamesGetAGeneralSentence) {
    EXPECT_FALSE(hasErrorWords("SubtensorModule.SomethingNew"));
    EXPECT_NE(errorWords("SubtensorModule.SomethingNew").find("SubtensorModule.SomethingNew"), std::string::npos);
}

TEST(PoolErrorName, ReadsWhatNodesSay) {
    const std::vector<std::pair<const char*, const char*>> rows{
        {"1010: Invalid Transaction: Inability to pay some fees , e.g. account balance too low",
         "InvalidTransaction.Payment"},
        {"1010: Invalid Transaction: Transaction is outdated", "InvalidTransaction.Stale"},
        {"1010: Invalid Transaction: Transaction has a bad signature", "InvalidTransaction.BadProof"},
        {"1010: Invalid Transaction: Custom error: 1", "InvalidTransaction.AmountTooLow"},
        {"1010: Invalid Transaction: Custom error: 27", "InvalidTransaction.DelegateTakeTooHigh"},
        {"1010: Invalid Transaction: Custom error: 255", "InvalidTransaction.BadRequest"},
        {"1010: Invalid Transaction: Custom error: x", "InvalidTransaction.BadRequest"},
        {"1013: Transaction is already imported: 0x00", "Pool.AlreadyImported"},
        {"1012: Transaction is temporarily banned", "Pool.TemporarilyBanned"},
        {"1014: Priority is too low: (1 vs 1)", "Pool.PriorityTooLow"},
        {"-32000: who knows", "Pool.Refused"}};
    for (const auto& [text, name] : rows) {
        EXPECT_EQ(poolErrorName(text), name) << text;
        EXPECT_TRUE(hasErrorWords(name)) << name;
    }
}

} // namespace
} // namespace taodeck::actions
