#pragma once
/// Follows a node's final chain: fetches headers and justifications from the trusted block on, has them verified by
/// finality::ChainTrust, and counts what was refused. Works without grandpa_* methods. On the strand only.

#include "core/chain/detail/node.h"
#include "core/chain/networks.h"
#include "core/finality/sync.h"

namespace taodeck::chain {

/// What is needed to prove a block to somebody else.
struct FinalityEvidence {
    finality::Header header; ///< The final block.
    Bytes justification;     ///< SCALE; finalises exactly `header`.
    finality::Finalized summary;
    std::uint64_t setId{0};
    std::uint32_t authorities{0};
    std::uint64_t threshold{0};
};

/// Of a justification that has been verified under `set`.
FinalityEvidence evidenceOf(const finality::Header& header, const Bytes& justification,
                            const finality::Justification& decoded, const finality::AuthoritySet& set);

class HeaderSync : public std::enable_shared_from_this<HeaderSync> {
public:
    struct Hooks {
        std::function<void()> changed; ///< Progress, or caught up; ask the getters.
        std::function<void(const std::vector<finality::KnownBlock>&)> finalised; ///< Oldest first.
        std::function<void(const std::string& why)> refused;                     ///< The node's answer did not verify.
        std::function<void(const Error& why)> failed;                            ///< The node did not answer.
    };
    HeaderSync(const Network& network, finality::TrustedStart start, std::shared_ptr<Node> node, Executors executors,
               Hooks hooks);

    /// After a reconnect: the same trust over another connection.
    void attach(std::shared_ptr<Node> node);
    void detach();
    /// The node says that this block is final; verified step by step from the last final one.
    void follow(const BlockRef& reported);

    /// The block authors, where the trust root does not name them: read with proof at the final block. Until they
    /// change, seals count; a seal that does not fit makes us forget them, and blocks are only Reported again.
    void learnAuthors(std::vector<AccountId> authors);
    bool knowsAuthors() const { return m_knowsAuthors; }

    const finality::ChainTrust& trust() const { return m_trust; }
    const std::optional<FinalityEvidence>& evidence() const { return m_evidence; }
    std::optional<finality::Header> headerOf(const BlockHash& hash) const; ///< Of the last final blocks.
    /// Headers were verified up to what the node calls final.
    bool caughtUp() const { return m_caughtUp; }
    /// A justification was verified here, or the node agreed that nothing newer is final. Before that the final block
    /// is only where we started.
    bool confirmed() const { return m_confirmed; }

    static constexpr std::uint32_t kBatch = 128;

private:
    void pump();
    void fetchOne(const BlockRef& ref);
    void fetchBatch(BlockNumber first, std::uint32_t count);
    void addBatch(std::vector<finality::Header> headers);
    void finishBatch(const finality::Header& last);
    std::optional<BlockNumber> jumpAim(std::uint32_t gap);
    void tryJump(BlockNumber number);
    void jumpFailed();
    void settle(const finality::Header& header, const std::optional<Bytes>& justification);
    Result<> justify(const finality::Header& header, const std::optional<Bytes>& justification);
    void noteFinal(const finality::Header& header, const Bytes& justification, const finality::Justification& decoded,
                   const std::vector<finality::KnownBlock>& blocks, const finality::AuthoritySet& set);
    bool forgetAuthors(const Error& why);
    void setAuthors(std::vector<AccountId> authors);
    void refuse(const std::string& why);
    void roundFailed(const Error& why);
    void roundDone();
    std::optional<BlockNumber> boundaryAfter(BlockNumber number) const;
    void remember(const finality::Header& header);

    Network m_network;
    finality::ChainTrust m_trust;
    std::shared_ptr<Node> m_node;
    Executors m_run;
    Hooks m_hooks;
    std::optional<BlockRef> m_target;
    std::optional<FinalityEvidence> m_evidence;
    std::deque<std::pair<BlockHash, finality::Header>> m_headers;
    bool m_busy{false};
    bool m_caughtUp{false};
    bool m_confirmed{false};
    bool m_knowsAuthors{false};
    std::optional<std::vector<AccountId>> m_learnt; ///< Taken over between two rounds.
    std::optional<std::uint32_t> m_jumpSpan;        ///< Blocks that the next jump may span; set after one that failed.
    BlockNumber m_walkUntil{};                      ///< Headers are followed one by one up to here.
    bool m_fromFinal{false}; ///< The next batch begins at the final block again, not at the best known one.
};

} // namespace taodeck::chain
