#pragma once
/// Miners and validators of this machine: what a window or a command line may ask and order. The work itself runs in
/// taodeck-worker processes, which hold hotkeys only. Implementation: core/supervise/workers. Calls may come from any
/// thread; answers arrive on a core thread.

#include "core/api/done.h"
#include "core/base/foreign_text.h"
#include "core/base/ids.h"
#include "core/base/stated.h"
#include "core/base/units.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace taodeck::api {

using WorkerTime = std::chrono::sys_time<std::chrono::milliseconds>;

enum class Role : std::uint8_t { Miner, Validator };

/// Subnets of the embedded chain's seeded world whose people run the real protocol: a market for a person alone.
inline constexpr NetUid kLocalnetTextSubnet{5}, kLocalnetSentimentSubnet{6};

/// When a worker rests by itself. A rest is a Paused state with its reason, never an error.
struct WorkerSchedule {
    bool pauseOnBattery{true};
    bool pauseWhenBusy{false};                            ///< Somebody else uses most of the processor.
    std::optional<std::chrono::minutes> fromTime, toTime; ///< Local time of day; both or none. May pass midnight.
    friend bool operator==(const WorkerSchedule&, const WorkerSchedule&) = default;
};

struct WorkerSettings {
    std::string id;      ///< Folder name, [a-z0-9-]{1,40}; empty in create(): chosen.
    std::string network; ///< Id of the network that it works on.
    Role role{Role::Miner};
    NetUid netuid{};
    std::string task; ///< "text", "sentiment" or "recipe".
    AccountId coldkey, hotkey;
    std::string hotkeyFile; ///< Absolute path; plain, as hotkeys are.
    std::string model;      ///< Absolute path of the GGUF file; empty for "recipe".
    std::string recipe;     ///< Absolute path of the recipe file; else empty.
    std::string externalIp; ///< Announced on chain; empty on a development network.
    std::uint16_t port{0};  ///< Of the axon; 0: a free one, kept from then on.
    std::uint32_t threads{0};
    bool gpu{true};
    bool startWithProgram{false};
    WorkerSchedule schedule;
    double watts{0}; ///< What the machine draws more while it works; 0: unknown, energy is not counted.
    Rao energyPrice; ///< Per kilowatt-hour; 0: unknown.
    friend bool operator==(const WorkerSettings&, const WorkerSettings&) = default;
};

enum class WorkerState : std::uint8_t {
    Stopped,       ///< Nobody wants it to run.
    Starting,      ///< Its process comes up.
    LoadingModel,  ///< The model is read and checked.
    WaitingChain,  ///< No connection to the chain, or it has no final block yet.
    NotRegistered, ///< Its hotkey has no UID on the subnet.
    Announcing,    ///< Its address goes to the chain.
    Running,
    Paused,     ///< By schedule or person; the reason says which.
    BackingOff, ///< Something failed; it tries again by itself at `retryAt`.
    Failed,     ///< It will not try again before something is changed; the reason says what.
};

/// How one neuron stands. Facts of the chain carry the block and trust they were read at; empty is "—".
struct WorkerRow {
    WorkerSettings settings;
    WorkerState state{WorkerState::Stopped};
    std::string reason; ///< English; why it is in this state.
    std::optional<WorkerTime> retryAt;
    std::optional<WorkerTime> upSince;
    int pid{0};
    bool sandboxed{false};    ///< The model's process is confined; else `sandboxWords` says why not.
    std::string sandboxWords; ///< English: what is confined.
    std::string device;       ///< "CPU, avx2, 2 threads".

    Trust trust{Trust::Unknown};
    BlockNumber at{};
    std::optional<std::uint16_t> uid;
    std::optional<std::uint32_t> rank, neurons;  ///< 1 is the best by emission.
    std::optional<std::uint32_t> immunityBlocks; ///< Left; 0: none.
    std::optional<std::uint32_t> blocksSinceUpdate;
    std::optional<double> incentive, dividends, vtrust; ///< 0..1
    std::optional<double> score;                        ///< Mean of the validators' weights for it, 0..1; a miner's.
    std::optional<Alpha> emission;                      ///< Of the last epoch.

    std::uint64_t requests24h{0}, answered24h{0}, refused24h{0};
    Alpha earned24h, earnedAll; ///< From blocks, since it was created.
    Rao earnedTao;              ///< earnedAll at each payout's price.
    double wattHours{0};
    std::optional<Rao> energyCost; ///< Empty while watts or price is unknown.
};

struct WorkerScorePoint { ///< One epoch of the subnet.
    WorkerTime time{};
    BlockNumber block{};
    double score{0}, incentive{0}, consensus{0}, dividends{0}, vtrust{0};
    std::uint32_t rank{0};
};
struct WorkerEarning { ///< One payout.
    WorkerTime time{};
    BlockNumber block{};
    Alpha alpha;
    Rao tao; ///< At that block's price.
};
struct WorkerRequest {
    WorkerTime time{};
    AccountId peer;
    std::string task;
    ForeignText prompt, answer; ///< Their beginnings.
    std::uint32_t promptTokens{0}, answerTokens{0};
    std::chrono::milliseconds took{0};
    std::string outcome;         ///< "answered", or why not: "rate_limited", "not_permitted", "cancelled" ...
    std::optional<double> score; ///< What this validator gave; a validator's own log.
};

/// Why a payout was what it was. The parts' alpha sums up to `paid` exactly.
struct WaterfallPart {
    AccountId validator;
    std::uint16_t uid{0};
    std::uint64_t requests{0}, answered{0}; ///< Of this validator since the epoch before, by our log.
    double weight{0};                       ///< What it gave us, of its weights, 0..1.
    double clipped{0};                      ///< After consensus, 0..1.
    double stakeShare{0};                   ///< Of the active validators' stake.
    Alpha alpha;
    Rao tao;
};
struct Waterfall {
    WorkerTime time{};
    BlockNumber block{}; ///< Of the epoch.
    std::vector<WaterfallPart> parts;
    double consensus{0}, incentive{0};
    Alpha paid; ///< What the chain added to the hotkey's stake in that block.
    Rao price;  ///< Per alpha.
    Rao tao;    ///< paid at that price.
    double wattHours{0};
    std::optional<Rao> energyCost;
};

enum class VerdictLevel : std::uint8_t { Good, Caution, Bad };
struct VerdictPoint {
    VerdictLevel level{VerdictLevel::Good};
    std::string title, text; ///< English.
};
struct VerdictRequest {
    Role role{Role::Miner};
    NetUid netuid{};
    std::string task, model;
    AccountId coldkey;
};
/// Can this machine and this wallet earn here? Answered before anything is spent.
struct Verdict {
    VerdictLevel level{VerdictLevel::Good};
    std::string sentence;
    std::vector<VerdictPoint> points;
    Trust trust{Trust::Unknown};
    BlockNumber at{};
    Rao price;          ///< Registration, now.
    Rao suggestedLimit; ///< Most that a registration may cost.
    std::uint32_t immunityBlocks{0}, neurons{0}, maxNeurons{0}, earners{0}, earnersWithEndpoint{0};
    bool registrationOpen{false};
};

enum class ModelFit : std::uint8_t { Unknown, Gpu, Partly, Cpu, TooLarge, Broken };
struct ModelRow {
    std::string path;
    ForeignText name;
    std::uint64_t bytes{0}, parameters{0};
    std::string family, quantisation, sha256; ///< sha256 is empty until it was computed.
    std::uint32_t context{0};
    ModelFit fit{ModelFit::Unknown};
    std::string words; ///< English with numbers: what fits, or what is wrong with the file.
    bool bundled{false};
};

struct GpuRow {
    ForeignText name;
    std::uint64_t freeBytes{0}, totalBytes{0};
    std::optional<double> celsius, watts, load; ///< load 0..1; through NVML.
};
struct MachineState {
    std::vector<GpuRow> gpus;
    std::string gpuWords; ///< Why there is none: "no NVIDIA driver".
    std::uint64_t memoryFree{0}, memoryTotal{0};
    std::optional<double> cpuLoad; ///< 0..1
    std::optional<bool> onBattery;
};

/// Everything between a click and a running neuron, in order. A step that is not needed is skipped.
enum class LaunchStep : std::uint8_t { Fund, Register, Create, Start, Run };
struct LaunchRequest {
    WorkerSettings settings;
    Rao limit;                       ///< Most that the registration may cost; beyond it nothing is signed.
    bool fundFromDevelopment{false}; ///< On development networks: give the coldkey what it lacks.
};
struct LaunchProgress {
    LaunchStep step{LaunchStep::Fund};
    std::string words;
};

class WorkerService {
public:
    virtual ~WorkerService() = default;
    virtual void workers(Done<std::vector<WorkerRow>> done) = 0;
    virtual Subscription onChanged(std::function<void()> fn) = 0; ///< At most once every 250 ms.

    virtual void verdict(VerdictRequest request, Done<Verdict> done) = 0;
    /// Registers if the hotkey has no UID, writes the worker's folder, starts it, and answers when it runs. Safe to
    /// repeat: what is done already is not done again. @return Refused (price above the limit), Locked (unlock the
    /// wallet and ask again), NotFound, Conflict (this hotkey already works here), and the failing step's own error.
    virtual void launch(LaunchRequest request, std::function<void(const LaunchProgress&)> progress,
                        Done<WorkerRow> done) = 0;
    /// Writes the folder without starting. @return Conflict, Malformed, Io.
    virtual void create(WorkerSettings settings, Done<WorkerRow> done) = 0;
    virtual void change(WorkerSettings settings, Done<WorkerRow> done) = 0; ///< By id; restarts it when it runs.
    virtual void start(const std::string& id, Done<> done) = 0;
    virtual void stop(const std::string& id, Done<> done) = 0;
    virtual void remove(const std::string& id, Done<> done) = 0; ///< Stops it first; its log and database go too.

    virtual void scores(const std::string& id, WorkerTime from, Done<std::vector<WorkerScorePoint>> done) = 0;
    virtual void earnings(const std::string& id, WorkerTime from, Done<std::vector<WorkerEarning>> done) = 0;
    virtual void requests(const std::string& id, std::size_t limit, Done<std::vector<WorkerRequest>> done) = 0;
    /// Newest first.
    virtual void waterfalls(const std::string& id, std::size_t limit, Done<std::vector<Waterfall>> done) = 0;
    virtual void logTail(const std::string& id, std::size_t lines, Done<std::vector<std::string>> done) = 0;

    virtual void models(Done<std::vector<ModelRow>> done) = 0; ///< Of the models folder, and the bundled one.
    /// Reads and plans one file in a confined process. A broken file is a row with ModelFit::Broken.
    virtual void inspectModel(const std::string& path, Done<ModelRow> done) = 0;
    virtual void addModel(const std::string& path, Done<ModelRow> done) = 0; ///< Copies nothing: remembers the path.
    virtual void machine(Done<MachineState> done) = 0;
};

} // namespace taodeck::api
