#include "core/engine/generate/local_backend.h"

#include "core/engine/generate/check_request.h"

#include "core/engine/generate/batcher.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

namespace taodeck::engine {
namespace {

class LocalBackendImpl final : public LocalBackend {
public:
    LocalBackendImpl(std::unique_ptr<Decoder> decoder, const LocalOptions& options)
        : m_decoder{std::move(decoder)}, m_options{options}, m_thread{[this] { run(); }} {}
    ~LocalBackendImpl() override {
        {
            const std::lock_guard lock{m_mutex};
            m_ending = true;
        }
        m_wake.notify_all();
        m_thread.join();
        // Callers whose requests were just cancelled still hold the lock and the condition.
        std::unique_lock lock{m_mutex};
        m_finished.wait(lock, [this] { return m_callers == 0; });
    }

    BackendInfo info() const override {
        return {"local", m_decoder->model().config().name, m_decoder->device(), /*logprobs=*/true, /*verifiable=*/true};
    }
    std::uint64_t ownedBytes() const override { return m_decoder->ownedBytes(); }

    Result<Completion> complete(const CompletionRequest& request, const TokenSink& sink,
                                std::stop_token stop) override {
        TD_CHECK(checkRequest(request));
        TD_TRY(auto prompt, promptTokens(m_decoder->model(), request));
        if (prompt.size() > m_decoder->options().cache.context)
            return fail(Errc::OutOfRange, "the prompt has " + std::to_string(prompt.size()) +
                                              " tokens, the context holds " +
                                              std::to_string(m_decoder->options().cache.context));
        Waiting own{Task{request, sink, std::move(stop), std::move(prompt)}};
        std::unique_lock lock{m_mutex};
        if (m_queue.size() >= m_options.maxQueue)
            return fail(Errc::LimitExceeded, std::to_string(m_queue.size()) + " requests wait already");
        m_queue.push_back(&own);
        ++m_callers;
        m_wake.notify_all();
        m_finished.wait(lock, [&own] { return own.done; });
        --m_callers;
        m_finished.notify_all(); // under the lock: the destructor may end right after it
        if (own.task.error) return tl::unexpected<Error>{*std::move(own.task.error)};
        return std::move(own.task.out);
    }

private:
    struct Waiting {
        Task task;
        bool done{false}; ///< Guarded by m_mutex.
    };

    void run();
    void takeQueue(Batcher& batcher);
    void finish(Task& task);

    const std::unique_ptr<Decoder> m_decoder;
    const LocalOptions m_options;
    std::mutex m_mutex;
    std::condition_variable m_wake, m_finished;
    std::deque<Waiting*> m_queue;  ///< Not yet admitted.
    std::vector<Waiting*> m_taken; ///< Admitted.
    std::size_t m_callers{0};      ///< Inside complete().
    bool m_ending{false};
    std::thread m_thread; ///< Last: it uses the rest.
};

/// Under the lock: stopped requests end where they wait, the oldest others get the free slots.
void LocalBackendImpl::takeQueue(Batcher& batcher) {
    for (auto it = m_queue.begin(); it != m_queue.end();) {
        Waiting* const next = *it;
        if (next->task.stop.stop_requested() || m_ending) {
            Batcher::cancel(next->task);
            next->done = true;
            m_finished.notify_all();
        } else if (batcher.hasRoom()) {
            batcher.admit(next->task);
            m_taken.push_back(next);
        } else {
            ++it;
            continue;
        }
        it = m_queue.erase(it);
    }
}

void LocalBackendImpl::finish(Task& task) {
    const std::lock_guard lock{m_mutex};
    std::erase_if(m_taken, [&task](Waiting* waiting) {
        if (&waiting->task != &task) return false;
        waiting->done = true;
        return true;
    });
    m_finished.notify_all();
}

void LocalBackendImpl::run() {
    Batcher batcher{*m_decoder, m_options.prefillChunk};
    for (;;) {
        {
            std::unique_lock lock{m_mutex};
            m_wake.wait(lock, [&] { return m_ending || !m_queue.empty() || !batcher.idle(); });
            takeQueue(batcher);
            if (m_ending) {
                for (Waiting* const running : std::exchange(m_taken, {})) {
                    Batcher::cancel(running->task);
                    running->done = true;
                }
                m_finished.notify_all();
                return;
            }
        }
        for (Task* task : batcher.step())
            finish(*task);
    }
}

} // namespace

std::uint32_t decoderBatch(const LocalOptions& options) {
    return std::max(options.decoder.cache.sequences + options.prefillChunk, 2U);
}

Result<std::unique_ptr<LocalBackend>> LocalBackend::make(std::shared_ptr<const Model> model,
                                                         const LocalOptions& options) {
    DecoderOptions wanted = options.decoder;
    wanted.batch = decoderBatch(options);
    TD_TRY(auto decoder, Decoder::make(std::move(model), wanted));
    return std::make_unique<LocalBackendImpl>(std::move(decoder), options);
}

Result<std::vector<TokenId>> promptTokens(const Model& model, const CompletionRequest& request) {
    std::string text;
    EncodeOptions options;
    if (const auto* messages = std::get_if<std::vector<ChatMessage>>(&request.prompt)) {
        TD_TRY(const ChatFamily family, chatFamily(model.file()));
        TD_TRY(text, renderChat(family, *messages, /*addGenerationPrompt=*/true, &model.tokenizer()));
        options.parseSpecial = true;
        // Some families write the beginning of the sequence themselves; it must not come twice.
        const auto bos = model.tokenizer().bos();
        options.addSpecial = !bos || !text.starts_with(model.tokenizer().piece(*bos, /*special=*/true));
    } else {
        text = std::get<std::string>(request.prompt);
    }
    auto tokens = model.tokenizer().encode(text, options);
    if (tokens.empty()) return fail(Errc::OutOfRange, "the prompt is empty");
    return tokens;
}

} // namespace taodeck::engine
