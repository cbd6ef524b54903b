#pragma once
/// A real taodeck-localnet process and signed transfers for it.

#include "core/crypto/keypair.h"
#include "core/metadata/metadata.h"
#include "core/supervise/localnet_process.h"
#include "tests/integration/rpc_fixture.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>

namespace taodeck::test {

using rpc::IoThreads;
using rpc::Mailbox;

/// A folder that goes away with its owner.
class Localnet {
public:
    /// Started and answering, or the test has failed.
    Localnet(boost::asio::io_context& io, const std::filesystem::path& state, int blockMillis);
    const supervise::LocalnetInfo& info() const { return m_info; }
    std::shared_ptr<rpc::Client> connect(boost::asio::io_context& io) const;
    /// SIGKILL, and waits until it is gone.
    void kill();

private:
    Mailbox<Result<supervise::LocalnetInfo>> m_ready;
    Mailbox<supervise::Exit> m_exits;
    supervise::LocalnetInfo m_info;
    std::shared_ptr<supervise::LocalnetProcess> m_process; ///< Last: its callbacks use the mailboxes.
};

/// Makes signed transfers as the connected runtime takes them.
class Transfers {
public:
    /// Asks the node for what it needs.
    static Result<Transfers> make(rpc::Client& node);
    Bytes signedTransfer(const crypto::KeyPair& from, std::uint32_t nonce, const AccountId& to,
                         std::uint64_t rao) const;
    const metadata::Metadata& metadata() const { return *m_metadata; }

private:
    std::shared_ptr<const metadata::Metadata> m_metadata;
    BlockHash m_genesis;
    std::uint32_t m_specVersion{0}, m_transactionVersion{0};
};

crypto::KeyPair devKey(const std::string& uri);
/// System.Account of `account`, as a raw key.
Bytes accountKey(const AccountId& account);
/// `free` of a raw System.Account value; 0 for an account that does not exist.
std::uint64_t freeBalance(const std::optional<Bytes>& raw);

} // namespace taodeck::test
