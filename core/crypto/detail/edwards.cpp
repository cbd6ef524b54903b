#include "core/crypto/detail/edwards.h"

#include <algorithm>
#include <vector>

namespace taodeck::crypto::detail {
namespace {

struct Projective { ///< x = X/Z, y = Y/Z: enough for doubling.
    Fe x, y, z;
};
struct Completed { ///< x = X/Z, y = Y/T: what additions give before their products.
    Fe x, y, z, t;
};
struct Cached { ///< A point prepared to be added: Y+X, Y-X, 2Z, 2dT. For table entries of the base 2Z is 2.
    Fe plus, minus, twoZ, twoDT;
};

struct Constants {
    Fe d; ///< -121665/121666
    Fe twoD;
    Fe rootOfInverseAmD; ///< 1/sqrt(a - d) with a = -1
};

const Constants& constants() {
    static const Constants c = [] {
        const Fe d = mul(negate(Fe{{121665, 0, 0, 0, 0}}), invert(Fe{{121666, 0, 0, 0, 0}}));
        return Constants{d, carry(add(d, d)), rootOfRatio(kFeOne, subCarried(negate(kFeOne), d)).root};
    }();
    return c;
}

Projective toProjective(const Completed& p) {
    return {mul(p.x, p.t), mul(p.y, p.z), mul(p.z, p.t)};
}
Point toPoint(const Completed& p) {
    return {mul(p.x, p.t), mul(p.y, p.z), mul(p.z, p.t), mul(p.x, p.y)};
}
Projective toProjective(const Point& p) {
    return {p.x, p.y, p.z};
}
Cached toCached(const Point& p) {
    return {carry(add(p.y, p.x)), subCarried(p.y, p.x), carry(add(p.z, p.z)), mul(p.t, constants().twoD)};
}

Completed twice(const Projective& p) {
    const Fe xx = square(p.x), yy = square(p.y), zz = square(p.z);
    const Fe sum = add(yy, xx);
    const Fe difference = subCarried(yy, xx);
    return {sub(square(add(p.x, p.y)), sum), sum, difference, sub(add(zz, zz), difference)};
}

/// p + q, or p - q where `minus`.
Completed plus(const Point& p, const Cached& q, bool minus) {
    const Fe pp = mul(add(p.y, p.x), minus ? q.minus : q.plus);
    const Fe mm = mul(sub(p.y, p.x), minus ? q.plus : q.minus);
    const Fe tt = mul(p.t, q.twoDT);
    const Fe zz = mul(p.z, q.twoZ);
    const Fe more = add(zz, tt), less = sub(zz, tt);
    return {sub(pp, mm), add(pp, mm), minus ? less : more, minus ? more : less};
}

/// The odd multiples 1p, 3p, 5p, ...
template <std::size_t N>
std::array<Cached, N> oddMultiples(const Point& p) {
    std::array<Cached, N> out;
    const Cached step = toCached(toPoint(twice(toProjective(p))));
    Point multiple = p;
    for (Cached& entry : out) {
        entry = toCached(multiple);
        multiple = toPoint(plus(multiple, step, /*minus=*/false));
    }
    return out;
}

/// x from y, RFC 8032 5.1.3, with the sign bit taken from the top of `bytes`.
std::optional<Point> decodeY(ByteView bytes) {
    const Fe y = fromBytes(bytes);
    const Fe yy = square(y);
    const auto [isSquare, root] = rootOfRatio(subCarried(yy, kFeOne), carry(add(mul(yy, constants().d), kFeOne)));
    if (!isSquare) return std::nullopt;
    const Fe x = (bytes[31] & 0x80) != 0 ? negate(root) : root;
    return Point{x, y, kFeOne, mul(x, y)};
}

constexpr int kBaseWidth = 8, kPointWidth = 5;

const std::array<Cached, 1 << (kBaseWidth - 2)>& baseTable() {
    static const auto table = [] {
        std::array<std::uint8_t, 32> encoded;
        encoded.fill(0x66); // y = 4/5, x positive
        encoded[0] = 0x58;
        return oddMultiples<1 << (kBaseWidth - 2)>(decodeY(encoded).value());
    }();
    return table;
}

/// Non-adjacent form: odd digits below 2^(width-1) in size, at most one in `width` neighbours.
using Naf = std::array<std::int8_t, 257>;
Naf nonAdjacentForm(const Scalar32& scalar, int width) {
    Naf out{};
    const auto bitsAt = [&](int bit) {
        unsigned word = 0;
        for (int i = 0; i < 3; ++i) {
            const int byte = bit / 8 + i;
            if (byte < 32) word |= static_cast<unsigned>(scalar[byte]) << (8 * i);
        }
        return word >> (bit % 8) & ((1U << width) - 1);
    };
    unsigned carried = 0;
    for (int bit = 0; bit < 257;) {
        const unsigned window = bitsAt(bit) + carried;
        if ((window & 1) == 0) {
            ++bit;
            continue;
        }
        carried = window >= 1U << (width - 1) ? 1 : 0;
        out[bit] = static_cast<std::int8_t>(static_cast<int>(window) - static_cast<int>(carried << width));
        bit += width;
    }
    return out;
}

template <std::size_t N>
void addDigit(Completed& sum, int digit, const std::array<Cached, N>& table, bool minus) {
    if (digit == 0) return;
    sum = plus(toPoint(sum), table[static_cast<std::size_t>(std::abs(digit)) / 2], minus != (digit < 0));
}

} // namespace

std::optional<Point> ristrettoDecode(ByteView bytes) {
    const Fe s = fromBytes(bytes);
    const auto canonical = toBytes(s);
    if (!std::equal(canonical.begin(), canonical.end(), bytes.begin()) || (canonical[0] & 1) != 0) return std::nullopt;
    const Fe ss = square(s);
    const Fe u1 = subCarried(kFeOne, ss);
    const Fe u2 = carry(add(kFeOne, ss));
    const Fe u2u2 = square(u2);
    const Fe v = subCarried(negate(mul(constants().d, square(u1))), u2u2);
    const auto [isSquare, inverse] = rootOfRatio(kFeOne, mul(v, u2u2));
    const Fe dx = mul(inverse, u2);
    const Fe dy = mul(mul(inverse, dx), v);
    const Fe x = absolute(mul(add(s, s), dx));
    const Fe y = mul(u1, dy);
    const Fe t = mul(x, y);
    if (!isSquare || isNegative(t) || isZero(y)) return std::nullopt;
    return Point{x, y, kFeOne, t};
}

std::array<std::uint8_t, 32> ristrettoEncode(const Point& p) {
    const Fe u1 = mul(add(p.z, p.y), sub(p.z, p.y));
    const Fe u2 = mul(p.x, p.y);
    const Fe inverse = rootOfRatio(kFeOne, mul(u1, square(u2))).root;
    const Fe d1 = mul(u1, inverse);
    const Fe d2 = mul(u2, inverse);
    const Fe zInverse = mul(mul(d1, d2), p.t);
    const bool rotate = isNegative(mul(p.t, zInverse));
    const Fe x = rotate ? mul(p.y, sqrtOfMinusOne()) : p.x;
    Fe y = rotate ? mul(p.x, sqrtOfMinusOne()) : p.y;
    const Fe d = rotate ? mul(d1, constants().rootOfInverseAmD) : d2;
    if (isNegative(mul(x, zInverse))) y = negate(y);
    return toBytes(absolute(mul(d, sub(p.z, y))));
}

std::optional<Point> edwardsDecodeLiberal(ByteView bytes) {
    return decodeY(bytes);
}

Point baseTimesMinus(const Scalar32& s, const Scalar32& k, const Point& a) {
    const Naf sDigits = nonAdjacentForm(s, kBaseWidth);
    const Naf kDigits = nonAdjacentForm(k, kPointWidth);
    const auto& base = baseTable();
    const auto multiples = oddMultiples<1 << (kPointWidth - 2)>(a);

    Completed sum{kFeZero, kFeOne, kFeOne, kFeOne};
    for (int bit = 256; bit >= 0; --bit) {
        sum = twice(toProjective(sum));
        addDigit(sum, sDigits[bit], base, /*minus=*/false);
        addDigit(sum, kDigits[bit], multiples, /*minus=*/true);
    }
    return toPoint(sum);
}

bool isEqualUpToCofactor(const Point& p, const Point& q) {
    Completed difference = plus(p, toCached(q), /*minus=*/true);
    for (int i = 0; i < 3; ++i)
        difference = twice(toProjective(difference));
    const Projective eight = toProjective(difference);
    return isZero(eight.x) && isEqual(eight.y, eight.z);
}

} // namespace taodeck::crypto::detail
