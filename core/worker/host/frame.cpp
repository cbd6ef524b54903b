#include "core/worker/host/frame.h"

#include <cstring>

namespace taodeck::worker {
namespace {

constexpr char kMagic[3] = {'T', 'D', 'h'};

Result<std::size_t> bodyLength(const char* header, std::size_t largest) {
    if (std::memcmp(header, kMagic, sizeof kMagic) != 0) return fail(Errc::Malformed, "the stream holds no frame");
    const auto version = static_cast<std::uint8_t>(header[3]);
    if (version != kFrameVersion) return fail(Errc::Unsupported, "frame version " + std::to_string(version));
    std::size_t length = 0;
    for (std::size_t i = 0; i < 4; ++i)
        length |= static_cast<std::size_t>(static_cast<std::uint8_t>(header[4 + i])) << (8 * i);
    if (length > largest) return fail(Errc::LimitExceeded, "a frame of " + std::to_string(length) + " bytes");
    return length;
}

} // namespace

Result<std::string> encodeFrame(std::string_view body) {
    if (body.size() > kMaxFrame)
        return fail(Errc::LimitExceeded, "a message of " + std::to_string(body.size()) + " bytes is too long");
    std::string out(kMagic, sizeof kMagic);
    out.reserve(kFrameHeader + body.size());
    out += static_cast<char>(kFrameVersion);
    for (std::size_t i = 0; i < 4; ++i)
        out += static_cast<char>(body.size() >> (8 * i) & 0xff);
    out += body;
    return out;
}

void FrameReader::push(std::string_view bytes) {
    if (m_lost) return; // what follows cannot be told apart from anything
    if (m_taken > 0) {
        m_bytes.erase(0, m_taken);
        m_taken = 0;
    }
    m_bytes += bytes;
}

Result<std::optional<std::string>> FrameReader::next() {
    if (m_lost) return tl::unexpected<Error>{*m_lost};
    if (waiting() < kFrameHeader) return std::optional<std::string>{};
    const auto length = bodyLength(m_bytes.data() + m_taken, m_largest);
    if (!length) {
        m_lost = length.error();
        m_bytes.clear();
        m_taken = 0;
        return tl::unexpected<Error>{*m_lost};
    }
    if (waiting() < kFrameHeader + *length) return std::optional<std::string>{};
    std::optional<std::string> body{m_bytes.substr(m_taken + kFrameHeader, *length)};
    m_taken += kFrameHeader + *length;
    return body;
}

} // namespace taodeck::worker
