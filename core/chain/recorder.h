#pragma once
/// Fills the cache from the light client: what each watched coldkey has, block by block as far as the machine is on,
/// with the trust word it was read with. Bursts of blocks become one record. Any thread may call.

#include "core/chain/light_client.h"

namespace taodeck::chain {

class Recorder {
public:
    virtual ~Recorder() = default; ///< No record is begun any more.
    /// Replaces the set of watched coldkeys.
    virtual void watch(std::vector<AccountId> coldkeys) = 0;
};

struct RecorderOptions {
    std::shared_ptr<LightClient> client;
    std::shared_ptr<store::Store> store;
    std::function<UnixMillis()> now;
    std::chrono::milliseconds every{1'000}; ///< At most one record per coldkey in this time, on development chains.
    std::chrono::milliseconds everyLive{60'000}; ///< On every other network.
};
std::shared_ptr<Recorder> makeRecorder(RecorderOptions options);

} // namespace taodeck::chain
