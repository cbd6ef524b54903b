#pragma once
/// Random calls of every kind that the metadata offers, chosen and filled so that most of them can succeed: the signer
/// is somebody who holds the stake, owns the hotkey or the subnet, and numbers are of the size that their place wants.
/// Not in it are the calls by which root would falsify the books (set_balance, set_total_issuance, ...) or stop the
/// chain (safe mode, authorities, the sudo key). Deterministic in the seed. One thread.

#include "core/crypto/keypair.h"
#include "core/metadata/metadata.h"
#include "core/subtensor/runtime.h"

#include <map>
#include <optional>
#include <random>
#include <utility>

namespace taodeck::subtensor::test {

/// A transaction to be signed.
struct Wish {
    const crypto::KeyPair* signer{nullptr}; ///< Lives as long as the program.
    Bytes call;
    std::string name; ///< "SubtensorModule.add_stake"; the outermost call's but for Sudo, whose inner one it is.
};

class RandomCalls {
public:
    RandomCalls(const Runtime& runtime, std::uint64_t seed);

    /// The next one, for the block after `state`'s.
    Wish next(const StateReader& state);
    /// Another one of the same kind.
    Wish again(const StateReader& state);
    /// Whether the next one should be sent as it is, without a look at whether it succeeds.
    bool isBold() { return pick(5) == 0; }
    /// Whether the caller should end the block here.
    bool endsBlock(std::uint32_t transactionsPerBlock) { return pick(transactionsPerBlock) == 0; }
    /// Root's changes that let a short history hold what on the network takes weeks: no rate limits, open commitments.
    std::vector<Wish> settings() const;

private:
    enum class Who { Person, Holder, KeyOwner, Hotkey, SubnetOwner, Root };
    struct Kind {
        const metadata::VariantType* call{nullptr};
        std::uint8_t pallet{0};
        std::string name;
        Who who{Who::Person};
        unsigned weight{1};
    };
    struct Position {
        AccountId hotkey, coldkey;
        NetUid netuid{};
        std::uint64_t alpha{0};
    };
    struct Vote { ///< Weights that were committed to.
        AccountId hotkey;
        NetUid netuid{};
        std::uint8_t mechanism{0};
        std::vector<std::uint16_t> uids, values, salt;
        std::uint64_t version{0};
        Hash256 hash() const;
    };
    struct Announced { ///< A call that a proxy may have announced.
        AccountId real, delegate;
        Bytes call;
    };
    struct Operation { ///< A multisig's, that waits for more approvals.
        std::vector<AccountId> group;
        Bytes call;
    };

    std::uint64_t pick(std::uint64_t n) { return m_random() % n; }
    template <class T>
    const T& one(const std::vector<T>& list) {
        return list[pick(list.size())];
    }
    std::uint64_t sized(unsigned bits) { return pick(std::uint64_t{1} << (1 + pick(bits))); }

    // In random_actors.cpp: who sends it, and what it is about.
    void chooseActor(const Kind& kind);
    void choosePosition();
    void chooseNeuron();
    void chooseLoan(const std::string& call);
    AccountId chooseSwapper();
    AccountId spareColdkey();
    std::vector<std::pair<AccountId, AccountId>> proxies() const; ///< Real and delegate, of whom we have the key.

    void loadKeys();
    Wish repair();
    // Root's settings without which most calls fail.
    Wish rootCall(const char* name, const Bytes& arguments) const;
    void addSettings(NetUid netuid, std::vector<Wish>& out) const;
    std::vector<Wish> generalSettings() const; ///< With TAO for those who have little.
    const Kind& chooseKind();
    Bytes encode(const Kind& kind, int depth);

    // In random_specials.cpp: calls whose arguments must fit one another, or what was sent before.
    bool special(const Kind& kind, scale::Encoder& out, int depth);
    bool specialOfMultisig(const std::string& name, scale::Encoder& out, int depth);
    bool specialOfProxy(const std::string& name, scale::Encoder& out, int depth);
    bool specialOfColdkeySwap(const std::string& name, scale::Encoder& out);
    bool specialOfWeights(const std::string& name, scale::Encoder& out);
    Vote vote(bool mechanisms);
    void reveal(const std::string& name, scale::Encoder& out);
    void approve(scale::Encoder& out, int depth);
    void actFor(scale::Encoder& out, int depth);
    void announced(const std::string& name, scale::Encoder& out);
    void createLoan(scale::Encoder& out);

    void value(scale::Encoder& out, metadata::TypeId type, const std::string& field, int depth);
    void integer(scale::Encoder& out, metadata::Primitive type, const std::string& field, bool compact);
    std::uint64_t number(metadata::Primitive type, const std::string& field);
    AccountId accountFor(const std::string& field);
    const crypto::KeyPair* keyOf(const AccountId& account) const;

    std::shared_ptr<const metadata::Metadata> m_meta;
    std::mt19937_64 m_random;
    std::vector<Kind> m_kinds;
    unsigned m_weights{0};
    std::vector<AccountId> m_people, m_hotkeys;
    std::vector<Operation> m_operations;
    std::vector<Vote> m_votes;
    std::vector<Announced> m_announced;
    std::map<AccountId, AccountId> m_swaps; ///< New coldkeys that were announced.

    // Of the call being made:
    const Kind* m_kind{nullptr};
    const StateReader* m_state{nullptr};
    std::uint32_t m_now{0};
    AccountId m_signer, m_hotkey;
    NetUid m_netuid{};
    std::optional<std::uint32_t> m_loan; ///< Crowdloan.
    std::uint64_t m_held{0};             ///< Alpha of the position that the call is about; 0: about none.
};

} // namespace taodeck::subtensor::test
