#pragma once
/// The embedded chain's controls, for the window's Localnet page and taodeck-cli. What it says comes from the node
/// itself, unproven: it is about the person's own process. Implementation: core/supervise (localnet_commands).

#include "core/api/done.h"
#include "core/base/clock.h"
#include "core/base/ids.h"

#include <optional>
#include <string>
#include <vector>

namespace taodeck::api {

struct LocalnetStatus {
    bool paused{false}, stepping{false};
    double speed{1}; ///< Blocks per slot of real time; 0 as fast as the machine can.
    std::uint64_t slotMillis{0};
    double blocksPerSecond{0}; ///< Measured; 0 while unknown.
    BlockNumber best{}, finalized{};
    BlockHash genesis;
    UnixMillis chainTime{}; ///< Of the newest block; the chain has a time of its own.
    std::uint64_t seed{0};
    bool empty{false}, cast{false}, archive{false};
    std::uint32_t snapshots{0};
    std::uint64_t bytes{0}; ///< The chain's database on disk; 0 when unknown.
};

struct LocalnetSnapshot {
    std::string name;
    BlockNumber block{};
    BlockHash hash;
    bool sameChain{true}; ///< Else it was taken before a reset.
    UnixMillis madeAt{};
    std::uint64_t bytes{0};
};

/// Any thread. Answers are Disconnected when no embedded chain runs. A refusal has the node's own code: Conflict,
/// NotFound, Malformed, LimitExceeded, OutOfRange, Unsupported, Cancelled or Io, with its sentence as context; else
/// RemoteError. Everything that changes the chain answers with its status afterwards.
class LocalnetService {
public:
    virtual ~LocalnetService() = default;
    virtual void status(Done<LocalnetStatus> done) = 0;
    virtual void pause(Done<LocalnetStatus> done) = 0;
    virtual void resume(Done<LocalnetStatus> done) = 0;
    virtual void setSpeed(double speed, Done<LocalnetStatus> done) = 0; ///< 0.01 to 1000; 0 for the greatest.
    virtual void step(std::uint32_t blocks, Done<LocalnetStatus> done) = 0;
    /// Until an epoch of `netuid`, or of any subnet, has run.
    virtual void stepEpoch(std::optional<NetUid> netuid, Done<LocalnetStatus> done) = 0;
    /// Another chain, with another genesis. Empty: as the old one.
    virtual void reset(std::optional<std::uint64_t> seed, std::optional<bool> empty, Done<LocalnetStatus> done) = 0;
    virtual void setCast(bool on, Done<LocalnetStatus> done) = 0;
    virtual void snapshots(Done<std::vector<LocalnetSnapshot>> done) = 0;
    virtual void takeSnapshot(const std::string& name, Done<LocalnetSnapshot> done) = 0;
    virtual void deleteSnapshot(const std::string& name, Done<LocalnetStatus> done) = 0;
    virtual void restore(const std::string& name, Done<LocalnetStatus> done) = 0;
    /// A chain folder of its own with the snapshot's chain. @return its path, for taodeck-localnet --state.
    virtual void fork(const std::string& name, const std::string& target, Done<std::string> done) = 0;
};

} // namespace taodeck::api
