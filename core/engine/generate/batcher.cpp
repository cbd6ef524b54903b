#include "core/engine/generate/batcher.h"

#include <algorithm>

namespace taodeck::engine {
namespace {

std::size_t commonPrefix(std::span<const TokenId> a, std::span<const TokenId> b) {
    const std::size_t n = std::min(a.size(), b.size());
    return static_cast<std::size_t>(
        std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(n), b.begin()).first - a.begin());
}

constexpr std::size_t kWorthCopying = 16; ///< Tokens of a prefix in another slot.

} // namespace

Task::Task(const CompletionRequest& r, const TokenSink& s, std::stop_token st, std::vector<TokenId> prompt)
    : request{r}, sink{s}, stop{std::move(st)}, sampler{r.sampling}, text{r.stop}, all{std::move(prompt)} {
    out.promptTokens = all;
    out.promptCount = static_cast<std::uint32_t>(all.size());
}

Batcher::Batcher(Decoder& decoder, std::uint32_t prefillChunk)
    : m_decoder{decoder}, m_prefillChunk{std::max(1U, prefillChunk)}, m_slots{decoder.options().cache.sequences} {}

void Batcher::admit(Task& task) {
    task.since = std::chrono::steady_clock::now();
    placeBehindPrefix(task);
    m_running.push_back(&task);
}

/// The free slot with the longest common prefix is continued in place; where another slot, busy or kept, has clearly
/// more, its part is copied to the free slot that was unused longest. The last prompt token is always computed: its
/// logits are needed.
void Batcher::placeBehindPrefix(Task& task) {
    const std::span<const TokenId> useful{task.all.data(), task.all.size() - 1};
    std::size_t free = m_slots.size(), best = 0, freeLength = 0, bestLength = 0;
    for (std::size_t i = 0; i < m_slots.size(); ++i) {
        const std::size_t length = commonPrefix(useful, m_slots[i].held);
        if (length > bestLength) best = i, bestLength = length;
        if (m_slots[i].task) continue;
        const bool better = free == m_slots.size() || length > freeLength ||
                            (length == freeLength && m_slots[i].used < m_slots[free].used);
        if (better) free = i, freeLength = length;
    }
    Slot& slot = m_slots[free];
    task.fed = freeLength;
    if (bestLength >= freeLength + kWorthCopying &&
        m_decoder.copySequence(static_cast<std::uint32_t>(best), static_cast<std::uint32_t>(free),
                               static_cast<std::uint32_t>(bestLength)))
        task.fed = bestLength;
    slot.held.assign(task.all.begin(), task.all.begin() + static_cast<std::ptrdiff_t>(task.fed));
    slot.task = &task;
    slot.used = ++m_clock;
    task.slot = static_cast<std::uint32_t>(free);
    task.out.reusedPrefix = static_cast<std::uint32_t>(task.fed);
}

void Batcher::cancel(Task& task) {
    task.out.finish = FinishReason::Cancelled;
    const std::string rest = task.text.finish();
    task.out.text += rest;
    if (!rest.empty() && task.sink) task.sink({std::nullopt, rest, std::nullopt, {}});
}

void Batcher::release(Task& task) {
    m_slots[task.slot].task = nullptr;
    std::erase(m_running, &task);
}

void Batcher::removeStopped(std::vector<Task*>& ended) {
    const std::vector<Task*> running = m_running;
    for (Task* task : running) {
        if (!task->stop.stop_requested()) continue;
        cancel(*task);
        release(*task);
        ended.push_back(task);
    }
}

/// Answers first, one token each; then prompts in the order of admission, up to a chunk of tokens in all.
void Batcher::fillBatch() {
    m_batch.clear();
    m_wanting.clear();
    const std::size_t most = m_decoder.options().batch;
    const auto add = [&](Task& task, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t at = task.fed + i;
            const bool last = at + 1 == task.all.size();
            m_batch.push_back({task.all[at], static_cast<std::uint32_t>(at), task.slot, last});
            if (last) m_wanting.push_back(&task);
        }
    };
    for (Task* task : m_running)
        if (task->fed + 1 == task->all.size() && m_batch.size() < most) add(*task, 1);
    std::size_t chunk = m_prefillChunk;
    for (Task* task : m_running) {
        const std::size_t left = task->all.size() - task->fed;
        if (left == 1) continue;
        const std::size_t count = std::min({left, chunk, most - m_batch.size()});
        add(*task, count);
        chunk -= count;
    }
}

std::vector<Task*> Batcher::step() {
    std::vector<Task*> ended;
    removeStopped(ended);
    if (m_running.empty()) return ended;
    fillBatch();
    const std::size_t vocab = m_decoder.model().config().vocab;
    if (m_logits.size() < m_wanting.size() * vocab) m_logits.resize(m_wanting.size() * vocab);
    if (const auto done = m_decoder.forward(m_batch, m_logits); !done) {
        // What the cache holds is unknown now: every request ends, every slot is forgotten.
        for (Task* task : m_running) {
            task->error = done.error();
            ended.push_back(task);
        }
        m_running.clear();
        for (Slot& slot : m_slots)
            slot = {};
        return ended;
    }
    for (const BatchToken& token : m_batch) {
        Slot& slot = m_slots[token.sequence];
        slot.held.push_back(token.id);
        ++slot.task->fed;
    }
    for (std::size_t i = 0; i < m_wanting.size(); ++i) {
        Task& task = *m_wanting[i];
        if (!takeLogits(task, {m_logits.data() + i * vocab, vocab})) continue;
        release(task);
        ended.push_back(&task);
    }
    removeStopped(ended);
    return ended;
}

/// The next token of one answer. @return whether it was the last.
bool Batcher::takeLogits(Task& task, std::span<const float> logits) {
    Completion& out = task.out;
    const auto now = std::chrono::steady_clock::now();
    (out.tokens.empty() ? out.prefillTime : out.decodeTime) += now - task.since;
    task.since = now;
    if (task.stop.stop_requested()) return false; // removed at the end of the step, without this token

    const Tokenizer& tokenizer = m_decoder.model().tokenizer();
    const TokenId token = task.sampler.pick(logits, task.all, out.tokens.size());
    TokenEvent event;
    bool last = true;
    if (tokenizer.isEnd(token)) {
        out.finish = FinishReason::EndOfText;
    } else {
        event.id = token;
        if (task.request.logprobs || task.request.topLogprobs > 0) {
            const LogSoftmax logprob{logits};
            event.logprob = logprob(token);
            out.logprobs.push_back(*event.logprob);
            for (const TokenId id : logprob.top(task.request.topLogprobs))
                event.alternatives.push_back({printable(tokenizer.piece(id)), logprob(id)});
        }
        task.all.push_back(token);
        out.tokens.push_back(token);
        ++out.tokenCount;
        event.text = task.text.push(tokenizer.piece(token));
        if (task.text.stopped())
            out.finish = FinishReason::StopString;
        else if (out.tokens.size() >= task.request.maxTokens || task.all.size() > m_decoder.options().cache.context)
            out.finish = FinishReason::Length;
        else
            last = false;
    }
    if (last) event.text += task.text.finish();
    out.text += event.text;
    if (task.sink && (event.id || !event.text.empty())) task.sink(event);
    return last;
}

} // namespace taodeck::engine
