#pragma once
/// Subnets and times for the tests of this folder.

#include "core/worker/neuron/machine.h"
#include "core/worker/neuron/waterfall.h"

#include <gtest/gtest.h>

namespace taodeck::worker {

template <class Id = AccountId>
Id keyOf(std::uint8_t byte) {
    Id id;
    id.bytes.fill(byte);
    return id;
}

inline api::Neuron neuronOf(std::uint16_t uid, std::uint8_t key) {
    api::Neuron n;
    n.uid = uid;
    n.hotkey = keyOf(key);
    n.coldkey = keyOf(static_cast<std::uint8_t>(key + 100));
    n.active = true;
    n.registeredAt = BlockNumber{10};
    return n;
}

/// Both clocks, moved together or apart.
struct Times {
    Moment now{UnixMillis{std::chrono::seconds{1'800'000'000}},
               std::chrono::steady_clock::time_point{std::chrono::hours{5}}};
    Moment after(std::chrono::milliseconds span) {
        now.wall += span;
        now.steady += span;
        return now;
    }
};

} // namespace taodeck::worker
