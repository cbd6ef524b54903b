// A neuron's process as the supervising program sees it, without anything behind it. What it does, DIR/behaviour says:
// run, crash, crash-once, hang, silent, stubborn, broken, babble, wrong-version. Each start is a line in DIR/starts.

#include "core/rpc/server.h"
#include "core/store/worker_json.h"

#include <boost/asio/io_context.hpp>

#include <csignal>
#include <fstream>
#include <iostream>
#include <mutex>
#include <thread>
#include <unistd.h>

namespace {

using namespace taodeck;
using rpc::json;

std::string readAll(const std::string& file) {
    std::ifstream in{file};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    return text;
}

struct State {
    std::mutex mutex;
    api::WorkerRow row;
    std::shared_ptr<rpc::Notifier> listener;
    json text() {
        const std::lock_guard lock{mutex};
        return json::parse(store::toJson(row));
    }
    void set(api::WorkerState state, const std::string& reason) {
        {
            const std::lock_guard lock{mutex};
            row.state = state;
            row.reason = reason;
        }
        if (listener) listener->send(text());
    }
};

} // namespace

int main(int argc, char** argv) {
    std::string folder, node;
    for (int i = 1; i + 1 < argc; ++i) {
        if (std::string{argv[i]} == "--folder") folder = argv[i + 1];
        if (std::string{argv[i]} == "--node") node = argv[i + 1];
    }
    if (std::string{argv[1]} == "market") {
        std::cerr << getpid() << ' ' << node << std::endl; // the market's log
        for (;;)
            ::pause();
    }
    const auto behaviour = readAll(folder + "/behaviour");
    const auto before = readAll(folder + "/starts");
    std::ofstream{folder + "/starts", std::ios::app} << getpid() << ' ' << node << '\n';
    std::ofstream variables{folder + "/environment"};
    for (char** entry = environ; *entry; ++entry)
        variables << *entry << '\n';
    variables.close();
    const auto secret = readAll(folder + "/control.secret");
    ::unlink((folder + "/control.secret").c_str());
    if (behaviour == "crash" || (behaviour == "crash-once" && before.empty())) {
        std::cerr << "the disk is gone" << std::endl;
        return 3;
    }
    if (behaviour == "wrong-version") return 2;
    if (behaviour == "stubborn") std::signal(SIGTERM, SIG_IGN);
    if (behaviour == "silent")
        for (;;)
            ::pause();

    const auto settings = store::workerSettingsFromJson(readAll(folder + "/worker.json"));
    if (!settings) return 4;
    auto state = std::make_shared<State>();
    state->row.settings = *settings;
    state->row.state = behaviour == "broken" ? api::WorkerState::Failed : api::WorkerState::Running;
    state->row.reason = behaviour == "broken" ? "The model is broken." : "";
    state->row.uid = 7;
    state->row.pid = ::getpid();

    boost::asio::io_context io;
    rpc::ServerOptions options;
    options.bearer = secret;
    const auto server = rpc::makeServer(io, options);
    server->add("worker_status", [state, behaviour](const json&, rpc::Reply reply) {
        if (behaviour == "babble") return reply(json{{"reason", "what is this"}});
        reply(state->text());
        if (behaviour == "hang") std::thread{[] { ::kill(::getpid(), SIGSTOP); }}.detach();
    });
    server->add("worker_pause", [state](const json& params, rpc::Reply reply) {
        state->set(api::WorkerState::Paused, params.at(0).get<std::string>());
        reply(true);
    });
    server->add("worker_resume", [state](const json&, rpc::Reply reply) {
        state->set(api::WorkerState::Running, "");
        reply(true);
    });
    server->add("worker_stop", [&io](const json&, rpc::Reply reply) {
        reply(true);
        std::thread{[&io] { io.stop(); }}.detach();
    });
    server->addSubscription("worker_subscribe", "worker_unsubscribe", "worker_changed",
                            [state, behaviour](const json&, std::shared_ptr<rpc::Notifier> notifier)
                                -> tl::expected<std::shared_ptr<void>, rpc::RpcError> {
                                state->listener = notifier;
                                if (behaviour != "babble") notifier->send(state->text());
                                return std::shared_ptr<void>{};
                            });
    if (!server->start()) return 5;
    std::cout << json{{"control", "ws://127.0.0.1:" + std::to_string(server->port())}, {"pid", ::getpid()}}
              << std::endl;
    io.run();
    return 0;
}
