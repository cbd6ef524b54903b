#pragma once
/// Which token comes next. The rule is a function of logits, parameters, the tokens before and the token's number
/// alone, so that equal seeds give equal tokens on every platform, whatever else runs, and a verifier can repeat it.
/// Order: repeat penalty, top-k, top-p, min-p, temperature, draw. The draw adds noise of the Gumbel distribution to
/// each logit and takes the highest, which draws from the softmax; the noise is a hash of seed, number and token. So
/// two machines whose logits differ a little disagree only where two sums are close, as in greedy sampling.

#include "core/engine/generate/backend.h"

#include <span>
#include <vector>

namespace taodeck::engine {

inline constexpr std::size_t kRepeatWindow = 64;

/// Errors: OutOfRange, naming the field.
Result<> checkSampling(const SamplingParams& params);

/// A number in (0, 1) for one candidate of token `number` of the answer; a hash, no state.
double drawNumber(std::uint64_t seed, std::uint64_t number, TokenId candidate);

/// Not thread safe: keeps its work memory.
class Sampler {
public:
    explicit Sampler(const SamplingParams& params) : m_params{params} {}

    /// @param before prompt and answer so far; the last kRepeatWindow count. @param number of the token in the answer.
    /// Equal logits: the lowest id. Logits that are no numbers never win.
    TokenId pick(std::span<const float> logits, std::span<const TokenId> before, std::uint64_t number);

    /// Whether pick() could give `token` if any two logits were up to `tie` closer or farther apart than they are.
    bool couldPick(std::span<const float> logits, std::span<const TokenId> before, std::uint64_t number, TokenId token,
                   float tie);

private:
    struct Candidate {
        TokenId id;
        float logit;
        double weight; ///< exp(logit - highest); only where top-p asks.
        bool sure;     ///< In couldPick(): a member of the set whatever the differences.
    };
    void penalise(std::span<const float> logits, std::span<const TokenId> before);
    bool gather(); ///< False when there is nothing to weigh: the highest logit is endless.
    void sortByLogit();
    void cut();
    void widen(double tie);
    void widenTopK(double tie);
    void widenTopP(double tie);
    double leastLogit() const;
    double tempered(const Candidate& c) const; ///< Below the highest, over the temperature.

    SamplingParams m_params;
    std::vector<float> m_logits; ///< With the penalty.
    TokenId m_best{0};           ///< Of m_logits.
    std::vector<Candidate> m_candidates;
};

/// Natural logarithm of the softmax, in double precision.
class LogSoftmax {
public:
    explicit LogSoftmax(std::span<const float> logits);
    float operator()(TokenId id) const;
    /// The `count` highest ids, by falling logit.
    std::vector<TokenId> top(std::size_t count) const;

private:
    std::span<const float> m_logits;
    double m_offset{0}; ///< log of the sum of exponentials.
};

} // namespace taodeck::engine
