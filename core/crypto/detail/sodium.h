#pragma once
/// libsodium, initialised: it then picks the fastest code for the processor. Safe from any thread, any number of times.

#include <sodium.h>

#include <new>

namespace taodeck::crypto::detail {

inline void ensureSodium() {
    static const bool ready = sodium_init() >= 0;
    if (!ready) throw std::bad_alloc{}; // no source of randomness: nothing here can work
}

} // namespace taodeck::crypto::detail
