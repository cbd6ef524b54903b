#include "core/engine/generate/answer_text.h"
#include "core/engine/generate/sampler.h"
#include "core/engine/receipt/receipt.h"

#include <algorithm>
#include <cmath>

namespace taodeck::engine {
namespace {

constexpr std::size_t kLogitBytes = 32U << 20; ///< Of one chunk of the prefill.

Verdict refuse(Refusal refusal, std::size_t at, std::string reason) {
    return {refusal, static_cast<std::uint32_t>(at), 0, 0, std::move(reason), {}};
}

bool same(const SamplingParams& a, const SamplingParams& b) {
    return a.temperature == b.temperature && a.topK == b.topK && a.topP == b.topP && a.minP == b.minP &&
           a.repeatPenalty == b.repeatPenalty && a.seed == b.seed;
}

class Verification {
public:
    Verification(Decoder& decoder, std::uint32_t slot, const Receipt& receipt, const Expected& expected)
        : m_decoder{decoder}, m_model{decoder.model()}, m_slot{slot}, m_receipt{receipt},
          m_expected{expected}, m_bounds{expected.bounds ? *expected.bounds : bounds(mostWeights(m_model))},
          m_sampler{expected.sampling}, m_all{receipt.prompt} {
        m_all.insert(m_all.end(), receipt.tokens.begin(), receipt.tokens.end());
    }

    Result<Verdict> run(const std::array<std::uint8_t, 32>& ownHash, const std::stop_token& stop) {
        if (auto verdict = checkClaims(ownHash)) return *std::move(verdict);
        if (auto verdict = checkEnd()) return *std::move(verdict);
        if (m_all.size() > m_decoder.options().cache.context)
            return fail(Errc::OutOfRange, "the answer does not fit the verifier's context of " +
                                              std::to_string(m_decoder.options().cache.context) + " tokens");
        return prefill(stop);
    }

private:
    std::optional<Verdict> checkClaims(const std::array<std::uint8_t, 32>& ownHash) const;
    std::optional<Verdict> checkEnd();
    Result<Verdict> prefill(const std::stop_token& stop);
    std::optional<Verdict> checkLogits(std::size_t index, std::span<const float> logits);
    std::optional<Verdict> checkToken(std::size_t index, std::span<const float> logits);
    bool endCouldCome(std::span<const TokenId> before, std::size_t index, std::span<const float> logits);
    bool wanted(std::size_t position) const {
        // The logits behind the last token justify an end of text; nothing else needs them.
        return position + 1 >= m_receipt.prompt.size() &&
               (position + 1 < m_all.size() || m_receipt.finish == FinishReason::EndOfText);
    }

    Decoder& m_decoder;
    const Model& m_model;
    const std::uint32_t m_slot;
    const Receipt& m_receipt;
    const Expected& m_expected;
    const Bounds m_bounds;
    Sampler m_sampler;
    std::vector<TokenId> m_all; ///< Prompt and answer.
    float m_worst{0};
    double m_sum{0};
    std::size_t m_ties{0}; ///< Tokens that only the bound on ties lets pass.
    std::string m_text;
};

/// What needs no model.
std::optional<Verdict> Verification::checkClaims(const std::array<std::uint8_t, 32>& ownHash) const {
    const std::size_t n = m_receipt.tokens.size();
    if (m_receipt.modelHash != ownHash) return refuse(Refusal::OtherModel, 0, "the answer is of another model file");
    if (m_receipt.challenge != m_expected.challenge)
        return refuse(Refusal::OtherChallenge, 0, "the receipt belongs to another request");
    if (m_receipt.prompt != m_expected.prompt || m_receipt.prompt.empty())
        return refuse(Refusal::OtherPrompt, 0, "the answer is to another prompt");
    if (!same(m_receipt.sampling, m_expected.sampling) || m_receipt.maxTokens != m_expected.maxTokens)
        return refuse(Refusal::OtherSampling, 0, "the answer was made with other parameters");
    if (n > m_expected.maxTokens) return refuse(Refusal::TooLong, n, "more tokens than asked for");
    for (std::size_t i = 0; i < m_all.size(); ++i)
        if (m_all[i] < 0 || static_cast<std::uint32_t>(m_all[i]) >= m_model.config().vocab)
            return refuse(Refusal::WrongToken, i - std::min(i, m_receipt.prompt.size()), "a token the model lacks");
    if (m_receipt.logprobs.size() != n)
        return refuse(Refusal::WrongLogprob, std::min(n, m_receipt.logprobs.size()),
                      "not one log-probability for each token");
    return std::nullopt;
}

/// Whether the tokens end where the rule ends them, as far as the text tells.
std::optional<Verdict> Verification::checkEnd() {
    const std::size_t n = m_receipt.tokens.size();
    AnswerText text{m_expected.stop};
    for (std::size_t i = 0; i < n; ++i) {
        if (text.stopped()) return refuse(Refusal::TooLong, i, "the answer goes on after a stop string");
        if (m_model.tokenizer().isEnd(m_receipt.tokens[i]))
            return refuse(Refusal::WrongToken, i, "an end token inside the answer");
        m_text += text.push(m_model.tokenizer().piece(m_receipt.tokens[i]));
    }
    if (text.stopped() != (m_receipt.finish == FinishReason::StopString))
        return refuse(Refusal::Truncated, n, "the end is not where the stop strings put it");
    if (m_receipt.finish == FinishReason::Length && n != m_expected.maxTokens)
        return refuse(Refusal::Truncated, n, "fewer tokens than asked for, and no other end");
    if (m_receipt.finish == FinishReason::EndOfText && n == m_expected.maxTokens)
        return refuse(Refusal::Truncated, n, "as many tokens as asked for, yet said to end by itself");
    if (m_receipt.finish == FinishReason::Cancelled) return refuse(Refusal::Truncated, n, "the answer was cancelled");
    m_text += text.finish();
    return std::nullopt;
}

Result<Verdict> Verification::prefill(const std::stop_token& stop) {
    const std::size_t vocab = m_model.config().vocab;
    const std::size_t mostRows = std::max<std::size_t>(1, kLogitBytes / (vocab * sizeof(float)));
    std::vector<BatchToken> batch;
    std::vector<std::size_t> positions; // whose logits come, in order
    std::vector<float> logits;
    for (std::size_t next = 0; next < m_all.size();) {
        if (stop.stop_requested()) return fail(Errc::Cancelled, "the check was cancelled");
        batch.clear();
        positions.clear();
        while (next < m_all.size() && batch.size() < m_decoder.options().batch && positions.size() < mostRows) {
            if (wanted(next)) positions.push_back(next);
            batch.push_back({m_all[next], static_cast<std::uint32_t>(next), m_slot, wanted(next)});
            ++next;
        }
        logits.resize(std::max(logits.size(), positions.size() * vocab));
        TD_CHECK(m_decoder.forward(batch, logits));
        for (std::size_t i = 0; i < positions.size(); ++i)
            if (auto verdict =
                    checkLogits(positions[i] + 1 - m_receipt.prompt.size(), {logits.data() + i * vocab, vocab})) {
                verdict->worstLogprob = m_worst;
                return *std::move(verdict);
            }
    }
    Verdict verdict;
    verdict.worstLogprob = m_worst;
    if (!m_receipt.tokens.empty())
        verdict.meanLogprob = static_cast<float>(m_sum / static_cast<double>(m_receipt.tokens.size()));
    if (verdict.meanLogprob > m_bounds.logprobMean) {
        verdict.refusal = Refusal::WrongLogprob;
        verdict.reason = "the log-probabilities differ by more than the bound in the mean";
        return verdict;
    }
    verdict.text = std::move(m_text);
    return verdict;
}

/// The logits from which token `index` of the answer was picked, or its end.
std::optional<Verdict> Verification::checkLogits(std::size_t index, std::span<const float> logits) {
    if (index < m_receipt.tokens.size()) return checkToken(index, logits);
    if (endCouldCome(m_all, index, logits)) return std::nullopt;
    return refuse(Refusal::Truncated, index, "the model goes on where the answer ends");
}

std::optional<Verdict> Verification::checkToken(std::size_t index, std::span<const float> logits) {
    const TokenId token = m_receipt.tokens[index];
    const std::span<const TokenId> before{m_all.data(), m_receipt.prompt.size() + index};
    if (!m_sampler.couldPick(logits, before, index, token, m_bounds.tie))
        return refuse(Refusal::WrongToken, index, "the sampling rule picks another token");
    if (m_sampler.pick(logits, before, index) != token && ++m_ties > allowedTies(m_receipt.tokens.size()))
        return refuse(Refusal::WrongToken, index, "too many tokens are not the sampling rule's first choice");
    const float difference = std::abs(LogSoftmax{logits}(token)-m_receipt.logprobs[index]);
    if (!(difference <= m_bounds.logprobPerToken)) // also true for what is no number
        return refuse(Refusal::WrongLogprob, index, "the log-probability differs by " + std::to_string(difference));
    m_worst = std::max(m_worst, difference);
    m_sum += static_cast<double>(difference);
    return std::nullopt;
}

bool Verification::endCouldCome(std::span<const TokenId> before, std::size_t index, std::span<const float> logits) {
    const Tokenizer& tokenizer = m_model.tokenizer();
    for (std::size_t id = 0; id < tokenizer.size(); ++id)
        if (tokenizer.isEnd(static_cast<TokenId>(id)) &&
            m_sampler.couldPick(logits, before, index, static_cast<TokenId>(id), m_bounds.tie))
            return true;
    return false;
}

} // namespace

Result<Verdict> verifyReceipt(Decoder& decoder, std::uint32_t slot, const Receipt& receipt, const Expected& expected,
                              std::stop_token stop) {
    TD_CHECK(checkSampling(expected.sampling));
    if (slot >= decoder.options().cache.sequences) return fail(Errc::OutOfRange, "no such cache slot");
    TD_TRY(const auto ownHash, decoder.model().file().contentHash(stop));
    return Verification{decoder, slot, receipt, expected}.run(ownHash, stop);
}

} // namespace taodeck::engine
