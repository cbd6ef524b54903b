#pragma once
/// Reads storage of one block and proves it against that block's state root. The node is not trusted: an answer that
/// does not verify is asked for once more, then refused. Only where the node offers no proofs at all its word is taken,
/// and says so. On the strand; answers too, after the check ran in the pool.

#include "core/chain/detail/link.h"
#include "core/metadata/storage_key.h"

#include <map>

namespace taodeck::chain {

struct RawReading {
    std::vector<std::optional<Bytes>> values; ///< In the order of the keys.
    std::vector<Bytes> nodes;                 ///< The proof; empty when the node gave none.
    Trust trust{Trust::Unknown};
};
struct PrefixReading {
    std::vector<std::map<Bytes, Bytes>> entries; ///< One per prefix, proven complete unless trust is Reported.
    Trust trust{Trust::Unknown};
};

class StateReader : public std::enable_shared_from_this<StateReader> {
public:
    explicit StateReader(std::shared_ptr<Link> link) : m_link{std::move(link)} {}

    void keys(std::vector<Bytes> keys, const ReadTarget& target, Done<RawReading> done);
    /// Everything under each prefix. @return LimitExceeded above `most` entries together.
    void prefixes(std::vector<Bytes> prefixes, const ReadTarget& target, std::size_t most, Done<PrefixReading> done);

    static constexpr std::size_t kMaxEntries = 8192;

private:
    /// Fetches a proof of `keys` and runs `check` over it in the pool.
    template <class T>
    void proven(std::vector<Bytes> keys, ReadTarget target,
                std::function<Result<T>(const ReadTarget&, std::vector<Bytes>)> check, bool mayRetry, Done<T> done,
                std::function<void()> withoutProof);
    struct Collecting;
    void listed(std::shared_ptr<Collecting> all);

    std::shared_ptr<Link> m_link;
};

} // namespace taodeck::chain
