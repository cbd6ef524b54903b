#pragma once
/// Integers of up to 256 bits with a sign: what a runtime type may hold, without losing digits. Pure; any thread.

#include "core/base/bytes.h"
#include "core/base/int128.h"
#include "core/base/result.h"

#include <array>
#include <compare>
#include <string>

namespace taodeck::metadata {

/// Sign and magnitude; the type that a value is encoded as decides what fits.
class Integer {
public:
    constexpr Integer() = default;
    constexpr Integer(std::uint64_t v) : m_limbs{v, 0, 0, 0} {} // NOLINT(google-explicit-constructor): a plain number
    static Integer fromU128(UInt128 v);
    static Integer fromI64(std::int64_t v);
    /// Little-endian, two's complement when `isSigned`; at most 32 bytes (more is our own mistake).
    static Integer fromLittleEndian(ByteView bytes, bool isSigned);
    /// Optional '-', then decimal digits. @return Malformed, or OutOfRange beyond 256 bits.
    static Result<Integer> fromDecimal(std::string_view text);

    /// `size` bytes (1..32), little-endian, two's complement when `isSigned`. @return OutOfRange when it does not fit.
    Result<Bytes> toLittleEndian(std::size_t size, bool isSigned) const;
    std::string toDecimal() const;

    bool isNegative() const { return m_negative; }
    bool isZero() const;
    /// @return OutOfRange when negative or above the type.
    Result<std::uint64_t> asU64() const;
    Result<UInt128> asU128() const;
    Result<std::int64_t> asI64() const;
    /// @return OutOfRange beyond 127 bits and a sign.
    Result<Int128> asI128() const;

    friend bool operator==(const Integer&, const Integer&) = default;

private:
    void setNegative(bool negative);
    std::array<std::uint64_t, 4> m_limbs{}; ///< Magnitude, least significant first.
    bool m_negative{false};                 ///< Never with a zero magnitude.
};

} // namespace taodeck::metadata
