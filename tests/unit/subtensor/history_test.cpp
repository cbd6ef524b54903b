/// Random histories of all kinds of calls: whatever happens, the books balance after every block, and the same
/// transactions make the same state root. taodeck-histories plays longer ones.

#include "tests/support/history_chain.h"

#include <gtest/gtest.h>

namespace taodeck::subtensor::test {
namespace {

TEST(RandomHistory, KeepsTheBooksBalancedAndCanBeReplayed) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        const auto result = playHistory({seed, /*transactions=*/300, /*perBlock=*/5});
        for (const auto& violation : result.violations)
            ADD_FAILURE() << "seed " << seed << ": " << violation;
        EXPECT_GT(result.succeeded, result.sent * 2 / 3);
        EXPECT_GT(result.calls.size(), 60U);
    }
}

TEST(RandomHistory, IsTheSameForTheSameSeed) {
    const HistoryOptions options{7, /*transactions=*/150, /*perBlock=*/4};
    EXPECT_EQ(playHistory(options).root, playHistory(options).root);
    EXPECT_NE(playHistory(options).root, playHistory({8, 150, 4}).root);
}

} // namespace
} // namespace taodeck::subtensor::test
