#pragma once
/// SCALE, the byte format of Substrate: little-endian integers, compact integers, length-prefixed sequences. Strict on
/// input: a compact integer in a longer form than needed, a bool that is neither 0 nor 1, and bytes left over are
/// errors. Pure; any thread. Source: polkadot-sdk, parity-scale-codec (Compact encoding, "big-integer" mode up to 2^536
/// - 1).

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/int128.h"
#include "core/base/result.h"
#include "core/base/units.h"

#include <optional>
#include <string>
#include <string_view>

namespace taodeck::scale {

/// Appends encoded values to a buffer.
class Encoder {
public:
    Encoder& u8(std::uint8_t v);
    Encoder& u16(std::uint16_t v);
    Encoder& u32(std::uint32_t v);
    Encoder& u64(std::uint64_t v);
    Encoder& u128(UInt128 v);
    Encoder& i64(std::int64_t v) { return u64(static_cast<std::uint64_t>(v)); }
    Encoder& boolean(bool v) { return u8(v ? 1 : 0); }
    Encoder& compact(UInt128 v);
    /// Compact form of an integer given as little-endian bytes (any zero padding); at most 67 significant bytes.
    Encoder& compactBig(ByteView littleEndian);
    Encoder& raw(ByteView bytes);   ///< No length in front.
    Encoder& bytes(ByteView bytes); ///< Compact length, then the bytes.
    Encoder& text(std::string_view text) { return bytes(asBytes(text)); }
    template <class Tag>
    Encoder& id(const Bytes32<Tag>& v) {
        return raw(v.bytes);
    }
    template <class Tag>
    Encoder& amount(Amount<Tag> v) {
        return u64(v.raw());
    }
    Encoder& netuid(NetUid v) { return u16(taodeck::raw(v)); }

    const Bytes& view() const { return m_out; }
    Bytes take() { return std::move(m_out); }

private:
    Bytes m_out;
};

/// Reads values off the front of a view. The view must outlive the decoder; returned views point into it.
class Decoder {
public:
    explicit Decoder(ByteView input) : m_rest{input} {}

    Result<std::uint8_t> u8();
    Result<std::uint16_t> u16();
    Result<std::uint32_t> u32();
    Result<std::uint64_t> u64();
    Result<UInt128> u128();
    Result<std::int64_t> i64();
    Result<bool> boolean();
    /// @return OutOfRange above 2^128 - 1, Malformed when not in its shortest form.
    Result<UInt128> compact();
    Result<std::uint32_t> compact32(); ///< As compact(), OutOfRange above 2^32 - 1.
    Result<std::uint64_t> compact64(); ///< As compact(), OutOfRange above 2^64 - 1.
    /// Any compact integer as little-endian bytes without trailing zeros (0 is empty).
    Result<Bytes> compactBig();
    Result<ByteView> raw(std::size_t count);
    /// Compact length, then that many bytes. @return Truncated, or LimitExceeded above `max`.
    Result<ByteView> bytes(std::size_t max = kNoLimit);
    /// Compact count of elements that take at least `minElementSize` bytes each, checked against what is left, so that
    /// a hostile count cannot make the caller reserve memory.
    Result<std::uint32_t> count(std::size_t minElementSize = 1);
    /// True for Some, false for None; Malformed otherwise.
    Result<bool> option() { return boolean(); }
    template <class Id>
    Result<Id> id() {
        TD_TRY(const auto view, raw(32));
        return Id::from(view);
    }

    ByteView rest() const { return m_rest; }
    bool empty() const { return m_rest.empty(); }
    /// @return Malformed if bytes are left.
    Result<> finish() const;

    static constexpr std::size_t kNoLimit = ~std::size_t{0};

private:
    template <class T>
    Result<T> little();
    ByteView m_rest;
};

} // namespace taodeck::scale
