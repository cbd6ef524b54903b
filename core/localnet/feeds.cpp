#include "core/localnet/feeds.h"

#include "core/base/hex.h"

namespace taodeck::localnet {
namespace {

json storageChange(const Bytes& key, const std::optional<Bytes>& value) {
    return json::array({toHex(key), value ? json(toHex(*value)) : json{}});
}

json storageNews(const BlockHash& block, json changes) {
    return {{"block", toHex(block.view())}, {"changes", std::move(changes)}};
}

} // namespace

Result<> Feeds::addHeads(Heads kind, std::shared_ptr<rpc::Notifier> notifier, Chain& chain) {
    if (kind == Heads::Finalized) {
        TD_TRY(const auto block, chain.block(chain.finalizedHash()));
        if (block) notifier->send(headerJson(block->header));
    } else {
        notifier->send(headerJson(chain.best().header));
    }
    auto& list = kind == Heads::All ? m_all : kind == Heads::New ? m_new : m_finalized;
    list.push_back(std::move(notifier));
    return {};
}

void Feeds::addRuntimeVersion(const std::shared_ptr<rpc::Notifier>& notifier, const Chain& chain) {
    notifier->send(runtimeVersionJson(chain.runtime().version()));
}

void Feeds::addStorage(std::vector<Bytes> keys, std::shared_ptr<rpc::Notifier> notifier, const Chain& chain) {
    json changes = json::array();
    for (const auto& key : keys)
        changes.push_back(storageChange(key, chain.bestState().get(key)));
    notifier->send(storageNews(chain.best().hash, std::move(changes)));
    m_storage.push_back({std::move(keys), std::move(notifier)});
}

Watcher Feeds::watcherFor(std::shared_ptr<rpc::Notifier> notifier) {
    return [notifier = std::move(notifier)](const PoolStatus& status) {
        notifier->send(statusJson(status));
        if (status.isLast()) notifier->end();
    };
}

void Feeds::sendAll(Notifiers& notifiers, const json& value) {
    std::erase_if(notifiers, [](const auto& notifier) { return notifier->closed(); });
    for (const auto& notifier : notifiers)
        notifier->send(value);
}

void Feeds::onBlock(const Authored& authored) {
    const json header = headerJson(authored.block.header);
    sendAll(m_all, header);
    sendAll(m_new, header);
    std::erase_if(m_storage, [](const auto& storage) { return storage.notifier->closed(); });
    for (const auto& storage : m_storage) {
        json changes = json::array();
        for (const auto& key : storage.keys)
            if (const auto found = authored.changes.find(key); found != authored.changes.end())
                changes.push_back(storageChange(key, found->second));
        if (!changes.empty()) storage.notifier->send(storageNews(authored.block.hash, std::move(changes)));
    }
}

void Feeds::onFinalized(const Authored& authored) {
    sendAll(m_finalized, headerJson(authored.block.header));
}

} // namespace taodeck::localnet
