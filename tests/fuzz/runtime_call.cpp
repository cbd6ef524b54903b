/// Any bytes as a transaction and as a call. What decodes is written back to the same bytes; a call that fails leaves
/// the state as it was; a refused transaction too.

#include "core/subtensor/executive.h"
#include "core/subtensor/pallets/sudo.h"
#include "core/subtensor/rules.h"

#include <cstdlib>

using namespace taodeck;
using namespace taodeck::subtensor;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

const MemoryState& genesis() {
    static const auto built = [] {
        MemoryState out;
        State state{out};
        makeRuntime425()->buildGenesis(state, developmentGenesis(12'000, 1, 1));
        auto changes = state.changes();
        for (auto& [key, value] : changes) {
            if (value) out.entries[key] = *std::move(value);
        }
        return out;
    }();
    return built;
}

void tryExtrinsic(ByteView bytes) {
    static const auto runtime = makeRuntime425();
    const auto decoded = decodeExtrinsic(bytes);
    if (decoded && decoded->signedPart) require(encodeSigned(*decoded->signedPart, decoded->call) == toBytes(bytes));
    (void)runtime->validate(genesis(), BlockHash{}, bytes);
    (void)runtime->queryFee(genesis(), bytes);
    State state{genesis()};
    if (!runtime->apply(state, bytes)) require(state.changes().empty());
}

void tryCall(ByteView bytes, const Origin& origin) {
    static const RuleSet425 rules{12'000};
    const auto call = decodeAll<RuntimeCall>(bytes);
    if (!call) return;
    require(encoded(*call) == toBytes(bytes));
    if (nestingDepth(*call) > kMaxNesting) return;
    State state{genesis()};
    const Context ctx{state, rules, BlockNumber{1}};
    if (!dispatch(ctx, origin, *call)) require(state.changes().empty());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const ByteView rest{data + 1, size - 1};
    switch (data[0] % 3) {
    case 0:
        tryExtrinsic(rest);
        break;
    case 1:
        tryCall(rest, Origin::root());
        break;
    case 2:
        tryCall(rest, Origin::signedBy(*sudo::Key.get(genesis())));
        break;
    }
    return 0;
}
