// What a timelocked commit opens to, from anyone: when it reads, it is the beginning of the input word for word, in the
// present form for the named hotkey or in the older form.

#include "core/subtensor/pallets/subtensor_module/weights/timelocked.h"

#include <algorithm>
#include <cstdlib>

namespace {

using namespace taodeck;
using namespace taodeck::subtensor;

bool beginsWith(ByteView input, const Encoder& expected) {
    const ByteView view = expected.view();
    return view.size() <= input.size() && std::equal(view.begin(), view.end(), input.begin());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input{data, size};
    AccountId committer;
    if (size > 32) std::copy_n(data + 1, 32, committer.bytes.begin());
    const auto vote = subtensor_module::readTimelockPayload(input, committer);
    if (!vote) return 0;
    Encoder named, legacy;
    encodeTo(named, toBytes(committer.bytes));
    for (Encoder* out : {&named, &legacy}) {
        encodeTo(*out, vote->uids);
        encodeTo(*out, vote->values);
        encodeTo(*out, vote->versionKey);
    }
    // A longer name is cut to the account: then only the vote is there to compare.
    const bool longName = size > 0 && data[0] != 0x80;
    if (!beginsWith(input, named) && !beginsWith(input, legacy) && !longName) std::abort();
    return 0;
}
