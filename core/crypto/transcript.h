#pragma once
/// Merlin transcripts: a protocol's messages absorbed one by one, out of which its challenges come. What sr25519 is
/// made of. Holds secrets while keys are derived or signatures made, so it wipes itself. Pure; not shared between
/// threads. Source: Merlin v1.0 over STROBE-128/1600 (strobe.sourceforge.io, v1.0.2).

#include "core/base/bytes.h"

#include <array>
#include <string_view>

namespace taodeck::crypto {

/// The part of STROBE-128 that Merlin uses: meta-AD, AD, PRF and KEY.
class Strobe128 {
public:
    explicit Strobe128(std::string_view protocol);
    Strobe128(const Strobe128&) = default;
    Strobe128& operator=(const Strobe128&) = default;
    ~Strobe128();

    /// `more`: continues the operation before it, which must have been of the same kind.
    void metaAd(ByteView data, bool more);
    void ad(ByteView data);
    void prf(std::span<std::uint8_t> out);
    void key(ByteView data);

private:
    void begin(std::uint8_t flags);
    void absorb(ByteView data);
    void permute();
    std::uint8_t* bytes() { return reinterpret_cast<std::uint8_t*>(m_state.data()); }

    std::array<std::uint64_t, 25> m_state{};
    std::uint8_t m_at{0};
    std::uint8_t m_begin{0};
};

class Transcript {
public:
    explicit Transcript(std::string_view label);

    void append(std::string_view label, ByteView message);
    void challenge(std::string_view label, std::span<std::uint8_t> out);

    /// Secret bytes that depend on everything appended, on `secret` and on `random` (32 fresh bytes; fixed ones only in
    /// tests): how nonces are made, so that neither a repeated nor a poor random source gives them away.
    void witness(std::string_view label, ByteView secret, ByteView random, std::span<std::uint8_t> out) const;

private:
    Strobe128 m_strobe;
};

} // namespace taodeck::crypto
