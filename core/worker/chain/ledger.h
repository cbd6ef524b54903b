#pragma once
/// What this worker sent to the chain, written down before it is sent. After a crash it tells what may still be on its
/// way, so that nothing is sent twice, and holds the salts of commits, so that none is lost. One SQLite file; one
/// thread at a time. Every record is on the disk before record() returns.

#include "core/store/database.h"

#include <filesystem>

namespace taodeck::worker {

/// Stored: append only.
enum class SubmissionKind : std::uint8_t { Announce = 1, SetWeights, Commit, Reveal, Timelocked };
enum class SubmissionState : std::uint8_t {
    Pending = 1, ///< Not known yet what became of it.
    Applied,     ///< The final chain shows its effect.
    Failed,      ///< It was included and failed, or the node's pool refused it.
    Lapsed,      ///< It was never included, and cannot be any more.
    Replaced,    ///< Another one with its nonce was sent, so that one of the two at most counts.
};

struct Submission {
    std::int64_t id{0}; ///< Given by record().
    SubmissionKind kind{SubmissionKind::SetWeights};
    SubmissionState state{SubmissionState::Pending};
    BlockHash genesis{}; ///< Of the chain that it is for.
    AccountId hotkey;
    NetUid netuid{};
    std::uint32_t nonce{0};
    BlockNumber bornAt{}, lapsesAt{}; ///< Valid from, and to (exclusive).
    std::uint64_t epoch{0};           ///< In which it was committed, as expected.
    Hash256 commitHash;               ///< Of commits and their reveals; of timelocked ones the hash of the ciphertext.
    std::vector<std::uint16_t> uids, values, salt;
    std::uint64_t versionKey{0};
    Bytes announced;                   ///< Of announcements: ip, type, port, version.
    std::optional<ExtrinsicHash> hash; ///< Once it was signed.
    std::optional<BlockNumber> block;  ///< That it was applied in, or found applied at.
    std::string note;                  ///< English; why it failed.
};

class SubmissionLedger {
public:
    /// Opens or creates the file; ":memory:" for tests. @return Io, Malformed (damaged), Unsupported (of a newer
    /// program).
    static Result<SubmissionLedger> open(const std::filesystem::path& file);

    /// @return its id.
    Result<std::int64_t> record(const Submission& submission);
    Result<> signedAs(std::int64_t id, const ExtrinsicHash& hash);
    Result<> settle(std::int64_t id, SubmissionState state, std::optional<BlockNumber> block, std::string_view note);

    /// Oldest first, of this chain, hotkey and subnet.
    Result<std::vector<Submission>> pending(const BlockHash& genesis, const AccountId& hotkey, NetUid netuid);
    /// The commit with this hash, whatever became of it; the newest where there are several.
    Result<std::optional<Submission>> commit(const BlockHash& genesis, const Hash256& hash);
    /// Newest first, at most `most`.
    Result<std::vector<Submission>> newest(std::size_t most);
    /// Drops what is settled but for the newest `keep`.
    Result<> prune(std::size_t keep);

private:
    explicit SubmissionLedger(store::Database db) : m_db{std::move(db)} {}
    Result<std::vector<Submission>> rows(store::Statement& query);
    store::Database m_db;
};

} // namespace taodeck::worker
