#pragma once
/// One worker's folder, DATA/workers/ID: worker.json (settings, ours), worker.db and worker.log (the neuron's), the
/// secret of the next start, and the lock that keeps two programs from supervising one worker. Only the owner may read
/// it. Trusts the person's own disk for who wrote it, not for its form. Calls wait for the disk; any thread.

#include "core/api/worker_service.h"

#include <filesystem>

namespace taodeck::supervise {

/// [a-z0-9-]{1,40}: safe as a folder's name everywhere.
bool isWorkerId(std::string_view id);

/// What a worker's settings must be before they are kept. @return Malformed with a sentence.
Result<> checkSettings(const api::WorkerSettings& settings);

/// Part of it: a miner that strangers are to ask must have said where. Nothing is looked at but the settings.
Result<> checkReachable(const api::WorkerSettings& settings);

/// Writes the bytes beside the file, syncs, and puts them in its place; a reader sees the old or the new. @return Io.
Result<> writeAtomically(const std::filesystem::path& file, std::string_view content);
/// @return NotFound, LimitExceeded, Io.
Result<std::string> readSmallFile(const std::filesystem::path& file, std::size_t most);

class WorkerFolder {
public:
    explicit WorkerFolder(std::filesystem::path path) : m_path{std::move(path)} {}

    const std::filesystem::path& path() const { return m_path; }
    std::filesystem::path settingsFile() const { return m_path / "worker.json"; }
    std::filesystem::path database() const { return m_path / "worker.db"; }
    std::filesystem::path log() const { return m_path / "worker.log"; }
    std::filesystem::path secret() const { return m_path / "control.secret"; }
    std::filesystem::path supervisorFile() const { return m_path / "supervisor.json"; }

    Result<> make() const; ///< Io, Conflict when it exists.
    Result<api::WorkerSettings> settings() const;
    Result<> save(const api::WorkerSettings& settings) const;
    /// A fresh secret for the next start: 32 random bytes as hex, in the file and returned.
    Result<std::string> newSecret() const;
    std::vector<std::string> logTail(std::size_t lines) const;
    /// The neuron's file of what it sent to the chain: it holds the salts of weights that are not revealed yet, so it
    /// outlives its worker, and a new worker of the same neuron takes it back. A folder without one: nothing happens.
    /// @return Conflict where another one lies already, Io.
    Result<> keepLedger(const std::filesystem::path& place) const;
    Result<> takeLedger(const std::filesystem::path& place) const;
    Result<> remove() const;

private:
    std::filesystem::path ledger() const { return m_path / "ledger"; }
    std::filesystem::path m_path;
};

/// The folders below `root` whose settings can be read; the others are logged and left alone.
std::vector<api::WorkerSettings> listWorkers(const std::filesystem::path& root);

/// Held while this program supervises a worker; the system lets go of it when the program ends, however it ends.
class SupervisorLock {
public:
    /// @return Conflict when another program, or another part of this one, holds it; Io.
    static Result<SupervisorLock> take(const WorkerFolder& folder);
    SupervisorLock(SupervisorLock&& other) noexcept : m_fd{std::exchange(other.m_fd, -1)} {}
    SupervisorLock& operator=(SupervisorLock&& other) noexcept;
    ~SupervisorLock();

private:
    explicit SupervisorLock(int fd) : m_fd{fd} {}
    int m_fd{-1};
};

} // namespace taodeck::supervise
