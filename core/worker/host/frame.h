#pragma once
/// Messages on a byte stream between a program and the child that it does not trust: eight bytes of header ("TDh", the
/// version, the length as a little-endian u32), then so many bytes. The reader trusts nothing of the stream. Pure.

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace taodeck::worker {

inline constexpr std::uint8_t kFrameVersion = 1;
inline constexpr std::size_t kFrameHeader = 8;
inline constexpr std::size_t kMaxFrame = 24u << 20; ///< The largest request with all its tokens stays below.

/// LimitExceeded beyond kMaxFrame.
Result<std::string> encodeFrame(std::string_view body);

/// Bytes in as they come, whole bodies out. After an error the stream is lost: every later call gives it again.
class FrameReader {
public:
    explicit FrameReader(std::size_t largest = kMaxFrame) : m_largest{largest} {}

    void push(std::string_view bytes);
    /// Empty: more bytes are needed. Malformed (no frame of ours), Unsupported (version), LimitExceeded (length).
    Result<std::optional<std::string>> next();
    /// How many bytes wait for the rest of their frame.
    std::size_t waiting() const { return m_bytes.size() - m_taken; }

private:
    std::size_t m_largest;
    std::string m_bytes;
    std::size_t m_taken{0}; ///< Of m_bytes.
    std::optional<Error> m_lost;
};

} // namespace taodeck::worker
