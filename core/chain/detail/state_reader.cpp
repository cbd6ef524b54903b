#include "core/chain/detail/state_reader.h"

#include "core/chain/detail/known_runtime.h"
#include "core/trie/trie.h"

#include <array>

namespace taodeck::chain {

namespace {

/// "-32601: ...": the node does not know the method.
bool lacksMethod(const Error& error) {
    return error.code == Errc::RemoteError && error.context.rfind("-32601", 0) == 0;
}

/// The target's trust, if its state runs under a runtime whose layout this program carries; else the meaning of the
/// bytes is only what the node's metadata says.
Trust trustUnder(const std::optional<Bytes>& runtimeUpgrade, const ReadTarget& target) {
    return isKnownRuntime(runtimeUpgrade) ? target.trust : std::min(target.trust, Trust::Reported);
}

} // namespace

template <class T>
void StateReader::proven(std::vector<Bytes> keys, ReadTarget target,
                         std::function<Result<T>(const ReadTarget&, std::vector<Bytes>)> check, bool mayRetry,
                         Done<T> done, std::function<void()> withoutProof) {
    const auto node = m_link->node();
    if (!node) return done(fail(Errc::Disconnected, "not connected to the node"));
    const std::vector<Bytes> asked = keys;
    auto onProof = [=, self = shared_from_this(), keys = std::move(keys)](Result<std::vector<Bytes>> nodes) {
        const auto again = [=](const Error& why) {
            if (mayRetry) return self->proven<T>(keys, target, check, /*mayRetry=*/false, done, withoutProof);
            self->m_link->noteRefused("storage proof: " + why.context);
            done(tl::unexpected<Error>{why});
        };
        if (!nodes) {
            const auto& why = nodes.error();
            if (lacksMethod(why)) return withoutProof();
            return why.code == Errc::BadProof || why.code == Errc::Malformed ? again(why)
                                                                             : done(tl::unexpected<Error>{why});
        }
        const auto run = self->m_link->run();
        run.pool([=, nodes = *std::move(nodes)]() mutable {
            auto checked = check(target, std::move(nodes));
            run.strand([=, checked = std::move(checked)]() mutable {
                if (!checked) return again(checked.error());
                done(std::move(checked));
            });
        });
    };
    node->readProof(asked, target.ref.hash, std::move(onProof));
}

void StateReader::keys(std::vector<Bytes> keys, const ReadTarget& target, Done<RawReading> done) {
    if (keys.empty()) return done(RawReading{{}, {}, target.trust});
    auto asked = keys;
    asked.push_back(runtimeUpgradeKey());
    const auto check = [asked](const ReadTarget& at, std::vector<Bytes> nodes) -> Result<RawReading> {
        TD_TRY(auto values, trie::readProof(at.root, nodes, asked));
        const auto trust = trustUnder(values.back(), at);
        values.pop_back();
        return RawReading{std::move(values), std::move(nodes), trust};
    };
    auto withoutProof = [self = shared_from_this(), keys, target, done] {
        const auto node = self->m_link->node();
        if (!node) return done(fail(Errc::Disconnected, "not connected to the node"));
        node->queryStorage(keys, target.ref.hash, [done](Result<std::vector<std::optional<Bytes>>> values) {
            if (!values) return done(tl::unexpected<Error>{values.error()});
            done(RawReading{*std::move(values), {}, Trust::Reported});
        });
    };
    proven<RawReading>(std::move(asked), target, check, /*mayRetry=*/true, std::move(done), std::move(withoutProof));
}

struct StateReader::Collecting {
    std::vector<Bytes> prefixes;
    ReadTarget target;
    std::size_t most{0};
    Done<PrefixReading> done;
    std::vector<Bytes> keys; ///< Of all prefixes.
    std::size_t next{0};     ///< Prefix that is listed now.
};

void StateReader::prefixes(std::vector<Bytes> prefixes, const ReadTarget& target, std::size_t most,
                           Done<PrefixReading> done) {
    auto all = std::make_shared<Collecting>();
    all->prefixes = std::move(prefixes);
    all->target = target;
    all->most = most;
    all->done = std::move(done);
    listed(std::move(all));
}

/// Lists one prefix after the other, then reads all keys at once. The list is only a hint: a key that the node keeps
/// back leaves a gap in the proof, which readPrefixProof refuses.
void StateReader::listed(std::shared_ptr<Collecting> all) {
    if (all->next < all->prefixes.size()) {
        const auto node = m_link->node();
        if (!node) return all->done(fail(Errc::Disconnected, "not connected to the node"));
        const auto room = all->most - std::min(all->most, all->keys.size());
        return node->keys(all->prefixes[all->next], all->target.ref.hash, room,
                          [self = shared_from_this(), all](Result<std::vector<Bytes>> keys) {
                              if (!keys) return all->done(tl::unexpected<Error>{keys.error()});
                              all->keys.insert(all->keys.end(), keys->begin(), keys->end());
                              ++all->next;
                              self->listed(all);
                          });
    }
    auto asked = all->keys;
    asked.insert(asked.end(), all->prefixes.begin(), all->prefixes.end()); // proves also that a prefix has no key
    asked.push_back(runtimeUpgradeKey());
    const auto check = [prefixes = all->prefixes](const ReadTarget& at,
                                                  std::vector<Bytes> nodes) -> Result<PrefixReading> {
        PrefixReading out;
        const std::array upgrade{runtimeUpgradeKey()};
        TD_TRY(const auto values, trie::readProof(at.root, nodes, upgrade));
        out.trust = trustUnder(values.front(), at);
        for (const auto& prefix : prefixes) {
            TD_TRY(auto entries, trie::readPrefixProof(at.root, nodes, prefix));
            out.entries.push_back(std::move(entries));
        }
        return out;
    };
    auto withoutProof = [self = shared_from_this(), all] {
        self->keys(all->keys, all->target, [all](Result<RawReading> raw) {
            if (!raw) return all->done(tl::unexpected<Error>{raw.error()});
            PrefixReading out;
            out.trust = raw->trust;
            out.entries.resize(all->prefixes.size());
            for (std::size_t i = 0; i < all->keys.size(); ++i)
                for (std::size_t p = 0; p < all->prefixes.size(); ++p)
                    if (raw->values[i] && startsWith(all->keys[i], all->prefixes[p]))
                        out.entries[p].emplace(all->keys[i], *raw->values[i]);
            all->done(std::move(out));
        });
    };
    proven<PrefixReading>(std::move(asked), all->target, check, /*mayRetry=*/true, all->done, std::move(withoutProof));
}

} // namespace taodeck::chain
