#include "core/crypto/transcript.h"

#include "core/base/secret_bytes.h"
#include "core/crypto/detail/keccak.h"

#include <algorithm>
#include <utility>

namespace taodeck::crypto {
namespace {

constexpr std::uint8_t kRate = 166; // STROBE_R for 128-bit security
constexpr std::uint8_t kInbound = 1, kApplication = 2, kCipher = 4, kMeta = 16;

std::array<std::uint8_t, 4> littleLength(std::size_t size) {
    return {static_cast<std::uint8_t>(size), static_cast<std::uint8_t>(size >> 8),
            static_cast<std::uint8_t>(size >> 16), static_cast<std::uint8_t>(size >> 24)};
}

} // namespace

Strobe128::Strobe128(std::string_view protocol) {
    constexpr std::array<std::uint8_t, 6> kHead{1, kRate + 2, 1, 0, 1, 96};
    constexpr std::string_view kVersion = "STROBEv1.0.2";
    std::copy(kHead.begin(), kHead.end(), bytes());
    std::copy(kVersion.begin(), kVersion.end(), bytes() + kHead.size());
    detail::keccakPermute(m_state);
    metaAd(asBytes(protocol), /*more=*/false);
}

Strobe128::~Strobe128() {
    wipe(m_state.data(), sizeof m_state);
}

void Strobe128::metaAd(ByteView data, bool more) {
    if (!more) begin(kMeta | kApplication);
    absorb(data);
}

void Strobe128::ad(ByteView data) {
    begin(kApplication);
    absorb(data);
}

void Strobe128::prf(std::span<std::uint8_t> out) {
    begin(kInbound | kApplication | kCipher);
    for (std::uint8_t& byte : out) {
        byte = std::exchange(bytes()[m_at], std::uint8_t{0});
        if (++m_at == kRate) permute();
    }
}

void Strobe128::key(ByteView data) {
    begin(kApplication | kCipher);
    for (const std::uint8_t byte : data) {
        bytes()[m_at] = byte;
        if (++m_at == kRate) permute();
    }
}

void Strobe128::begin(std::uint8_t flags) {
    const std::array<std::uint8_t, 2> head{m_begin, flags};
    m_begin = static_cast<std::uint8_t>(m_at + 1);
    absorb(head);
    if ((flags & kCipher) != 0 && m_at != 0) permute();
}

void Strobe128::absorb(ByteView data) {
    for (const std::uint8_t byte : data) {
        bytes()[m_at] ^= byte;
        if (++m_at == kRate) permute();
    }
}

void Strobe128::permute() {
    bytes()[m_at] ^= m_begin;
    bytes()[m_at + 1] ^= 0x04;
    bytes()[kRate + 1] ^= 0x80;
    detail::keccakPermute(m_state);
    m_at = 0;
    m_begin = 0;
}

Transcript::Transcript(std::string_view label) : m_strobe{"Merlin v1.0"} {
    append("dom-sep", asBytes(label));
}

void Transcript::append(std::string_view label, ByteView message) {
    m_strobe.metaAd(asBytes(label), /*more=*/false);
    m_strobe.metaAd(littleLength(message.size()), /*more=*/true);
    m_strobe.ad(message);
}

void Transcript::challenge(std::string_view label, std::span<std::uint8_t> out) {
    m_strobe.metaAd(asBytes(label), /*more=*/false);
    m_strobe.metaAd(littleLength(out.size()), /*more=*/true);
    m_strobe.prf(out);
}

void Transcript::witness(std::string_view label, ByteView secret, ByteView random, std::span<std::uint8_t> out) const {
    Strobe128 strobe = m_strobe;
    strobe.metaAd(asBytes(label), /*more=*/false);
    strobe.metaAd(littleLength(secret.size()), /*more=*/true);
    strobe.key(secret);
    strobe.metaAd(asBytes("rng"), /*more=*/false);
    strobe.key(random);
    strobe.metaAd(littleLength(out.size()), /*more=*/false);
    strobe.prf(out);
}

} // namespace taodeck::crypto
