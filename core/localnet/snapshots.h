#pragma once
/// Copies of the whole chain at a block, in files beside it: NAME.sqlite, which is a chain of its own, and NAME.json,
/// which says what it holds. Trusts the folder as much as the chain's own file. One thread at a time.

#include "core/base/clock.h"
#include "core/localnet/chain.h"

namespace taodeck::localnet {

struct SnapshotRow {
    std::string name;
    BlockNumber number{};
    BlockHash hash, genesis;
    UnixMillis madeAt{}; ///< By the wall clock.
    std::uint64_t bytes{0};
};

/// 1 to 40 of a-z, A-Z, 0-9, '-' and '_': a name is a file's name. @return Malformed.
Result<> checkSnapshotName(const std::string& name);

inline constexpr std::size_t kMaxSnapshots = 100;

class Snapshots {
public:
    explicit Snapshots(std::filesystem::path chainFolder);

    /// @return Malformed for a bad name, Conflict when it is taken, LimitExceeded, Io.
    Result<SnapshotRow> take(Chain& chain, const std::string& name, UnixMillis now);
    /// By block, then name. One whose description cannot be read is left out and logged. @return Io.
    Result<std::vector<SnapshotRow>> list() const;
    Result<SnapshotRow> find(const std::string& name) const; ///< NotFound.
    Result<> remove(const std::string& name);                ///< NotFound.
    /// A copy of the snapshot's chain at `file`, which is replaced. @return NotFound, Io.
    Result<> copyTo(const std::string& name, const std::filesystem::path& file) const;
    /// A folder forks/FORK beside the chain that holds the snapshot's chain. @return its path; Conflict when it exists.
    Result<std::filesystem::path> fork(const std::string& name, const std::string& fork) const;

private:
    std::filesystem::path fileOf(const std::string& name, const char* ending) const;
    std::filesystem::path m_folder, m_forks;
};

} // namespace taodeck::localnet
