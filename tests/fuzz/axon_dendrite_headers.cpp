// Whatever the head of an older request says: what is accepted is in time, and nothing of it breaks out of an answer.

#include "tests/fuzz/axon_fields.h"

#include "core/axon/dendrite.h"
#include "core/crypto/ss58.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace taodeck;
    using namespace taodeck::axon;
    const auto fields = fuzzFields({reinterpret_cast<const char*>(data), size});
    DendriteRules rules;
    rules.self = crypto::parseSs58("5CDZAWq2BJbueu5zFGejmEQVaszth1fyhVPZJUER7jpcxNsc")->account;
    const std::int64_t now = 1'795'365'651'384'364'808;
    const auto head = readDendriteHead(fields, rules, now, 0);
    if (head) {
        require(head->nonce > now - rules.oldest().count() && head->nonce <= now + rules.newest.count());
        require(head->timeout.count() >= 0 && head->timeout <= rules.mostTimeout && head->bodyHash.size() == 64);
        const auto message = dendriteMessage(*head, rules.self);
        require(std::count(message.begin(), message.end(), '.') == 4);
    } else {
        require(!head.error().why.empty());
    }
    DendriteStatus status;
    status.message = {reinterpret_cast<const char*>(data), std::min<std::size_t>(size, 100)};
    for (const bool unknown : {false, true})
        for (const auto& [name, value] : failureFields(fields, "Synapse", status, unknown)) {
            require(name.find_first_of("\r\n") == std::string::npos);
            require(value.find_first_of("\r\n") == std::string::npos);
        }
    return 0;
}
