#include "core/subtensor/epoch.h"

#include <algorithm>

namespace taodeck::subtensor {
namespace {

constexpr std::uint64_t kMillion = 1'000'000;

I32F32 one() {
    return I32F32::fromInt(1);
}
std::vector<std::uint16_t> partsOf(const FixedVector& v) {
    std::vector<std::uint16_t> out;
    for (const auto x : v)
        out.push_back(toParts(x));
    return out;
}
bool isZero(const FixedVector& v) {
    return sum(v).isZero();
}

/// Share of each in the stake weight of the subnet; below the threshold nobody counts but the owner.
FixedVector normalizedStake(const EpochInput& in) {
    std::vector<I64F64> stake = in.stakeWeight;
    I64F64 total;
    for (std::size_t i = 0; i < stake.size(); ++i) {
        if (stake[i].toU64() < in.stakeThreshold && in.ownerUid != i) stake[i] = {};
        total = total.saturatingAdd(stake[i]);
    }
    FixedVector out;
    for (const auto s : stake)
        out.push_back(I32F32::from(total.isZero() ? s : s.safeDiv(total)));
    return out;
}

SparseMatrix toMatrix(const std::vector<StoredRow>& rows, std::size_t n, bool dropUnknown) {
    SparseMatrix out(n);
    for (std::size_t i = 0; i < n && i < rows.size(); ++i) {
        out[i].reserve(rows[i].size());
        for (const auto& [uid, value] : rows[i])
            if (!dropUnknown || uid < n) out[i].push_back({uid, I32F32::fromInt(value)});
    }
    return out;
}

/// The alpha of one weight: what is the same for all of them is worked out once.
class LiquidAlpha {
public:
    explicit LiquidAlpha(const EpochInput& in)
        : m_slope{I32F32::fromSigned(in.alphaSteepness).safeDiv(I32F32::fromSigned(-100))},
          m_low{fromParts(in.alphaLow)}, m_high{fromParts(in.alphaHigh)}, m_atZero{curve({})} {}

    I32F32 of(I32F32 consensus, I32F32 weight, I32F32 bond) const {
        const I32F32 buy = clamp(weight.saturatingSub(consensus), {}, one());
        const I32F32 sell = clamp(bond.saturatingSub(weight), {}, one());
        const I32F32 difference = weight >= bond ? buy : sell;
        return difference.isZero() ? m_atZero : curve(difference); // half of the weights do not differ
    }

private:
    static I32F32 clamp(I32F32 v, I32F32 low, I32F32 high) { return std::max(std::min(v, high), low); }
    I32F32 curve(I32F32 difference) const {
        const I32F32 half = I32F32::fromBits(std::int64_t{1} << 31);
        const I32F32 part = sigmoid(difference, m_slope, half);
        return clamp(m_low.saturatingAdd(part.saturatingMul(m_high.saturatingSub(m_low))), m_low, m_high);
    }

    I32F32 m_slope, m_low, m_high, m_atZero;
};

class Epoch {
public:
    explicit Epoch(const EpochInput& in) : m_in{in}, m_n{in.stakeWeight.size()} {}

    EpochOutput run() {
        rankStake();
        readWeights();
        const FixedVector consensus = weightedMedian(m_activeStake, m_weights, m_n, fromParts(m_in.kappa));
        const SparseMatrix clipped = clipColumns(m_weights, consensus);
        m_incentive = columnSumsWeighted(clipped, m_activeStake, m_n);
        normalize(m_incentive);
        const SparseMatrix forBonds = interpolate(m_weights, clipped, m_n, fromParts(m_in.bondsPenalty));
        m_in.yuma3 ? bondsOfYuma3(forBonds, consensus) : bondsOfYuma2(forBonds);

        EpochOutput out = emissions();
        out.active = m_active;
        out.permits = m_newPermits;
        out.stakeWeight = partsOf(m_stake);
        out.consensus = partsOf(consensus);
        out.incentive = partsOf(m_incentive);
        out.dividends = partsOf(m_dividends);
        out.validatorTrust = partsOf(rowSums(clipped));
        out.bonds = storedBonds();
        return out;
    }

private:
    void rankStake() {
        for (std::size_t i = 0; i < m_n; ++i) {
            const std::uint64_t until = value(m_in.lastUpdate, i) > UINT64_MAX - m_in.activityCutoff
                                            ? UINT64_MAX
                                            : value(m_in.lastUpdate, i) + m_in.activityCutoff;
            m_active.push_back(until >= m_in.now);
        }
        m_permits = m_in.permits;
        m_permits.resize(m_n);
        m_stake = normalizedStake(m_in);
        m_newPermits = topNonZero(m_stake, m_in.maxValidators);
        if (m_in.ownerUid && *m_in.ownerUid < m_n) m_permits[*m_in.ownerUid] = m_newPermits[*m_in.ownerUid] = true;
        m_activeStake = m_stake;
        for (std::size_t i = 0; i < m_n; ++i)
            if (!m_active[i] || !m_permits[i]) m_activeStake[i] = {};
        normalize(m_activeStake);
    }

    /// Only what permitted validators say of others, after those others registered.
    void readWeights() {
        const bool committed = !m_in.commitBlocks.empty();
        m_weights = filtered(toMatrix(m_in.weights, m_n, true), [&](std::size_t i, std::uint16_t j) {
            if (!m_permits[i]) return false;
            if (i == j && m_in.ownerUid != i) return false;
            if (value(m_in.lastUpdate, i) <= value(m_in.registeredAt, j)) return false;
            return !committed || value(m_in.commitBlocks, i) >= value(m_in.registeredAt, j);
        });
        normalizeRows(m_weights);
    }

    /// Bonds towards neurons that registered since the last epoch are void.
    SparseMatrix keptBonds(const SparseMatrix& bonds) const {
        const std::uint64_t last = m_in.lastStepBlock != 0 ? m_in.lastStepBlock + 1
                                   : m_in.now > m_in.tempo ? m_in.now - m_in.tempo
                                                           : 0;
        return filtered(bonds, [&](std::size_t, std::uint16_t j) { return last > value(m_in.registeredAt, j); });
    }
    I32F32 bondsAlpha() const {
        const I64F64 average = I64F64::fromInt(m_in.bondsMovingAverage).safeDiv(I64F64::fromInt(kMillion));
        return one().saturatingSub(I32F32::from(average));
    }

    void bondsOfYuma3(const SparseMatrix& weights, const FixedVector& consensus) {
        SparseMatrix old = toMatrix(m_in.bonds, m_n, false);
        for (auto& row : old)
            for (Cell& c : row)
                c.value = c.value.safeDiv(I32F32::fromInt(UINT16_MAX));
        old = keptBonds(old);
        const bool agreed = std::any_of(consensus.begin(), consensus.end(), [](auto c) { return !c.isZero(); });
        m_bonds = m_in.liquidAlpha && agreed ? movingAverage(weights, old, liquidAlphas(weights, old, consensus))
                                             : movingAverage(weights, old, bondsAlpha());
        SparseMatrix shares = m_bonds;
        normalizeColumns(shares, m_n);
        m_dividends = rowSumsWeighted(shares, m_incentive);
        for (std::size_t i = 0; i < m_n; ++i)
            m_dividends[i] = m_dividends[i].saturatingMul(m_activeStake[i]);
        normalize(m_dividends);
    }

    void bondsOfYuma2(const SparseMatrix& weights) {
        SparseMatrix old = keptBonds(toMatrix(m_in.bonds, m_n, false));
        normalizeColumns(old, m_n);
        SparseMatrix delta = scaleRows(weights, m_activeStake);
        normalizeColumns(delta, m_n);
        m_bonds = movingAverage(delta, old, bondsAlpha());
        normalizeColumns(m_bonds, m_n);
        m_dividends = rowSumsWeighted(m_bonds, m_incentive);
        normalize(m_dividends);
        upscaleColumns(m_bonds, m_n);
    }

    /// An alpha for each weight: high where the validator moves away from the consensus.
    std::vector<FixedVector> liquidAlphas(const SparseMatrix& weights, const SparseMatrix& bonds,
                                          const FixedVector& consensus) const {
        std::vector<FixedVector> out(m_n);
        FixedVector byColumn(m_n);
        const LiquidAlpha alphas{m_in};
        for (std::size_t i = 0; i < m_n; ++i) {
            std::vector<std::uint16_t> columns;
            columns.reserve(weights[i].size());
            for (const Cell& c : weights[i])
                columns.push_back(c.column);
            if (!std::is_sorted(columns.begin(), columns.end())) std::sort(columns.begin(), columns.end());
            // Both rows are walked forward once: an entry out of order is not found again, as on the chain.
            auto w = weights[i].begin();
            auto b = bonds[i].begin();
            const auto take = [](auto& it, auto end, std::size_t j) {
                while (it != end && it->column < j)
                    ++it;
                return it != end && it->column == j ? it->value : I32F32{};
            };
            for (const auto j : columns)
                byColumn[j] = alphas.of(consensus[j], take(w, weights[i].end(), j), take(b, bonds[i].end(), j));
            out[i].reserve(weights[i].size());
            for (const Cell& c : weights[i])
                out[i].push_back(byColumn[c.column]);
        }
        return out;
    }
    EpochOutput emissions() const {
        FixedVector server = m_incentive, validator = m_dividends, combined = m_incentive;
        for (std::size_t i = 0; i < m_n; ++i)
            combined[i] = combined[i].saturatingAdd(m_dividends[i]);
        const I32F32 total = sum(combined);
        normalizeBy(server, total);
        normalizeBy(validator, total);
        normalizeBy(combined, total);
        if (total.isZero()) // nobody set usable weights: stake alone decides
            validator = combined = isZero(m_activeStake) ? m_stake : m_activeStake;
        EpochOutput out;
        out.serverEmission = amounts(server);
        out.validatorEmission = amounts(validator);
        out.emission = amounts(combined);
        return out;
    }
    std::vector<std::uint64_t> amounts(const FixedVector& parts) const {
        std::vector<std::uint64_t> out;
        for (const auto p : parts)
            out.push_back(I96F32::from(p).saturatingMul(I96F32::fromInt(m_in.emission)).toU64());
        return out;
    }

    std::vector<StoredRow> storedBonds() const {
        std::vector<StoredRow> out(m_n);
        for (std::size_t i = 0; i < m_n; ++i) {
            if (!m_newPermits[i]) continue;
            out[i].reserve(m_bonds[i].size());
            for (const Cell& c : m_bonds[i])
                out[i].emplace_back(c.column, toParts(c.value));
        }
        return out;
    }

    static std::uint64_t value(const std::vector<std::uint64_t>& v, std::size_t i) { return i < v.size() ? v[i] : 0; }

    const EpochInput& m_in;
    std::size_t m_n;
    std::vector<bool> m_active, m_permits, m_newPermits;
    FixedVector m_stake, m_activeStake, m_incentive, m_dividends;
    SparseMatrix m_weights, m_bonds;
};

} // namespace

EpochOutput runEpoch(const EpochInput& in) {
    return Epoch{in}.run();
}

} // namespace taodeck::subtensor
