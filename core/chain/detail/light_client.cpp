#include "core/chain/detail/light_client_impl.h"

namespace taodeck::chain {

using namespace std::chrono_literals;

std::shared_ptr<LightClient> makeLightClient(LightClientOptions options) {
    return std::make_shared<LightClientImpl>(std::move(options));
}

void LightClientImpl::follow(Network network, std::string endpoint) {
    if (endpoint.empty()) endpoint = network.endpoint;
    m_options.run.strand([self = shared_from_this(), network = std::move(network), endpoint = std::move(endpoint)] {
        self->dropLink();
        LinkOptions options;
        options.network = network;
        options.endpoint = endpoint;
        options.run = self->m_options.run;
        options.store = self->m_options.store;
        options.now = self->m_options.now;
        options.client = self->m_options.connect(endpoint);
        Link::Hooks hooks;
        hooks.changed = [weak = self->weak_from_this()] {
            if (const auto client = weak.lock()) client->publish();
        };
        hooks.finalised = [weak = self->weak_from_this()](const auto& blocks) {
            if (const auto client = weak.lock()) client->onFinalised(blocks);
        };
        self->m_link = std::make_shared<Link>(std::move(options), std::move(hooks));
        self->m_link->start();
        self->publish();
    });
}

void LightClientImpl::leave(api::LinkState state, std::string problem, const Network& shown) {
    m_options.run.strand([self = shared_from_this(), state, problem = std::move(problem), shown] {
        self->dropLink();
        api::ChainStatus status;
        status.link = state;
        status.problem = problem;
        status.network = shown.name;
        status.development = shown.development;
        {
            const std::lock_guard lock{self->m_mutex};
            self->m_status = status;
            self->m_runtime = fail(Errc::Disconnected, "no network is connected");
            self->m_final = self->m_best = {};
        }
        self->m_statusListeners.notify(status);
    });
}

void LightClientImpl::shutDown(api::Done<> done) {
    m_options.run.strand([self = shared_from_this(), done = std::move(done)] {
        self->dropLink();
        if (done) done({});
    });
}

void LightClientImpl::dropLink() {
    if (!m_link) return;
    m_link->stop();
    m_link.reset();
}

void LightClientImpl::publish() {
    if (!m_link) return;
    auto status = m_link->status();
    {
        const std::lock_guard lock{m_mutex};
        m_status = status;
        m_runtime = m_link->runtime();
        m_final = m_link->finalHead();
        m_best = m_link->bestHead();
    }
    m_statusListeners.notify(status);
}

void LightClientImpl::onFinalised(const std::vector<finality::KnownBlock>& blocks) {
    publish();
    m_headListeners.notify(BlockRef{blocks.back().number, blocks.back().hash});
    if (std::exchange(m_summaryDue, true)) return;
    sendSummary();
    m_options.run.later(250ms, [weak = weak_from_this()] {
        const auto self = weak.lock();
        if (!self) return;
        self->m_summaryDue = false;
        self->sendSummary();
    });
}

/// At most one per 250 ms, and the last block of a burst is never left out.
void LightClientImpl::sendSummary() {
    if (!m_link) return;
    const auto final = m_link->finalHead();
    if (final.hash == m_lastSummary) return;
    m_lastSummary = final.hash;
    m_finalListeners.notify({final.number, final.hash, m_link->timeOf(final.hash), Trust::Proven});
}

namespace {

template <class T>
void runRows(const std::shared_ptr<Link>& link, Result<ReadTarget> target, const Done<T>& done,
             const std::function<void(const SnapshotPtr&, const Done<T>&)>& rows) {
    auto runtime = link->runtime();
    if (!runtime) return done(tl::unexpected<Error>{runtime.error()});
    if (!target) return done(tl::unexpected<Error>{target.error()});
    auto failed = [done](const Error& why) { done(tl::unexpected<Error>{why}); };
    rows(std::make_shared<Snapshot>(link, *std::move(runtime), *target, std::move(failed)), done);
}

} // namespace

template <class T>
void LightClientImpl::onSnapshot(Done<T> done, std::function<void(const SnapshotPtr&, const Done<T>&)> rows) {
    onLink<T>(done, [done, rows = std::move(rows)](const std::shared_ptr<Link>& link) {
        runRows<T>(link, link->bestTarget(), done, rows);
    });
}

template <class T>
void LightClientImpl::onSnapshotAt(BlockNumber at, Done<T> done,
                                   std::function<void(const SnapshotPtr&, const Done<T>&)> rows) {
    onLink<T>(done, [at, done, rows = std::move(rows)](const std::shared_ptr<Link>& link) {
        if (at > link->finalHead().number) return done(fail(Errc::OutOfRange, "this block is not final yet"));
        // The number is the node's word; a header that is verified as final has the final word.
        link->node()->hashAt(at, [link, at, done, rows](Result<BlockHash> hash) {
            if (!hash) return done(tl::unexpected<Error>{hash.error()});
            link->target(*hash, [link, at, done, rows](Result<ReadTarget> target) {
                if (target && target->ref.number != at)
                    return done(fail(Errc::BadProof, "the node gave another block than the one asked for"));
                runRows<T>(link, std::move(target), done, rows);
            });
        });
    });
}

api::ChainStatus LightClientImpl::status() const {
    const std::lock_guard lock{m_mutex};
    return m_status;
}

Subscription LightClientImpl::onStatus(std::function<void(const api::ChainStatus&)> fn) {
    return m_statusListeners.add(std::move(fn));
}

Subscription LightClientImpl::onFinal(std::function<void(const api::BlockSummary&)> fn) {
    return m_finalListeners.add(std::move(fn));
}

void LightClientImpl::balance(const AccountId& account, Done<Stated<api::AccountBalance>> done) {
    onSnapshot<Stated<api::AccountBalance>>(
        std::move(done), [account](const auto& s, const auto& answer) { readBalance(s, account, answer); });
}

void LightClientImpl::positions(const AccountId& coldkey, Done<Stated<std::vector<api::StakePosition>>> done) {
    onSnapshot<Stated<std::vector<api::StakePosition>>>(
        std::move(done), [coldkey](const auto& s, const auto& answer) { readPositions(s, coldkey, answer); });
}

void LightClientImpl::subnets(Done<Stated<std::vector<api::SubnetRow>>> done) {
    onSnapshot<Stated<std::vector<api::SubnetRow>>>(std::move(done),
                                                    [](const auto& s, const auto& answer) { readSubnets(s, answer); });
}

void LightClientImpl::validators(NetUid netuid, Done<Stated<std::vector<api::ValidatorRow>>> done) {
    onSnapshot<Stated<std::vector<api::ValidatorRow>>>(
        std::move(done), [netuid, self = shared_from_this()](const auto& s, const auto& answer) {
            const auto slot = self->m_link ? self->m_link->slotDuration() : std::chrono::milliseconds{};
            readValidators(s, netuid, slot, answer);
        });
}

void LightClientImpl::metagraph(NetUid netuid, std::optional<BlockNumber> at, Done<Stated<api::Metagraph>> done) {
    const auto rows = [netuid](const auto& s, const auto& answer) { readMetagraph(s, netuid, answer); };
    if (at) return onSnapshotAt<Stated<api::Metagraph>>(*at, std::move(done), rows);
    onSnapshot<Stated<api::Metagraph>>(std::move(done), rows);
}

void LightClientImpl::account(const AccountId& coldkey, Done<AccountState> done) {
    onSnapshot<AccountState>(std::move(done), [coldkey, self = shared_from_this()](const auto& s, const auto& answer) {
        readBalance(s, coldkey, [=](Result<Stated<api::AccountBalance>> balance) {
            if (!balance) return answer(tl::unexpected<Error>{balance.error()});
            readPositions(s, coldkey, [=](Result<Stated<std::vector<api::StakePosition>>> positions) {
                if (!positions) return answer(tl::unexpected<Error>{positions.error()});
                const auto at = s->target().ref;
                const auto time = self->m_link ? self->m_link->timeOf(at.hash) : UnixMillis{};
                answer(AccountState{at, time, s->trust(), *balance->value, *std::move(positions->value)});
            });
        });
    });
}

Result<RuntimeInfo> LightClientImpl::runtime() const {
    const std::lock_guard lock{m_mutex};
    return m_runtime;
}

BlockRef LightClientImpl::finalHead() const {
    const std::lock_guard lock{m_mutex};
    return m_final;
}

BlockRef LightClientImpl::bestHead() const {
    const std::lock_guard lock{m_mutex};
    return m_best;
}

Subscription LightClientImpl::onFinalHead(std::function<void(const BlockRef&)> fn) {
    return m_headListeners.add(std::move(fn));
}

} // namespace taodeck::chain
