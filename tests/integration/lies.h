#pragma once
/// Every lie that the light client is tried with.

#include "core/base/bytes.h"
#include "tests/integration/lying_proxy.h"

#include <string>
#include <vector>

namespace taodeck::test {

struct LieFacts {
    Bytes accountKey; ///< Raw storage key of the watched account.
    Bytes madeUp;     ///< SCALE of an account with a made-up balance; as long as a real one.
};

struct NamedLie {
    std::string name;
    std::function<Liar()> make; ///< Each with its own memory.
};

std::vector<NamedLie> allLies(const LieFacts& facts);

} // namespace taodeck::test
