#pragma once
/// What the client writes for a query and reads out of an answer, without sockets. Pure.

#include "core/axon/client.h"
#include "core/axon/fields.h"

namespace taodeck::axon::detail {

/// Whether the query can be sent at all: path, name and body. @return Malformed.
Result<> checkQuery(const Query& query);
/// The whole request, signed with `nonce`. `session`: the older protocol's uuid.
Result<std::string> requestText(const keys::Signer& signer, const Target& target, const Query& query,
                                std::int64_t nonce, const std::string& session);

struct RawAnswer {
    unsigned status{0};
    std::string contentType;
    OwnedFields fields;
    std::string body;
    bool streamed{false};
};
/// Status, own fields and words as the protocol counts them.
Reply readAnswer(Protocol protocol, RawAnswer answer);

} // namespace taodeck::axon::detail
