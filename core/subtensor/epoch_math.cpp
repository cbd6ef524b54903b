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

FixedVector dense(const SparseRow& row, std::size_t columns) {
    FixedVector out(columns);
    for (const Cell& c : row)
        if (c.column < columns) out[c.column] = c.value;
    return out;
}

SparseRow positive(const FixedVector& row) {
    SparseRow out;
    for (std::size_t j = 0; j < row.size(); ++j)
        if (row[j] > I32F32{}) out.push_back({static_cast<std::uint16_t>(j), row[j]});
    return out;
}

void divideColumns(SparseMatrix& m, const FixedVector& by) {
    for (auto& row : m)
        for (Cell& c : row)
            if (const auto divisor = at(by, c.column); !divisor.isZero()) c.value = c.value.safeDiv(divisor);
}

/// Quickselect over stake: narrows the holders until the pivot's score splits them at `minority`.
I32F32 medianOf(const FixedVector& stake, const FixedVector& score, I32F32 minority, I32F32 total) {
    std::vector<std::size_t> part(stake.size());
    std::iota(part.begin(), part.end(), std::size_t{0});
    I32F32 low, high = total;
    for (std::size_t round = 0; round <= stake.size() + 1; ++round) {
        if (part.empty()) return {};
        if (part.size() == 1) return score[part[0]];
        const I32F32 pivot = score[part[part.size() / 2]];
        std::vector<std::size_t> below, above;
        I32F32 belowStake, aboveStake;
        for (const auto i : part) {
            if (score[i] < pivot) {
                below.push_back(i);
                belowStake = belowStake.saturatingAdd(stake[i]);
            } else if (score[i] > pivot) {
                above.push_back(i);
                aboveStake = aboveStake.saturatingAdd(stake[i]);
            }
        }
        if (minority < low.saturatingAdd(belowStake) && !below.empty()) {
            high = low.saturatingAdd(belowStake);
            part = std::move(below);
        } else if (high.saturatingSub(aboveStake) <= minority && !above.empty()) {
            low = high.saturatingSub(aboveStake);
            part = std::move(above);
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
    std::vector<FixedVector> byColumn(columns);
    for (std::size_t i = 0; i < stake.size() && i < scores.size(); ++i) {
        if (stake[i] <= I32F32{}) continue;
        holders.push_back(stake[i]);
        const FixedVector row = dense(scores[i], columns);
        for (std::size_t j = 0; j < columns; ++j)
            byColumn[j].push_back(row[j]);
    }
    normalize(holders);
    const I32F32 total = sum(holders);
    FixedVector out;
    for (const auto& score : byColumn)
        out.push_back(medianOf(holders, score, total.saturatingSub(majority), total));
    return out;
}

SparseMatrix clipColumns(const SparseMatrix& m, const FixedVector& limits) {
    SparseMatrix out(m.size());
    for (std::size_t i = 0; i < m.size(); ++i)
        for (Cell c : m[i]) {
            const I32F32 limit = at(limits, c.column);
            if (limit < c.value) {
                if (limit <= I32F32{}) continue;
                c.value = limit;
            }
            out[i].push_back(c);
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
    for (std::size_t i = 0; i < a.size(); ++i) {
        FixedVector row = dense(a[i], columns);
        const FixedVector other = dense(b[i], columns);
        for (std::size_t j = 0; j < columns; ++j)
            row[j] = row[j].saturatingAdd(ratio.saturatingMul(other[j].saturatingSub(row[j])));
        out[i] = positive(row);
    }
    return out;
}

SparseMatrix movingAverage(const SparseMatrix& fresh, const SparseMatrix& old, I32F32 alpha) {
    const I32F32 keep = I32F32::fromInt(1).saturatingSub(alpha);
    SparseMatrix out;
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        FixedVector row(fresh.size());
        for (const Cell& c : fresh[i])
            addTo(row, c.column, alpha.saturatingMul(c.value));
        if (i < old.size())
            for (const Cell& c : old[i])
                addTo(row, c.column, keep.saturatingMul(c.value));
        out.push_back(positive(row));
    }
    return out;
}

SparseMatrix movingAverage(const SparseMatrix& fresh, const SparseMatrix& old, const std::vector<FixedVector>& alphas) {
    if (fresh.size() != old.size() || fresh.size() != alphas.size()) return fresh;
    const I32F32 one = I32F32::fromInt(1);
    SparseMatrix out(fresh.size());
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        FixedVector decayed(alphas[i].size());
        for (const Cell& c : old[i])
            if (c.column < decayed.size())
                decayed[c.column] = one.saturatingSub(alphas[i][c.column]).saturatingMul(c.value);
        for (const Cell& c : fresh[i]) {
            if (c.column >= decayed.size()) continue;
            const I32F32 gain = std::max(alphas[i][c.column].saturatingMul(c.value), I32F32{});
            const I32F32 value = std::min(decayed[c.column].saturatingAdd(gain), one);
            if (value > I32F32{}) out[i].push_back({c.column, value});
        }
    }
    return out;
}

} // namespace taodeck::subtensor
