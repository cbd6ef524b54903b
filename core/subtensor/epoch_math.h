#pragma once
/// Vectors and sparse matrices of the epoch: rows by validator, entries (column, value) in the order they were stored.
/// Pure; columns outside a vector count as zero. Each function costs what the matrix holds, not rows times columns.
/// Rounding is that of I32F32 (fixed.h), sums saturate. Upstream: opentensor/subtensor
/// pallets/subtensor/src/epoch/math.rs at spec 425.

#include "core/subtensor/fixed.h"

#include <vector>

namespace taodeck::subtensor {

struct Cell {
    std::uint16_t column{0};
    I32F32 value;
    friend bool operator==(const Cell&, const Cell&) = default;
};
using SparseRow = std::vector<Cell>;
using SparseMatrix = std::vector<SparseRow>;
using FixedVector = std::vector<I32F32>;

I32F32 sum(const FixedVector& v);

/// v / 65535, and the other way: the floored parts of 65535, between 0 and 65535.
I32F32 fromParts(std::uint16_t v);
std::uint16_t toParts(I32F32 v);
/// e^x with x held between -20 and 20.
I32F32 safeExp(I32F32 x);
/// 1 / (1 + e^(slope * (x - middle))): falls when `slope` is above zero, rises below.
I32F32 sigmoid(I32F32 x, I32F32 slope, I32F32 middle);

/// Divides by the sum; leaves a vector whose sum is zero. Quotients are cut, so the new sum can be a little below 1.
void normalize(FixedVector& v);
void normalizeBy(FixedVector& v, I32F32 sum);
void normalizeRows(SparseMatrix& m);
void normalizeColumns(SparseMatrix& m, std::size_t columns);
/// Divides each column by its largest entry.
void upscaleColumns(SparseMatrix& m, std::size_t columns);
/// Non-zero entries that are among the `k` largest; among equals the later wins.
std::vector<bool> topNonZero(const FixedVector& v, std::size_t k);

/// Keeps the entries for which `keep(row, column)` is true.
template <class Keep>
SparseMatrix filtered(const SparseMatrix& m, Keep keep) {
    SparseMatrix out(m.size());
    for (std::size_t i = 0; i < m.size(); ++i) {
        out[i].reserve(m[i].size());
        for (const Cell& c : m[i])
            if (keep(i, c.column)) out[i].push_back(c);
    }
    return out;
}

/// Per column the value that holders of at least `majority` of the stake give or exceed.
FixedVector weightedMedian(const FixedVector& stake, const SparseMatrix& scores, std::size_t columns, I32F32 majority);
/// min(entry, limit of its column); entries with a limit of zero vanish when it binds.
SparseMatrix clipColumns(const SparseMatrix& m, const FixedVector& limits);
FixedVector rowSums(const SparseMatrix& m);
SparseMatrix scaleRows(const SparseMatrix& m, const FixedVector& by);
/// out[j] = sum over rows of by[i] * m[i][j], and its counterpart out[i] = sum over columns of m[i][j] * by[j].
FixedVector columnSumsWeighted(const SparseMatrix& m, const FixedVector& by, std::size_t columns);
FixedVector rowSumsWeighted(const SparseMatrix& m, const FixedVector& by);
/// a + ratio * (b - a), positive entries; at ratio 0 and 1 one of the two, as it is.
SparseMatrix interpolate(const SparseMatrix& a, const SparseMatrix& b, std::size_t columns, I32F32 ratio);
/// alpha * fresh + (1 - alpha) * old, positive entries.
SparseMatrix movingAverage(const SparseMatrix& fresh, const SparseMatrix& old, I32F32 alpha);
/// The same with an alpha for each entry of `fresh`, in its order; only its columns survive, values are at most 1.
SparseMatrix movingAverage(const SparseMatrix& fresh, const SparseMatrix& old, const std::vector<FixedVector>& alphas);

} // namespace taodeck::subtensor
