#pragma once
/// What building, sending and tracking a transaction needs of the connected chain. core/chain implements it over the
/// light client; tests/support/fake_chain.h implements it for tests. Calls may come from any thread; every callback
/// runs once per answer on a core thread and never inside the call that asked.

#include "core/api/done.h"
#include "core/base/ids.h"
#include "core/base/stated.h"
#include "core/metadata/layout.h"
#include "core/metadata/value.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace taodeck::chain {

using api::Done;

struct BlockRef {
    BlockNumber number{};
    BlockHash hash{};
    friend bool operator==(const BlockRef&, const BlockRef&) = default;
};

/// The connected runtime, as of the last runtime version that was seen. `metadata` belongs to `specVersion`.
struct RuntimeInfo {
    std::shared_ptr<const metadata::Metadata> metadata; ///< As the node says.
    /// Where that differs from the layout which this program carries; null when it was not compared.
    std::shared_ptr<const metadata::LayoutDifferences> differences;
    std::string network;     ///< As on the screen: "Localnet", "Finney".
    bool development{false}; ///< Development keys may sign here.
    BlockHash genesis{};
    std::string specName;
    std::uint32_t specVersion{0}, transactionVersion{0};

    // The best word that a thing can get whose form only the metadata tells: Proven when the program knows the form
    // too.
    Trust storageTrust(std::string_view pallet, std::string_view item) const {
        return differences && !differences->inStorage(pallet, item) ? Trust::Proven : Trust::Reported;
    }
    Trust callTrust(std::string_view pallet, std::string_view name) const {
        return differences && !differences->inCall(pallet, name) ? Trust::Proven : Trust::Reported;
    }
    Trust constantTrust(std::string_view pallet, std::string_view name) const {
        return differences && !differences->inConstant(pallet, name) ? Trust::Proven : Trust::Reported;
    }
};

/// One storage value, by name: the connected metadata gives key hashers and types.
struct StorageRead {
    std::string pallet, item;
    std::vector<metadata::Value> keys;
};

/// Answer to several reads at one block. `values` are in the order of the reads; where the state has none, the item's
/// default stands in if its modifier is Default, and the entry is empty if it is Optional.
struct Reading {
    std::vector<std::optional<metadata::Value>> values;
    Trust trust{
        Trust::Unknown}; ///< Proven: read proof under a verified final header, of a runtime whose layout we know.
    BlockRef at;
};

/// A block whose header hashes to `ref.hash`.
struct BlockBody {
    BlockRef ref;
    std::vector<Bytes> extrinsics; ///< Each with its compact length prefix; their hash is Blake2b-256 of these bytes.
    /// True when the extrinsics were checked against the header's extrinsics root; else they are what the node says.
    bool rootChecked{false};
};

/// What the node says about a transaction that it watches for us. Nothing here is verified.
struct TransactionStatus {
    enum class Kind {
        Future,    ///< Valid later: a nonce before it is missing.
        Ready,     ///< In the pool.
        Broadcast, ///< Sent to peers.
        InBlock,   ///< `block`.
        Retracted, ///< `block` left the best chain.
        FinalityTimeout,
        Finalized, ///< `block`.
        Usurped,   ///< Another transaction with this nonce took its place.
        Dropped,   ///< Thrown out of the pool.
        Invalid,   ///< No longer valid.
    };
    Kind kind{Kind::Ready};
    BlockHash block{}; ///< Of InBlock, Retracted, Finalized.
};

class ChainAccess {
public:
    virtual ~ChainAccess() = default;

    /// A snapshot, no waiting. @return Disconnected before metadata and genesis are known.
    virtual Result<RuntimeInfo> runtime() const = 0;
    /// Highest block that the light client verified as final; number 0 and the genesis hash before the first.
    virtual BlockRef finalHead() const = 0;
    /// Best block, as the node reports it.
    virtual BlockRef bestHead() const = 0;
    /// Each new verified final head, in order; heads between two calls may be skipped.
    virtual Subscription onFinalHead(std::function<void(const BlockRef&)> fn) = 0;

    /// Reads several values at one block with a proof. Without `at`: the block that gets the best trust word now (the
    /// verified final head). @return NotFound when the connected metadata lacks an item, Malformed when a key does not
    /// encode or a value does not decode, BadProof, Disconnected, Timeout.
    virtual void read(std::vector<StorageRead> reads, std::optional<BlockHash> at, Done<Reading> done) = 0;
    /// Runs a runtime API on the node: SCALE in, SCALE out, only Reported. `method` as state_call takes it.
    /// Without `at`: the best block. @return RemoteError when the runtime lacks it.
    virtual void call(std::string method, Bytes arguments, std::optional<BlockHash> at, Done<Bytes> done) = 0;
    /// Next nonce of an account with the node's pool counted in (system_accountNextIndex); only Reported.
    virtual void nextIndex(const AccountId& account, Done<std::uint32_t> done) = 0;

    /// Sends a signed extrinsic (with its length prefix) and follows it. The first answer may be an error: RemoteError
    /// or InvalidTransaction with the node's reason; Disconnected ends the watch while the transaction may live on.
    virtual Subscription submitAndWatch(Bytes extrinsic, std::function<void(Result<TransactionStatus>)> fn) = 0;

    /// The block with this hash; its header is checked to hash to it. @return NotFound, BadProof.
    virtual void block(const BlockHash& hash, Done<BlockBody> done) = 0;
    /// The block at a number on the node's best chain, header checked as above. @return NotFound above the best block.
    virtual void blockAt(BlockNumber number, Done<BlockBody> done) = 0;
};

} // namespace taodeck::chain
