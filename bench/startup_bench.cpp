// From the start of the program's session to the first proven balance: embedded chain process, connection, metadata,
// headers, proof. Once on a fresh folder, once on the folder of an earlier run.

#include "app/common/session.h"
#include "core/crypto/keypair.h"

#include <benchmark/benchmark.h>

#include <condition_variable>
#include <cstdlib>
#include <future>

namespace taodeck {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

fs::path freshFolder() {
    auto pattern = (fs::temp_directory_path() / "taodeck-bench-XXXXXX").string();
    return ::mkdtemp(pattern.data()) ? fs::path{pattern} : fs::path{};
}

std::unique_ptr<app::Session> openIn(const fs::path& folder) {
    app::SessionOptions options;
    options.dataFolder = folder / "data";
    options.walletRoot = folder / "wallets";
    options.network = "localnet";
    options.blockTime = "250ms";
    auto session = app::Session::open(std::move(options));
    return session ? *std::move(session) : nullptr;
}

/// Asks as soon as the chain is live, as the window does. @return false when nothing proven came in a minute.
bool firstProvenBalance(app::Session& session, const AccountId& account) {
    struct Box {
        std::mutex mutex;
        std::condition_variable changed;
        bool asked{false}, proven{false};
    };
    const auto box = std::make_shared<Box>();
    const auto ask = [box, &session, account] {
        session.chain().balance(account, [box](const Result<Stated<api::AccountBalance>>& balance) {
            const std::lock_guard lock{box->mutex};
            box->asked = false;
            box->proven = box->proven || (balance && balance->trust == Trust::Proven);
            box->changed.notify_all();
        });
    };
    const auto onStatus = [box, ask](const api::ChainStatus& status) {
        if (status.trust != Trust::Proven) return;
        {
            const std::lock_guard lock{box->mutex};
            if (std::exchange(box->asked, true) || box->proven) return;
        }
        ask();
    };
    const auto subscription = session.chain().onStatus(onStatus);
    onStatus(session.chain().status());
    std::unique_lock lock{box->mutex};
    return box->changed.wait_for(lock, 60s, [&] { return box->proven; });
}

void start(benchmark::State& state, bool fresh) {
    const auto account = crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, "//Alice").value().publicKey();
    fs::path folder = freshFolder();
    if (!fresh) { // an earlier run
        auto session = openIn(folder);
        if (!session || !firstProvenBalance(*session, account)) return state.SkipWithError("the first run failed");
    }
    for (auto _ : state) {
        auto session = openIn(folder);
        const bool proven = session && firstProvenBalance(*session, account);
        state.PauseTiming();
        session.reset();
        if (fresh) {
            fs::remove_all(folder);
            folder = freshFolder();
        }
        if (!proven) state.SkipWithError("no proven balance in a minute");
        state.ResumeTiming();
    }
    std::error_code error;
    fs::remove_all(folder, error);
}

void freshStart(benchmark::State& state) {
    start(state, /*fresh=*/true);
}
void startAgain(benchmark::State& state) {
    start(state, /*fresh=*/false);
}
BENCHMARK(freshStart)
    ->Name("fresh start to the first proven balance")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Iterations(5);
BENCHMARK(startAgain)
    ->Name("later start to the first proven balance")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Iterations(5);

} // namespace
} // namespace taodeck

BENCHMARK_MAIN();
