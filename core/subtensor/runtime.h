#pragma once
/// The chain's rules as one object: what a node asks of them. Deterministic and pure: bytes and state in, values out.
/// Upstream: opentensor/subtensor runtime/src/lib.rs at spec 425; frame-executive for the order of things in a block.

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/base/units.h"
#include "core/subtensor/state.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace taodeck::subtensor {

struct RuntimeVersion {
    std::string specName{"node-subtensor"}, implName{"node-subtensor"};
    std::uint32_t authoring{1}, spec{425}, impl{1}, transaction{1};
    std::uint8_t system{1}, stateVersion{1};
    std::vector<std::pair<std::array<std::uint8_t, 8>, std::uint32_t>> apis; ///< Blake2b-64 of the name, version.
};

/// What the genesis of an embedded chain holds. Amounts in rao.
struct GenesisConfig {
    std::vector<std::pair<AccountId, Rao>> balances;
    AccountId sudo;
    std::vector<AccountId> aura;        ///< sr25519, in slot order.
    std::vector<Ed25519Public> grandpa; ///< Weight 1 each.
    std::uint64_t slotMillis{1000};
    std::uint64_t timestampMillis{0};
    std::uint64_t seed{0}; ///< Makes two localnets different chains.
    bool beacon{false};    ///< The chain believes a beacon of its own, whose key comes from the seed; else quicknet.
    bool subnets{false};   ///< Root and three started subnets with pools, validators and miners.
};
/// The localnet's usual genesis: development endowments of the network's own local chain spec, three authorities
/// (//One //Two //Three), root and three started subnets with validators. `seed` salts the genesis hash.
GenesisConfig developmentGenesis(std::uint64_t slotMillis, std::uint64_t timestampMillis, std::uint64_t seed);

struct BlockInput {
    BlockNumber number{};
    BlockHash parent;
    std::uint64_t slot{0};
    std::uint64_t timestampMillis{0};
    AccountId author; ///< Aura key of the slot; gets the fees.
};

/// Why the chain will not take a transaction now. Codes as JSON-RPC clients know them.
struct Invalid {
    enum class Kind {
        Malformed, ///< 1001
        BadProof,  ///< signature
        Stale,     ///< nonce used
        Future,    ///< nonce ahead: valid later
        AncientBirthBlock,
        Payment,
        ExhaustsResources,
        Call, ///< filtered or nested too deep
        BadSigner,
        Custom, ///< code below
        Unknown,
    };
    Kind kind{Kind::Unknown};
    std::uint8_t code{0};
    std::string text; ///< As the reference node words it: "Transaction has a bad signature", "Custom error: 8".
};

struct ValidTransaction {
    /// Of an unsigned one a stand-in made of its tag, with nonce 0, so that a queue by account and nonce holds one
    /// transaction for each tag.
    AccountId signer;
    std::uint32_t nonce{0};
    std::uint64_t priority{1};
    std::uint64_t longevity{~std::uint64_t{0}}; ///< Blocks until its era ends.
    bool future{false};                         ///< The nonce is ahead of the account's.
    std::optional<Bytes> tag;                   ///< What an unsigned one provides; empty for signed ones.
    bool propagate{true};
};

struct DispatchInfo {
    std::uint64_t refTime{0}, proofSize{0};
    std::uint8_t dispatchClass{0};
    bool paysFee{true};
};

/// One executed extrinsic.
struct Applied {
    bool success{false};
    std::string error; ///< "SubtensorModule.SlippageTooHigh" when not.
    Rao fee;
};

class Runtime {
public:
    virtual ~Runtime() = default;
    virtual const RuntimeVersion& version() const = 0;
    /// RuntimeMetadataPrefixed of version 14, 15 or 16. @return Unsupported for others.
    virtual Result<Bytes> metadata(std::uint32_t version) const = 0;

    /// Writes the genesis entries (numbers, authorities, balances, subnets) into an empty state.
    virtual void buildGenesis(State& state, const GenesisConfig& config) const = 0;

    // One block: initialize, the inherents, the transactions, finalize. Any error of initialize or inherents is ours (a
    // bug).
    virtual Result<> initializeBlock(State& state, const BlockInput& block) const = 0;
    virtual std::vector<Bytes>
    inherents(const BlockInput& block) const = 0; ///< Extrinsics with length prefix, first in the block.
    /// Applies one extrinsic (with its compact length prefix). Invalid means that it must not be in the block and that
    /// the state is untouched; a dispatch error is a success of this function with Applied::success false.
    virtual tl::expected<Applied, Invalid> apply(State& state, ByteView extrinsic) const = 0;
    virtual void
    finalizeBlock(State& state) const = 0; ///< Writes what clients read after the block (ExtrinsicCount, ...).

    /// For the pool: against the state after the block `best`. Checks format, signature, genesis, spec and transaction
    /// version, era, nonce, fee, and the pre-dispatch checks with the network's custom codes.
    virtual tl::expected<ValidTransaction, Invalid> validate(const StateReader& state, const BlockHash& best,
                                                             ByteView extrinsic) const = 0;

    /// state_call. @return Unsupported ("Exported method X is not found"), Malformed arguments.
    virtual Result<Bytes> call(const StateReader& state, std::string_view method, ByteView arguments) const = 0;
    /// Weight and class of an extrinsic and its fee: payment_queryInfo.
    virtual Result<std::pair<DispatchInfo, Rao>> queryFee(const StateReader& state, ByteView extrinsic) const = 0;
};

/// The rules at spec 425 for a chain with slots of `slotMillis`, which the constants and AuraApi then name; the
/// network's is the default.
std::shared_ptr<const Runtime> makeRuntime425(std::uint64_t slotMillis = 12'000);

} // namespace taodeck::subtensor
