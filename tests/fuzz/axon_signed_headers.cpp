// Whatever the head of a signed request says: what is accepted is bound to us, in time, and signs eight lines.

#include "tests/fuzz/axon_fields.h"

#include "core/axon/signed_request.h"
#include "core/crypto/ss58.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace taodeck;
    using namespace taodeck::axon;
    const auto fields = fuzzFields({reinterpret_cast<const char*>(data), size});
    SignedRules rules;
    rules.self = crypto::parseSs58("5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty")->account;
    const std::int64_t now = 1'752'076'800'000'000'000;
    for (const auto scheme : {Scheme::Sr25519, Scheme::Ed25519}) {
        rules.schemeOf = [scheme](const AccountId&) { return scheme; };
        const auto head = readSignedHead(fields, rules, now, now - 1);
        if (!head) {
            require(!words(head.error()).empty());
            continue;
        }
        require(isSigned(fields) && head->scheme == scheme);
        require(head->nonce >= now && head->nonce <= now + rules.newest.count());
        require(head->receiverText == crypto::ss58(rules.self) && head->senderText == crypto::ss58(head->sender));
        const auto text = signedBytes(*head, "POST", "/generate?stream=false", "{\"prompt\": \"hello\"}");
        require(std::count(text.begin(), text.end(), '\n') == 7 && text.find('\r') == std::string::npos);
    }
    return 0;
}
