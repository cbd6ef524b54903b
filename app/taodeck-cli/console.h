#pragma once
/// What every command uses: waiting for answers, words to accounts, passwords, and output as text or JSON.

#include "app/taodeck-cli/options.h"

#include <nlohmann/json.hpp>

#include <condition_variable>
#include <mutex>

namespace taodeck::cli {

using Json = nlohmann::ordered_json;

/// Starts a call and waits for its answer. @return Timeout.
template <class T, class Start>
Result<T> await(std::chrono::seconds limit, Start start) {
    struct Box {
        std::mutex mutex;
        std::condition_variable changed;
        std::optional<Result<T>> answer;
    };
    const auto box = std::make_shared<Box>(); // outlives a late answer
    start([box](Result<T> result) {
        const std::lock_guard lock{box->mutex};
        box->answer = std::move(result);
        box->changed.notify_all();
    });
    std::unique_lock lock{box->mutex};
    if (!box->changed.wait_for(lock, limit, [&] { return box->answer.has_value(); }))
        return fail(Errc::Timeout, "no answer in " + std::to_string(limit.count()) + " seconds");
    return std::move(*box->answer);
}

class Console {
public:
    Console(const Options& options, app::Session& session) : m_options{options}, m_session{session} {}

    const Options& options() const { return m_options; }
    app::Session& session() { return m_session; }
    std::chrono::seconds limit() const { return std::chrono::seconds{m_options.timeoutSeconds}; }

    /// Waits until the light client has a verified final block. @return the status, or what stopped it.
    Result<api::ChainStatus> waitLive();
    template <class T, class Start>
    Result<T> ask(Start start) {
        return await<T>(limit(), std::move(start));
    }

    Result<std::vector<api::WalletRow>> wallets();
    Result<api::WalletRow> wallet(const std::string& name);
    /// A wallet's coldkey, an address, or a public key.
    Result<AccountId> account(const std::string& text);
    /// From --password-fd, $BT_PW or the terminal; never from the command line.
    Result<SecretBytes> password(const std::string& question);
    /// A secret that is typed, or piped in, on one line.
    Result<SecretBytes> secretLine(const std::string& question);
    bool confirm(const std::string& question);

    /// Text goes out at once; with --json only the object does, at the end.
    void say(const std::string& line);
    Json& result() { return m_result; }
    void printResult();

private:
    const Options& m_options;
    app::Session& m_session;
    Json m_result = Json::object();
};

std::string tao(Rao amount);
std::string alpha(Alpha amount);
std::string hex(ByteView bytes);
Json trustJson(Trust trust, BlockNumber at);
std::string trustText(Trust trust, BlockNumber at);
Result<NetUid> netuidFrom(const std::string& text);

} // namespace taodeck::cli
