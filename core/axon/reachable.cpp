#include "core/axon/reachable.h"

#include "core/axon/wire_json.h"
#include "core/crypto/ss58.h"

namespace taodeck::axon {

void checkReachable(Client& client, Target target, std::chrono::milliseconds timeout,
                    std::function<void(Reachability)> done) {
    Query ping;
    ping.path = "/v1/ping";
    ping.timeout = timeout;
    const auto expected = crypto::ss58(target.hotkey);
    client.ask(std::move(target), std::move(ping), [expected, done = std::move(done)](const Reply& reply) {
        if (reply.noAnswer) return done({Reach::NotFromHere, reply.words});
        if (!reply.ok()) return done({Reach::Refused, "answered " + std::to_string(reply.status) + ": " + reply.words});
        const auto said = parseWireJson(reply.body);
        const auto* hotkey = said ? said->find("hotkey") : nullptr;
        if (hotkey == nullptr || hotkey->text != expected)
            return done({Reach::Refused, "the answer does not name the hotkey"});
        done({Reach::Answered, {}});
    });
}

} // namespace taodeck::axon
