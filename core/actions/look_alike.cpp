#include "core/actions/look_alike.h"

#include "core/crypto/ss58.h"

namespace taodeck::actions {

bool looksAlike(const AccountId& a, const AccountId& b) {
    constexpr std::size_t kHead = 4, kTail = 3; // the first character is the same for everybody
    if (a == b) return false;
    const auto x = crypto::ss58(a), y = crypto::ss58(b);
    return x.compare(0, kHead, y, 0, kHead) == 0 && x.substr(x.size() - kTail) == y.substr(y.size() - kTail);
}

} // namespace taodeck::actions
