/// Calls in other names and with a fallback, and what batches pay. Restated from pallets/utility/src/tests.rs at spec
/// 425.

#include "core/subtensor/pallets/utility/wrappers.h"

#include "core/subtensor/pallets/timestamp.h"
#include "tests/unit/subtensor/calls_chain.h"

namespace taodeck::subtensor::test {
namespace {

using namespace utility;
using balances::TransferAllowDeath;
using balances::TransferKeepAlive;

class WrappersTest : public ::testing::Test {
protected:
    static RuntimeCall pay(std::uint8_t to, std::uint64_t amount) {
        return makeCall(TransferAllowDeath{address(to), {rao(amount)}});
    }
    static RuntimeCall tooMuch(std::uint8_t to) { return pay(to, 11 * kUnitsPerToken); }
    static OriginCaller as(std::uint8_t n) { return {Origin::Kind::Signed, account(n), {}}; }
    std::uint64_t free(std::uint8_t n) { return m_chain.free(account(n)).raw(); }

    CallsChain m_chain;
};

TEST_F(WrappersTest, ActsAsADerivedAccount) { // as_derivative_works
    const auto derived = derivedAccount(account(1), 0);
    m_chain.fund(derived, rao(10'000));
    const AsDerivative other{1, pay(2, 5'000)};
    EXPECT_EQ(m_chain.error(account(1), other), "Token.FundsUnavailable");
    EXPECT_EQ(m_chain.error(account(1), AsDerivative{0, pay(9, 5'000)}), "");
    EXPECT_EQ(m_chain.free(derived), rao(5'000));
    EXPECT_EQ(free(9), 5'000u);
    EXPECT_EQ(m_chain.errorAs(Origin::root(), other), "BadOrigin");
}

TEST_F(WrappersTest, DerivedAccountsKeepTheFilter) { // as_derivative_filters
    auto origin = Origin::signedBy(account(1));
    origin.filter = std::make_shared<const Origin::Filter>(
        [](const RuntimeCall& call) { return !callAs<TransferKeepAlive>(call); });
    const AsDerivative call{1, makeCall(TransferKeepAlive{address(2), {rao(1)}})};
    EXPECT_EQ(m_chain.errorAs(origin, call), "System.CallFiltered");
}

TEST_F(WrappersTest, SayWhatWeightTheyUsedAlsoWhenTheyFail) { // as_derivative_handles_weight_refund and the like
    const auto derivative = makeCall(AsDerivative{0, tooMuch(2)});
    const auto failed = noted(dispatch(m_chain.context(), Origin::signedBy(account(1)), derivative));
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().usedRefTime, infoOf(derivative).refTime); // the transfer announces no refund

    const auto batch = makeCall(BatchAll{{pay(2, 1'000), tooMuch(2), pay(2, 1'000)}}); // batch_all_revert
    const auto reverted = noted(dispatch(m_chain.context(), Origin::signedBy(account(1)), batch));
    ASSERT_FALSE(reverted);
    EXPECT_EQ(text(reverted.error()), "Token.FundsUnavailable");
    const auto two = infoOf(makeCall(BatchAll{{pay(2, 1), pay(2, 1)}})).refTime;
    EXPECT_EQ(reverted.error().usedRefTime, two); // of the two calls that were tried
}

TEST_F(WrappersTest, BatchesAreNormalAndFreeOnlyWhenEmpty) { // weight_and_dispatch_class
    const auto empty = infoOf(makeCall(Batch{}));
    EXPECT_FALSE(empty.paysFee);
    const auto one = infoOf(makeCall(ForceBatch{{pay(2, 1)}}));
    EXPECT_TRUE(one.paysFee);
    EXPECT_EQ(one.dispatchClass, static_cast<std::uint8_t>(DispatchClass::Normal));
}

TEST_F(WrappersTest, WeightsOfBatchesDoNotOverflow) { // batch_weight_calculation_doesnt_overflow
    const auto half = makeCall(WithWeight{pay(2, 1), {{~std::uint64_t{0} / 2 + 1}, {0}}});
    EXPECT_EQ(infoOf(makeCall(Batch{{half, half, half}})).refTime, ~std::uint64_t{0});
}

TEST_F(WrappersTest, BatchAllDoesNotNestAtAnyDepth) { // batch_all_does_not_nest
    const auto inner = makeCall(BatchAll{{pay(9, 1'000)}});
    EXPECT_EQ(m_chain.error(account(1), BatchAll{{inner}}), "System.CallFiltered");
    const auto derivative = makeCall(AsDerivative{0, inner});
    EXPECT_EQ(m_chain.error(account(1), BatchAll{{derivative}}), "System.CallFiltered");
    EXPECT_EQ(free(9), 0u);
}

TEST_F(WrappersTest, BatchesHaveALimit) { // batch_limit
    const std::vector<RuntimeCall> calls(kBatchedCallsLimit + 1, makeCall(system::Remark{}));
    EXPECT_EQ(m_chain.error(account(1), Batch{calls}), "Utility.TooManyCalls");
    EXPECT_EQ(m_chain.error(account(1), BatchAll{calls}), "Utility.TooManyCalls");
    EXPECT_EQ(m_chain.error(account(1), ForceBatch{calls}), "Utility.TooManyCalls");
}

TEST_F(WrappersTest, NobodyIsNotEnough) { // none_origin_does_not_work
    EXPECT_EQ(m_chain.errorAs(Origin::none(), Batch{}), "BadOrigin");
    EXPECT_EQ(m_chain.errorAs(Origin::none(), BatchAll{}), "BadOrigin");
    EXPECT_EQ(m_chain.errorAs(Origin::none(), ForceBatch{}), "BadOrigin");
    EXPECT_EQ(m_chain.errorAs(Origin::none(), IfElse{pay(2, 1), pay(2, 1)}), "BadOrigin");
}

/// batch_doesnt_work_with_inherents, batch_all_doesnt_work_with_inherents, force_batch_doesnt_work_with_inherents; the
/// runtime has no filter against inherents as the mock has, so that the error is the inherent's own.
TEST_F(WrappersTest, InherentsDoNotWorkInside) {
    const auto before = timestamp::Now.get(m_chain.state());
    const auto now = makeCall(timestamp::Set{{42}});
    EXPECT_EQ(m_chain.error(account(1), BatchAll{{now}}), "BadOrigin");
    EXPECT_EQ(m_chain.errorAs(Origin::root(), BatchAll{{now}}), "BadOrigin");
    EXPECT_EQ(m_chain.errorAs(Origin::root(), ForceBatch{{now}}), "");
    EXPECT_EQ(timestamp::Now.get(m_chain.state()), before);
}

TEST_F(WrappersTest, RootNamesTheWeight) { // with_weight_works
    const WithWeight call{makeCall(balances::ForceSetBalance{address(9), {rao(700)}}), {{123}, {456}}};
    const auto info = infoOf(makeCall(call));
    EXPECT_EQ(info.refTime, 123u);
    EXPECT_EQ(info.proofSize, 456u);
    EXPECT_EQ(info.dispatchClass, static_cast<std::uint8_t>(DispatchClass::Normal));
    EXPECT_EQ(m_chain.error(account(1), call), "BadOrigin");
    EXPECT_EQ(m_chain.errorAs(Origin::root(), call), "");
    EXPECT_EQ(free(9), 700u);
}

TEST_F(WrappersTest, RootDispatchesAsAnybody) { // dispatch_as_works
    EXPECT_EQ(m_chain.errorAs(Origin::root(), DispatchAs{as(1), pay(9, 1'000)}), "");
    EXPECT_TRUE(m_chain.endsWith(event::DispatchedAs{}));
    EXPECT_EQ(free(9), 1'000u);
    EXPECT_EQ(m_chain.errorAs(Origin::root(), DispatchAs{as(1), makeCall(timestamp::Set{{0}})}), "");
    EXPECT_TRUE(m_chain.endsWith(event::DispatchedAs{{DispatchError{DispatchError::Kind::BadOrigin}}}));
    EXPECT_EQ(m_chain.error(account(1), DispatchAs{as(2), pay(9, 1'000)}), "BadOrigin");
    const OriginCaller ethereum{Origin::Kind::Other, {}, Bytes(22, 0)};
    EXPECT_EQ(m_chain.errorAs(Origin::root(), DispatchAs{ethereum, pay(9, 1'000)}), "");
    EXPECT_TRUE(m_chain.endsWith(event::DispatchedAs{{DispatchError{DispatchError::Kind::BadOrigin}}}));
}

TEST_F(WrappersTest, RootDispatchesAsAnybodyAndSeesTheError) { // dispatch_as_fallible_works
    EXPECT_EQ(m_chain.errorAs(Origin::root(), DispatchAsFallible{as(1), pay(9, 1'000)}), "");
    EXPECT_TRUE(m_chain.endsWith(event::DispatchedAs{}));
    EXPECT_EQ(free(9), 1'000u);
    EXPECT_EQ(m_chain.errorAs(Origin::root(), DispatchAsFallible{as(1), makeCall(timestamp::Set{{0}})}), "BadOrigin");
    EXPECT_EQ(m_chain.error(account(1), DispatchAsFallible{as(1), pay(9, 1'000)}), "BadOrigin");
}

TEST_F(WrappersTest, FallsBackWhenTheMainCallFails) { // if_else_with_signed_works, if_else_with_root_works
    EXPECT_EQ(m_chain.error(account(1), IfElse{tooMuch(9), pay(9, 5'000)}), "");
    EXPECT_EQ(free(9), 5'000u);
    EXPECT_TRUE(m_chain.endsWith(event::IfElseFallbackCalled{TokenError::FundsUnavailable}));
    const auto set = makeCall(balances::ForceSetBalance{address(9), {rao(900)}});
    EXPECT_EQ(m_chain.errorAs(Origin::root(), IfElse{pay(9, 1), set}), "");
    EXPECT_EQ(free(9), 900u);
}

TEST_F(WrappersTest, LeavesTheFallbackAloneWhenTheMainCallWorks) { // if_else_successful_main_call
    EXPECT_EQ(m_chain.error(account(1), IfElse{pay(9, 9'000), pay(9, 1'000)}), "");
    EXPECT_EQ(free(9), 9'000u);
    EXPECT_TRUE(m_chain.endsWith(event::IfElseMainSuccess{}));
}

TEST_F(WrappersTest, FailsWithTheFallback) { // if_else_failing_fallback_call
    EXPECT_EQ(m_chain.error(account(1), IfElse{tooMuch(9), tooMuch(8)}), "Token.FundsUnavailable");
}

TEST_F(WrappersTest, NestsFallbacks) { // if_else_with_nested_if_else_works
    const auto inner = makeCall(IfElse{tooMuch(9), pay(9, 5'000)});
    EXPECT_EQ(m_chain.error(account(1), IfElse{inner, pay(9, 7'000)}), "");
    EXPECT_EQ(free(9), 5'000u);
    EXPECT_TRUE(m_chain.endsWith(event::IfElseMainSuccess{}));
}

TEST_F(WrappersTest, OriginsKeepTheirEncoding) {
    const std::vector<OriginCaller> origins{{Origin::Kind::Root, {}, {}},
                                            as(7),
                                            {Origin::Kind::None, {}, {}},
                                            {Origin::Kind::Other, {}, {0, 3}},
                                            {Origin::Kind::Other, {}, Bytes(22, 0)}};
    for (auto origin : origins) {
        if (origin.other.size() == 22) origin.other[0] = 21;
        const auto bytes = encoded(origin);
        const auto back = decodeAll<OriginCaller>(bytes);
        ASSERT_TRUE(back);
        EXPECT_EQ(*back, origin);
        for (std::size_t size = 0; size < bytes.size(); ++size)
            EXPECT_FALSE(decodeAll<OriginCaller>(ByteView{bytes}.first(size)));
    }
    EXPECT_FALSE(decodeAll<OriginCaller>(Bytes{0, 4}));
    EXPECT_FALSE(decodeAll<OriginCaller>(Bytes{5, 0}));
}

} // namespace
} // namespace taodeck::subtensor::test
