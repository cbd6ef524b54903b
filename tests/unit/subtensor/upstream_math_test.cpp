/// The epoch's vectors, matrices and fractions: the cases of upstream's pallets/subtensor/src/tests/math.rs at spec
/// 425, as rows of tests/data/economics/upstream/math.json and, single numbers, below. Upstream has each matrix
/// function twice, for full and for sparse matrices; here is one, which both kinds of cases state.

#include "core/subtensor/epoch_math.h"
#include "core/subtensor/pallets/subtensor_module/weights/rules.h"
#include "tests/unit/subtensor/economics_data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace taodeck::subtensor {
namespace {

using nlohmann::json;

I32F32 fraction(const json& bits) {
    return I32F32::fromBits(bits.get<std::int64_t>());
}
FixedVector fractions(const json& list) {
    FixedVector out;
    for (const auto& v : list)
        out.push_back(fraction(v));
    return out;
}
SparseMatrix matrix(const json& rows) {
    SparseMatrix out;
    for (const auto& row : rows) {
        out.emplace_back();
        for (const auto& cell : row)
            out.back().push_back({cell[0].get<std::uint16_t>(), fraction(cell[1])});
    }
    return out;
}
void expectNear(const FixedVector& actual, const json& expected, std::int64_t epsilon) {
    ASSERT_EQ(actual.size(), expected.size());
    for (std::size_t i = 0; i < actual.size(); ++i)
        EXPECT_LE(std::abs(actual[i].bits() - expected[i].get<std::int64_t>()), epsilon) << i;
}
void expectNear(const SparseMatrix& actual, const json& expected, std::int64_t epsilon) {
    ASSERT_EQ(actual.size(), expected.size());
    for (std::size_t i = 0; i < actual.size(); ++i) {
        ASSERT_EQ(actual[i].size(), expected[i].size()) << i;
        for (std::size_t j = 0; j < actual[i].size(); ++j) {
            EXPECT_EQ(actual[i][j].column, expected[i][j][0].get<int>());
            EXPECT_LE(std::abs(actual[i][j].value.bits() - expected[i][j][1].get<std::int64_t>()), epsilon) << i;
        }
    }
}

template <class F>
FixedVector eachOf(const FixedVector& v, F f) {
    FixedVector out;
    for (const auto x : v)
        out.push_back(f(x));
    return out;
}
/// As long as the shorter of the two.
template <class F>
FixedVector pairwise(const FixedVector& a, const FixedVector& b, F f) {
    FixedVector out;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        out.push_back(f(a[i], b[i]));
    return out;
}

/// Upstream multiplies columns and then sums the rows; here that is one function, so each cell gets a row of its own.
SparseMatrix multipliedCells(const SparseMatrix& m, const FixedVector& by) {
    SparseMatrix out;
    for (const auto& row : m) {
        out.emplace_back();
        for (const Cell& cell : row) {
            const auto product = rowSumsWeighted({{cell}}, by).front();
            if (!product.isZero()) out.back().push_back({cell.column, product});
        }
    }
    return out;
}

/// The epoch's stake weights: numbers divided by their sum in 64 bits of fraction. Expected in parts of 10^10.
void runNormalize64(const json& numbers, const json& expected, std::int64_t epsilon) {
    std::vector<I64F64> v;
    I64F64 total;
    for (const auto& n : numbers) {
        v.push_back(I64F64::fromSigned(n.get<std::int64_t>()));
        total = total.saturatingAdd(v.back());
    }
    for (std::size_t i = 0; i < v.size(); ++i) {
        const I64F64 tenBillion = I64F64::fromInt(10'000'000'000);
        const auto parts = v[i].safeDiv(total).saturatingMul(tenBillion);
        const auto gap = parts.saturatingSub(I64F64::fromSigned(expected[i].get<std::int64_t>()));
        EXPECT_LE(gap, I64F64::fromSigned(epsilon)) << i;
        EXPECT_GE(gap, I64F64::fromSigned(-epsilon)) << i;
    }
}

void runMath(const json& c) {
    const auto name = c["function"].get<std::string>();
    const auto& a = c["args"];
    const auto& expected = c["expect"];
    const std::int64_t epsilon = c.value("epsilon", std::int64_t{0});
    const auto changed = [&](auto change) {
        auto m = matrix(a[0]);
        change(m);
        expectNear(m, expected, epsilon);
    };
    if (name == "maxUpscaled") {
        EXPECT_EQ(subtensor_module::maxUpscaled(a[0].get<std::vector<std::uint16_t>>()),
                  expected.get<std::vector<std::uint16_t>>());
    } else if (name == "topNonZero") {
        EXPECT_EQ(topNonZero(fractions(a[0]), a[1].get<std::size_t>()), expected.get<std::vector<bool>>());
    } else if (name == "normalize") {
        auto v = fractions(a[0]);
        normalize(v);
        expectNear(v, expected, epsilon);
    } else if (name == "normalizeRows") {
        changed([](SparseMatrix& m) { normalizeRows(m); });
    } else if (name == "normalizeColumns") {
        changed([&](SparseMatrix& m) { normalizeColumns(m, a[1].get<std::size_t>()); });
    } else if (name == "upscaleColumns") {
        changed([&](SparseMatrix& m) { upscaleColumns(m, a[1].get<std::size_t>()); });
    } else if (name == "scaleRows") {
        expectNear(scaleRows(matrix(a[0]), fractions(a[1])), expected, epsilon);
    } else if (name == "rowSums") {
        expectNear(rowSums(matrix(a[0])), expected, epsilon);
    } else if (name == "columnSumsWeighted") {
        expectNear(columnSumsWeighted(matrix(a[0]), fractions(a[1]), a[2]), expected, epsilon);
    } else if (name == "rowSumsWeighted") {
        expectNear(rowSumsWeighted(matrix(a[0]), fractions(a[1])), expected, epsilon);
    } else if (name == "clipColumns") {
        expectNear(clipColumns(matrix(a[0]), fractions(a[1])), expected, epsilon);
    } else if (name == "weightedMedian") {
        expectNear(weightedMedian(fractions(a[0]), matrix(a[1]), a[2], fraction(a[3])), expected, epsilon);
    } else if (name == "interpolate") {
        expectNear(interpolate(matrix(a[0]), matrix(a[1]), a[2], fraction(a[3])), expected, epsilon);
    } else if (name == "safeExp") {
        EXPECT_EQ(safeExp(fraction(a[0])), fraction(expected[0]));
    } else if (name == "sameExp") {
        for (const auto& x : a[1])
            EXPECT_EQ(safeExp(fraction(x)), exp(fraction(a[0])).value());
    } else if (name == "sigmoid") {
        const auto slope = fraction(a[1]).saturatingMul(I32F32::fromSigned(-1));
        expectNear(eachOf(fractions(a[0]), [&](auto x) { return sigmoid(x, slope, fraction(a[2])); }), expected,
                   epsilon);
    } else if (name == "sum") {
        expectNear({sum(fractions(a[0]))}, expected, epsilon);
    } else if (name == "normalize64") {
        runNormalize64(a[0], expected, epsilon);
    } else if (name == "divide") {
        expectNear(pairwise(fractions(a[0]), fractions(a[1]), [](auto x, auto y) { return x.safeDiv(y); }), expected,
                   0);
    } else if (name == "multiply") {
        expectNear(pairwise(fractions(a[0]), fractions(a[1]), [](auto x, auto y) { return x.saturatingMul(y); }),
                   expected, 0);
    } else if (name == "multiplyCells") {
        expectNear(multipliedCells(matrix(a[0]), fractions(a[1])), expected, 0);
    } else if (name == "maskCells") {
        expectNear(filtered(matrix(a[0]), [&](auto i, auto j) { return a[1][i][j] == 0; }), expected, 0);
    } else if (name == "maskRows") {
        expectNear(filtered(matrix(a[0]), [&](auto i, auto) { return a[1][i] == 0; }), expected, 0);
    } else if (name == "maskDiagonal") {
        const int except = a[1];
        expectNear(filtered(matrix(a[0]), [&](auto i, auto j) { return i != j || static_cast<int>(i) == except; }),
                   expected, 0);
    } else if (name == "maskWhere") {
        const auto x = a[1].get<std::vector<int>>(), y = a[2].get<std::vector<int>>();
        const bool less = a[3] == "less";
        expectNear(filtered(matrix(a[0]), [&](auto i, auto j) { return less ? x[i] >= y[j] : x[i] != y[j]; }), expected,
                   0);
    } else if (name == "movingAverageEach") {
        const auto fresh = matrix(a[0]);
        std::vector<FixedVector> alphas; // the case gives one for each column
        for (std::size_t i = 0; i < fresh.size(); ++i) {
            const auto byColumn = fractions(a[2].at(i));
            alphas.emplace_back();
            for (const Cell& cell : fresh[i])
                alphas.back().push_back(byColumn.at(cell.column));
        }
        expectNear(movingAverage(fresh, matrix(a[1]), alphas), expected, epsilon);
    } else {
        FAIL() << "unknown function " << name;
    }
}

TEST(UpstreamEpochMath, GivesWhatUpstreamsTestsState) {
    const auto data = test::economics("upstream/math.json");
    int cases = 0;
    for (const auto& c : data["cases"]) {
        SCOPED_TRACE(c["test"].get<std::string>() + ", case " + std::to_string(cases++));
        runMath(c);
    }
    std::printf("ran %d cases\n", cases);
    EXPECT_GE(cases, 208);
}

/// tests/math.rs, the second half of test_math_weighted_median: a hundred stakes of which some are zero, scores that
/// rise, in any order. The median is one of the scores where the stake below passes the minority.
TEST(UpstreamEpochMath, FindsAMedianWhateverTheOrder) {
    std::mt19937 random{425};
    const I32F32 one = I32F32::fromInt(1);
    for (const double majority : {0., 0.0000001, 0.25, 0.49, 0.5, 0.51, 0.9999999, 1.}) {
        const auto most = I32F32::fromBits(std::llrint(static_cast<double>(static_cast<float>(majority)) * 0x1p32));
        for (const bool allowEqual : {false, true}) {
            FixedVector stake, score;
            I32F32 last;
            for (unsigned i = 0; i < 100; ++i) {
                stake.push_back(!allowEqual || random() % 2 == 1 ? one : I32F32{});
                if (allowEqual && random() % 2 == 1) last = last.saturatingAdd(one);
                score.push_back(allowEqual ? last : I32F32::fromInt(i));
            }
            normalize(stake);
            const I32F32 minority = std::max(sum(stake).saturatingSub(most), I32F32{});
            FixedVector medians;
            std::optional<I32F32> reached; // stake up to the first score that passes the minority
            I32F32 total;
            for (std::size_t i = 0; i < 100; ++i) {
                total = total.saturatingAdd(stake[i]);
                if (!reached && total >= minority) reached = total;
                if (!reached) continue;
                if (*reached < total && *reached != minority) break;
                medians.push_back(score[i]);
                if (*reached < total) break;
            }
            if (medians.empty()) medians.push_back({});
            std::vector<std::size_t> order(100);
            std::iota(order.begin(), order.end(), std::size_t{0});
            for (int permutation = 0; permutation < 11; ++permutation) {
                FixedVector held;
                SparseMatrix given;
                for (const auto i : order) {
                    held.push_back(stake[i]);
                    given.push_back(score[i].isZero() ? SparseRow{} : SparseRow{{0, score[i]}});
                }
                const auto median = weightedMedian(held, given, 1, most).front();
                ASSERT_NE(std::find(medians.begin(), medians.end(), median), medians.end()) << majority << allowEqual;
                std::shuffle(order.begin(), order.end(), random);
            }
        }
    }
}

/// tests/math.rs: test_math_fixed_to_u16, test_math_u16_to_fixed, test_math_u16_proportion_to_fixed,
/// test_fixed_proportion_to_u16, test_fixed_proportion_to_u16_saturates.
TEST(UpstreamEpochMath, PartsOf65535ComeAndGo) {
    for (const std::uint16_t v : {0, 32'767, 65'535}) {
        EXPECT_EQ(I32F32::fromInt(v).toU64(), v);
        EXPECT_EQ(I32F32::fromInt(v).bits(), std::int64_t{v} << 32);
    }
    EXPECT_EQ(fromParts(0), I32F32{});
    EXPECT_EQ(toParts({}), 0);
    EXPECT_EQ(toParts(I32F32::fromInt(65'535)), 65'535);
}

/// tests/math.rs: test_math_fixed_to_u64, test_math_fixed_to_u64_saturates, test_math_fixed64_to_u64,
/// test_math_fixed64_to_u64_saturates, test_math_to_num.
TEST(UpstreamEpochMath, WholePartsSaturate) {
    EXPECT_EQ(I32F32{}.toU64(), 0U);
    EXPECT_EQ(I32F32::fromSigned(-1).toU64(), 0U);
    EXPECT_EQ(I32F32::max().toU64(), 2'147'483'647U);
    for (const std::int64_t v : {std::int64_t{0}, INT64_MAX / 2, INT64_MAX})
        EXPECT_EQ(I64F64::fromSigned(v).toU64(), static_cast<std::uint64_t>(v));
    EXPECT_EQ(I64F64::fromSigned(-1).toU64(), 0U);
    EXPECT_EQ(I96F32::fromInt(UINT64_MAX).toU64(), UINT64_MAX);
}

/// tests/math.rs: test_math_fixed64_to_fixed32, test_math_fixed64_to_fixed32_saturates, test_vec_fixed64_to_fixed32,
/// test_vec_fixed64_to_fixed32_saturates.
TEST(UpstreamEpochMath, NarrowingSaturates) {
    const auto narrow = [](std::int64_t v) { return I32F32::from(I64F64::fromSigned(v)); };

    EXPECT_EQ(narrow(0), I32F32{});
    EXPECT_EQ(narrow(UINT32_MAX / 2), I32F32::fromInt(UINT32_MAX / 2));
    EXPECT_EQ(narrow(UINT32_MAX), I32F32::max());
    EXPECT_EQ(narrow(INT32_MIN), I32F32::fromSigned(INT32_MIN));
    EXPECT_EQ(narrow(INT32_MAX), I32F32::fromSigned(INT32_MAX));
    EXPECT_EQ(narrow(INT64_MAX), I32F32::max());
}

/// tests/math.rs, test_math_fixed_overflow: the largest fraction times the largest number fits the wide types.
TEST(UpstreamEpochMath, WideTypesHoldTheLargestProduct) {
    const auto wide = I96F32::from(I32F32::max()).checkedMul(I96F32::fromInt(UINT64_MAX));
    ASSERT_TRUE(wide);
    EXPECT_EQ(wide->bits(), Int128{INT64_MAX} * UINT64_MAX);
    using I110F18 = Fixed<Int128, 18>;
    EXPECT_TRUE(I110F18::from(I32F32::max()).checkedMul(I110F18::fromInt(UINT64_MAX)));

    const auto alphaFor = [](I64F64 average) { return I32F32::fromInt(1).saturatingSub(I32F32::from(average)); };
    EXPECT_EQ(alphaFor(I64F64::fromInt(900'000).safeDiv(I64F64::fromInt(1'000'000))).bits(), 429'496'730); // a tenth
    EXPECT_EQ(alphaFor(I64F64::from(I32F32::max()).safeDiv(I64F64::from(I32F32::max()))), I32F32{});
}

/// tests/math.rs, test_math_u64_normalization: parts of all the TAO that will exist.
TEST(UpstreamEpochMath, PartsOfAllTaoKeepTheirBits) {
    const auto part = [](std::uint64_t n) {
        return I64F64::fromInt(n).safeDiv(I64F64::fromInt(21'000'000'000'000'000));
    };

    EXPECT_EQ(part(1).bits(), Int128{878}); // 4.76e-17
    EXPECT_EQ(I32F32::from(part(1)), I32F32{});
    EXPECT_EQ(part(4'889'444).bits(), Int128{4'294'967'720}); // 2.3283066664e-10
    EXPECT_EQ(I32F32::from(part(4'889'444)).bits(), 1);
    EXPECT_EQ(part(10'500'000'000'000'000).bits(), Int128{1} << 63);
    EXPECT_EQ(I32F32::from(part(10'500'000'000'000'000)).bits(), std::int64_t{1} << 31);
    EXPECT_EQ(part(21'000'000'000'000'000), I64F64::fromInt(1));
    EXPECT_EQ(I32F32::from(part(21'000'000'000'000'000)), I32F32::fromInt(1));
}

} // namespace
} // namespace taodeck::subtensor
