#pragma once
/// What a program asks of the process that holds its model, and what that process tells: JSON in the frames of frame.h.
/// Both directions are read with limits: the child may be in a stranger's hands, and the child reads as strictly. Lists
/// of numbers are packed as hexadecimal text (little-endian u32), so that they stay exact and a message's memory is at
/// most a small multiple of its size. Pure.

#include "core/worker/host/model_host.h"

namespace taodeck::worker {

struct Ask {
    enum class Kind : std::uint8_t { Complete, Prove, Verify, Cancel };
    Kind kind{Kind::Complete};
    std::uint64_t id{0};
    engine::CompletionRequest request;        ///< Not of Cancel.
    std::array<std::uint8_t, 32> challenge{}; ///< Prove, Verify.
    std::optional<engine::Receipt> receipt{}; ///< Verify.
};

struct Tell {
    enum class Kind : std::uint8_t { Ready, Failed, Beat, Token, Answer, Verdict, Error };
    Kind kind{Kind::Beat};
    std::uint64_t id{0};                      ///< Token, Answer, Verdict, Error.
    HostInfo info;                            ///< Ready.
    Error error{Errc::Io, {}};                ///< Failed (the model cannot be loaded), Error.
    engine::TokenEvent token;                 ///< Token.
    engine::Completion completion;            ///< Answer.
    std::optional<engine::Receipt> receipt{}; ///< Answer, when it was to be proved.
    engine::Verdict verdict;                  ///< Verdict.
};

/// Malformed: a text is not valid UTF-8.
Result<std::string> encodeAsk(const Ask& ask);
Result<std::string> encodeTell(const Tell& tell);
/// Malformed, OutOfRange, LimitExceeded; of receipts as engine::receiptFromJson.
Result<Ask> decodeAsk(std::string_view text);
Result<Tell> decodeTell(std::string_view text);

} // namespace taodeck::worker
