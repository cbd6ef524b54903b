#include "core/subtensor/epoch_math.h"

#include <algorithm>
#include <numeric>

namespace taodeck::subtensor {
namespace {

I32F32 at(const FixedVector& v, std::size_t i) {
    return i < v.size() ? v[i] : I32F32{};
}

void addTo(FixedVector& v, std::size_t i, I32F32 by) {
    if (i < v.size()) v[i] = v[i].saturatingAdd(by);
}

/// One row by column; only the columns that were touched are read back or cleared, so a row costs what it holds.
class SumRow {
public:
    explicit SumRow(std::size_t columns) : m_values(columns), m_touched(columns) {}

    bool has(std::uint16_t column) const { return column < m_values.size(); }
    I32F32 at(std::uint16_t column) const { return m_values[column]; }
    I32F32& operator[](std::uint16_t column) {
        if (!m_touched[column]) {
            m_touched[column] = true;
            m_columns.push_back(column);
        }
        return m_values[column];
    }
    template <class Change>
    void forEach(Change change) {
        for (const auto j : m_columns)
            change(j, m_values[j]);
    }
    /// The positive entries by column; the row is empty afterwards.
    SparseRow takePositive() {
        if (!std::is_sorted(m_columns.begin(), m_columns.end())) std::sort(m_columns.begin(), m_columns.end());
        SparseRow out;
        out.reserve(m_columns.size());
        for (const auto j : m_columns)
            if (m_values[j] > I32F32{}) out.push_back({j, m_values[j]});
        clear();
        return out;
    }
    void clear() {
        for (const auto j : m_columns) {
            m_values[j] = {};
            m_touched[j] = false;
        }
        m_columns.clear();
    }

private:
    FixedVector m_values;
    std::vector<char> m_touched;
    std::vector<std::uint16_t> m_columns;
};

void divideColumns(SparseMatrix& m, const FixedVector& by) {
    for (auto& row : m)
        for (Cell& c : row)
            if (const auto divisor = at(by, c.column); !divisor.isZero()) c.value = c.value.safeDiv(divisor);
}

struct Vote {
    std::uint16_t holder{0};
    I32F32 score, stake;
};

/// Quickselect over stake: the least score that, with all lower ones, has more than `minority` of the stake; else the
/// highest. Stakes add up exactly, so the order of the votes does not matter.
I32F32 medianOf(std::vector<Vote>& votes, I32F32 minority) {
    auto begin = votes.begin(), end = votes.end();
    I32F32 low; // stake of all votes before `begin`
    while (begin != end) {
        const I32F32 pivot = (begin + (end - begin) / 2)->score;
        const auto equal = std::partition(begin, end, [pivot](const Vote& v) { return v.score < pivot; });
        const auto above = std::partition(equal, end, [pivot](const Vote& v) { return v.score == pivot; });
        const auto stakeOf = [](auto from, auto to) {
            I32F32 out;
            for (; from != to; ++from)
                out = out.saturatingAdd(from->stake);
            return out;
        };
        const I32F32 upToBelow = low.saturatingAdd(stakeOf(begin, equal));
        const I32F32 upToEqual = upToBelow.saturatingAdd(stakeOf(equal, above));
        if (minority < upToBelow && begin != equal) {
            end = equal;
        } else if (upToEqual <= minority && above != end) {
            low = upToEqual;
            begin = above;
        } else {
            return pivot;
        }
    }
    return {};
}

} // namespace

I32F32 sum(const FixedVector& v) {
    I32F32 out;
    for (const auto x : v)
        out = out.saturatingAdd(x);
    return out;
}

I32F32 fromParts(std::uint16_t v) {
    return I32F32::fromInt(v).safeDiv(I32F32::fromInt(UINT16_MAX));
}

std::uint16_t toParts(I32F32 v) {
    const std::uint64_t parts = v.saturatingMul(I32F32::fromInt(UINT16_MAX)).toU64();
    return static_cast<std::uint16_t>(std::min<std::uint64_t>(parts, UINT16_MAX));
}

I32F32 safeExp(I32F32 x) {
    const I32F32 clamped = std::max(std::min(x, I32F32::fromInt(20)), I32F32::fromSigned(-20));
    return exp(clamped).value_or(clamped <= I32F32{} ? I32F32{} : I32F32::max());
}

I32F32 sigmoid(I32F32 x, I32F32 slope, I32F32 middle) {
    const I32F32 one = I32F32::fromInt(1);
    return one.safeDiv(one.saturatingAdd(safeExp(slope.saturatingMul(x.saturatingSub(middle)))));
}

void normalizeBy(FixedVector& v, I32F32 total) {
    if (total.isZero()) return;
    for (auto& x : v)
        x = x.safeDiv(total);
}

void normalize(FixedVector& v) {
    normalizeBy(v, sum(v));
}

void normalizeRows(SparseMatrix& m) {
    for (auto& row : m) {
        I32F32 total;
        for (const Cell& c : row)
            total = total.saturatingAdd(c.value);
        if (total <= I32F32{}) continue;
        for (Cell& c : row)
            c.value = c.value.safeDiv(total);
    }
}

void normalizeColumns(SparseMatrix& m, std::size_t columns) {
    FixedVector totals(columns);
    for (const auto& row : m)
        for (const Cell& c : row)
            addTo(totals, c.column, c.value);
    divideColumns(m, totals);
}

void upscaleColumns(SparseMatrix& m, std::size_t columns) {
    FixedVector largest(columns);
    for (const auto& row : m)
        for (const Cell& c : row)
            if (c.column < columns) largest[c.column] = std::max(largest[c.column], c.value);
    divideColumns(m, largest);
}

std::vector<bool> topNonZero(const FixedVector& v, std::size_t k) {
    std::vector<bool> out(v.size());
    for (std::size_t i = 0; i < v.size(); ++i)
        out[i] = !v[i].isZero();
    if (v.size() < k) return out;
    std::vector<std::size_t> order(v.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&v](auto a, auto b) { return v[a] < v[b]; });
    for (std::size_t i = 0; i < v.size() - k; ++i)
        out[order[i]] = false;
    return out;
}

FixedVector weightedMedian(const FixedVector& stake, const SparseMatrix& scores, std::size_t columns, I32F32 majority) {
    FixedVector holders;
    std::vector<const SparseRow*> rows;
    for (std::size_t i = 0; i < stake.size() && i < scores.size(); ++i) {
        if (stake[i] <= I32F32{}) continue;
        holders.push_back(stake[i]);
        rows.push_back(&scores[i]);
    }
    normalize(holders);
    const I32F32 total = sum(holders);

    std::vector<std::vector<Vote>> byColumn(columns);
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (const Cell& c : *rows[i]) {
            if (c.column >= columns) continue;
            auto& votes = byColumn[c.column];
            const auto holder = static_cast<std::uint16_t>(i);
            if (!votes.empty() && votes.back().holder == holder) {
                votes.back().score = c.value; // named twice: the later counts
            } else {
                votes.push_back({holder, c.value, holders[i]});
            }
        }
    FixedVector out;
    out.reserve(columns);
    for (auto& votes : byColumn) {
        I32F32 given;
        for (const Vote& vote : votes)
            given = given.saturatingAdd(vote.stake);
        // All who say nothing of a column say zero, as one vote.
        if (votes.size() < holders.size()) votes.push_back({0, {}, total.saturatingSub(given)});
        out.push_back(medianOf(votes, total.saturatingSub(majority)));
    }
    return out;
}

SparseMatrix clipColumns(const SparseMatrix& m, const FixedVector& limits) {
    SparseMatrix out(m.size());
    for (std::size_t i = 0; i < m.size(); ++i) {
        out[i].reserve(m[i].size());
        for (Cell c : m[i]) {
            const I32F32 limit = at(limits, c.column);
            if (limit < c.value) {
                if (limit <= I32F32{}) continue;
                c.value = limit;
            }
            out[i].push_back(c);
        }
    }
    return out;
}

FixedVector rowSums(const SparseMatrix& m) {
    FixedVector out(m.size());
    for (std::size_t i = 0; i < m.size(); ++i)
        for (const Cell& c : m[i])
            out[i] = out[i].saturatingAdd(c.value);
    return out;
}

SparseMatrix scaleRows(const SparseMatrix& m, const FixedVector& by) {
    SparseMatrix out = m;
    for (std::size_t i = 0; i < m.size(); ++i)
        for (Cell& c : out[i])
            c.value = c.value.saturatingMul(at(by, i));
    return out;
}

FixedVector columnSumsWeighted(const SparseMatrix& m, const FixedVector& by, std::size_t columns) {
    FixedVector out(columns);
    for (std::size_t i = 0; i < m.size(); ++i)
        for (const Cell& c : m[i])
            addTo(out, c.column, at(by, i).saturatingMul(c.value));
    return out;
}

FixedVector rowSumsWeighted(const SparseMatrix& m, const FixedVector& by) {
    FixedVector out(m.size());
    for (std::size_t i = 0; i < m.size(); ++i)
        for (const Cell& c : m[i])
            out[i] = out[i].saturatingAdd(at(by, c.column).saturatingMul(c.value));
    return out;
}

SparseMatrix interpolate(const SparseMatrix& a, const SparseMatrix& b, std::size_t columns, I32F32 ratio) {
    if (ratio.isZero()) return a;
    if (ratio == I32F32::fromInt(1)) return b;
    SparseMatrix out(a.size());
    SumRow from{columns}, to{columns};
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (const Cell& c : a[i])
            if (from.has(c.column)) from[c.column] = c.value;
        for (const Cell& c : b[i]) {
            if (!to.has(c.column)) continue;
            to[c.column] = c.value;
            (void)from[c.column]; // counts as zero there
        }
        from.forEach(
            [&](std::uint16_t j, I32F32& v) { v = v.saturatingAdd(ratio.saturatingMul(to.at(j).saturatingSub(v))); });
        to.clear();
        out[i] = from.takePositive();
    }
    return out;
}

SparseMatrix movingAverage(const SparseMatrix& fresh, const SparseMatrix& old, I32F32 alpha) {
    const I32F32 keep = I32F32::fromInt(1).saturatingSub(alpha);
    SparseMatrix out(fresh.size());
    SumRow row{fresh.size()};
    const auto add = [&row](const SparseRow& cells, I32F32 part) {
        for (const Cell& c : cells)
            if (row.has(c.column)) row[c.column] = row[c.column].saturatingAdd(part.saturatingMul(c.value));
    };
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        add(fresh[i], alpha);
        if (i < old.size()) add(old[i], keep);
        out[i] = row.takePositive();
    }
    return out;
}

SparseMatrix movingAverage(const SparseMatrix& fresh, const SparseMatrix& old, const std::vector<FixedVector>& alphas) {
    if (fresh.size() != old.size() || fresh.size() != alphas.size()) return fresh;
    const I32F32 one = I32F32::fromInt(1);
    SparseMatrix out(fresh.size());
    SumRow before{fresh.size()};
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        for (const Cell& c : old[i])
            if (before.has(c.column)) before[c.column] = c.value;
        out[i].reserve(fresh[i].size());
        for (std::size_t k = 0; k < fresh[i].size(); ++k) {
            const Cell& c = fresh[i][k];
            if (!before.has(c.column)) continue;
            const I32F32 alpha = at(alphas[i], k);
            const I32F32 decayed = one.saturatingSub(alpha).saturatingMul(before.at(c.column));
            const I32F32 gain = std::max(alpha.saturatingMul(c.value), I32F32{});
            const I32F32 value = std::min(decayed.saturatingAdd(gain), one);
            if (value > I32F32{}) out[i].push_back({c.column, value});
        }
        before.clear();
    }
    return out;
}

} // namespace taodeck::subtensor
