#include "ui/gallery/demo_services.h"

#include <cmath>

namespace taodeck::ui {
namespace {

constexpr auto kHour = std::chrono::hours{1};

Rao raoOf(double amount) {
    return Rao::fromRaw(static_cast<std::uint64_t>(std::llround(amount * 1e9)));
}

} // namespace

DemoHistory::DemoHistory(Scene scene, const DemoClock& clock) : m_scene(scene), m_clock(clock) {
    preferences["ui.first_run_done"] = "yes";
    if (scene == Scene::Full)
        book = {{"Exchange", demoAccount("exchange"), "memo not needed"},
                {"Mina", demoAccount("mina"), ""},
                {"Cold storage", demoAccount("cold"), "hardware, Zurich"}};
}

void DemoHistory::values(const BlockHash&, const AccountId&, api::Time from, std::size_t,
                         api::Done<std::vector<api::ValuePoint>> done) {
    if (m_scene == Scene::Loading) return;
    if (m_scene == Scene::Failed) return done(fail(Errc::Io, "database is locked"));
    std::vector<api::ValuePoint> out;
    if (m_scene != Scene::Full) return done(out);
    const int hours = 24 * 40;
    for (int i = hours; i >= 0; i -= 3) {
        if (i > 60 && i < 92) continue; // the program was closed: a gap
        api::ValuePoint point;
        point.time = m_clock.now() - kHour * i;
        if (point.time < from) continue;
        const double t = (hours - i) / 24.0;
        const double staked = 70 + 0.42 * t + 2.1 * std::sin(t * 0.9) + 0.7 * std::sin(t * 3.1) + (i < 200 ? 12 : 0);
        point.free = raoOf(i < 200 ? 132.518 : 144.9);
        point.stakedValue = raoOf(staked);
        point.stakedExit = raoOf(staked * 0.9975);
        point.trust = Trust::Cached;
        out.push_back(point);
    }
    done(out);
}

void DemoHistory::earnings(const BlockHash&, const AccountId&, api::Time from,
                           api::Done<std::vector<api::EarningPoint>> done) {
    if (m_scene == Scene::Loading) return;
    if (m_scene == Scene::Failed) return done(fail(Errc::Io, "database is locked"));
    std::vector<api::EarningPoint> out;
    if (m_scene != Scene::Full) return done(out);
    for (int i = 24 * 30; i >= 0; i -= 6) {
        api::EarningPoint point;
        point.time = m_clock.now() - kHour * i;
        if (point.time < from) continue;
        point.hotkey = demoAccount("hotkey Northwind0");
        point.netuid = NetUid{1};
        const double earned = 0.11 + 0.025 * std::sin(i * 0.35) + 0.012 * std::cos(i * 0.11);
        point.earned = Alpha::fromRaw(static_cast<std::uint64_t>(earned * 31e9));
        point.value = raoOf(earned * 0.25);
        out.push_back(point);
    }
    done(out);
}

void DemoHistory::actions(const BlockHash&, std::size_t limit, api::Done<std::vector<api::ActionRow>> done) {
    if (m_scene == Scene::Loading) return;
    if (m_scene == Scene::Failed) return done(fail(Errc::Io, "database is locked"));
    std::vector<api::ActionRow> out;
    if (m_scene == Scene::Full) {
        const auto add = [&](const char* kind, const char* summary, int hours, api::Outcome outcome) {
            api::ActionRow row;
            row.kind = kind;
            row.summary = summary;
            row.receipt.outcome = outcome;
            row.receipt.step = api::Step::Proven;
            row.receipt.trust = Trust::Proven;
            row.receipt.startedAt = row.receipt.updatedAt = m_clock.now() - kHour * hours;
            out.push_back(row);
        };
        add("add_stake", "Stake 12 \u03C4 to Northwind on subnet 1", 5, api::Outcome::Succeeded);
        add("transfer", "Send 3.5 \u03C4 to Mina", 29, api::Outcome::Succeeded);
        add("remove_stake", "Unstake 40 \u03B2 from Basalt on subnet 2", 75, api::Outcome::Failed);
    }
    if (out.size() > limit) out.resize(limit);
    done(out);
}

void DemoHistory::coverage(const BlockHash&, const AccountId&, api::Done<api::Coverage> done) {
    if (m_scene == Scene::Loading) return;
    done(m_scene == Scene::Full ? api::Coverage{BlockNumber{4'120}, BlockNumber{18'240}} : api::Coverage{});
}

void DemoHistory::addressBook(api::Done<std::vector<api::AddressBookEntry>> done) {
    if (m_scene == Scene::Loading) return;
    if (m_scene == Scene::Failed) return done(fail(Errc::Io, "database is locked"));
    done(book);
}

void DemoHistory::saveAddress(api::AddressBookEntry entry, api::Done<> done) {
    for (auto& row : book)
        if (row.name == entry.name) {
            if (row.account != entry.account) return done(fail(Errc::Conflict, "the name is taken"));
            row = entry;
            done({});
            return m_onChanged.tell();
        }
    book.push_back(std::move(entry));
    done({});
    m_onChanged.tell();
}

void DemoHistory::removeAddress(const std::string& name, api::Done<> done) {
    std::erase_if(book, [&](const auto& row) { return row.name == name; });
    done({});
    m_onChanged.tell();
}

void DemoHistory::preference(const std::string& key, api::Done<std::optional<std::string>> done) {
    const auto found = preferences.find(key);
    done(found == preferences.end() ? std::nullopt : std::optional{found->second});
}

void DemoHistory::setPreference(const std::string& key, const std::string& value, api::Done<> done) {
    preferences[key] = value;
    done({});
}

DemoNetwork::DemoNetwork(DemoChain& chain) : m_chain(chain) {
    m_rows = {{"localnet", "Localnet", "", true, true,
               "The genesis block and the three authorities of the chain that this program starts on this machine."},
              {"finney", "Finney (main network)", "wss://entrypoint-finney.opentensor.ai:443", false, true,
               "A block hash and GRANDPA authority set that come with this program; every later change is verified."},
              {"test", "Test network", "wss://test.finney.opentensor.ai:443", false, true,
               "A block hash and GRANDPA authority set that come with this program; every later change is verified."}};
}

void DemoNetwork::select(const std::string& id, api::Done<> done) {
    for (const auto& row : m_rows)
        if (row.id == id) {
            m_current = id;
            auto status = m_chain.status();
            status.network = row.name;
            status.development = row.development;
            m_chain.setStatus(status);
            return done({});
        }
    done(fail(Errc::NotFound, "no such network"));
}

void DemoNetwork::addCustom(std::string name, std::string endpoint, api::Done<api::NetworkRow> done) {
    if (endpoint.rfind("wss://", 0) != 0 && endpoint.rfind("ws://127.0.0.1", 0) != 0)
        return done(fail(Errc::Insecure, "plain ws:// only on this machine"));
    api::NetworkRow row{"custom-" + name,
                        name,
                        endpoint,
                        false,
                        false,
                        "The genesis hash that this node announces when it is first connected."};
    m_rows.push_back(row);
    done(row);
}

void DemoNetwork::removeCustom(const std::string& id, api::Done<> done) {
    std::erase_if(m_rows, [&](const auto& row) { return row.id == id && !row.builtIn; });
    done({});
}

void DemoNetwork::setOffline(bool offline) {
    m_offline = offline;
    auto status = m_chain.status();
    status.link = offline ? api::LinkState::Offline : api::LinkState::Live;
    status.openSockets = offline ? 0 : 1;
    m_chain.setStatus(status);
}

DemoServices::DemoServices(Scene scene)
    : chain(scene, clock), wallet(scene), actions(scene, chain, clock), history(scene, clock), network(chain),
      localnet(scene, clock), workers(scene, wallet, clock) {}

} // namespace taodeck::ui
