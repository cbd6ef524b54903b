#include "core/crypto/bls12_381/pairing.h"

#include <vector>

namespace taodeck::crypto::bls {
namespace {

/// A line through points of the twist, evaluated later at a point of G1: c0 + c1 x + c4 y.
struct Line {
    Fp2 c0, c1, c4;
};

Fp half(const Fp& a) {
    // (a or a + p, whichever is even) / 2; the sum has at most 382 bits.
    const std::uint64_t mask = 0 - (a.l[0] & 1);
    Fp out;
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < 6; ++i)
        out.l[i] = detail::addCarry(a.l[i], kP[i] & mask, carry);
    for (std::size_t i = 0; i < 6; ++i)
        out.l[i] = out.l[i] >> 1 | (i < 5 ? out.l[i + 1] << 63 : 0);
    return out;
}
Fp2 half(const Fp2& a) {
    return {half(a.c0), half(a.c1)};
}

/// One pair on its way through the Miller loop. Steps after Costello, Lange and Naehrig 2010 (eprint 2009/615).
class Walk {
public:
    Walk(const G1::Affine& p, const G2::Affine& q) : m_p{p}, m_q{q}, m_t{q.x, q.y, Fp2::one()} {}

    void doubleInto(Fp12& f) { absorb(f, doubleStep()); }
    void addInto(Fp12& f) { absorb(f, addStep()); }

private:
    void absorb(Fp12& f, const Line& line) const { f = f.timesLine(line.c0, line.c1 * m_p.x, line.c4 * m_p.y); }

    Line doubleStep() {
        const auto a = half(m_t.x * m_t.y);
        const auto b = m_t.y.squared();
        const auto c = m_t.z.squared();
        const auto e = (c.doubled() + c).doubled().doubled().timesXi(); // 3 b' z^2
        const auto f = e.doubled() + e;
        const auto g = half(b + f);
        const auto h = (m_t.y + m_t.z).squared() - (b + c);
        const auto j = m_t.x.squared();
        const auto ee = e.squared();
        m_t = {a * (b - f), g.squared() - (ee.doubled() + ee), b * h};
        return {e - b, j.doubled() + j, -h};
    }

    Line addStep() {
        const auto theta = m_t.y - m_q.y * m_t.z;
        const auto lambda = m_t.x - m_q.x * m_t.z;
        const auto c = theta.squared();
        const auto d = lambda.squared();
        const auto e = lambda * d;
        const auto f = m_t.z * c;
        const auto g = m_t.x * d;
        const auto h = e + f - g.doubled();
        m_t = {lambda * h, theta * (g - h) - e * m_t.y, m_t.z * e};
        return {theta * m_q.x - lambda * m_q.y, -theta, lambda};
    }

    G1::Affine m_p;
    G2::Affine m_q;
    G2 m_t; ///< Here (X : Y : Z) with x = X / Z.
};

Fp12 millerLoop(std::vector<Walk>& walks) {
    auto f = Fp12::one();
    for (int bit = 62; bit >= 0; --bit) {
        if (bit != 62) f = f.squared();
        for (auto& walk : walks)
            walk.doubleInto(f);
        if ((kX >> bit & 1) != 0) {
            for (auto& walk : walks)
                walk.addInto(f);
        }
    }
    return f.conjugate(); // x is negative
}

/// To the power x, in the cyclotomic subgroup, where the conjugate is the inverse.
Fp12 powX(const Fp12& a) {
    auto out = a;
    for (int bit = 62; bit >= 0; --bit) {
        out = out.cyclotomicSquared();
        if ((kX >> bit & 1) != 0) out = out * a;
    }
    return out.conjugate();
}

/// f to the power 3 (p^12 - 1) / r; the hard part is (x - 1)^2 (x + p) (x^2 + p^2 - 1) + 3 (Hayashida, Hayasaka, Teruya
/// 2020, eprint 2020/875).
Fp12 finalExponentiation(const Fp12& f) {
    const auto easy = f.conjugate() * f.inverse();
    const auto r = easy.frobeniusSquared() * easy;
    const auto a = powX(r) * r.conjugate(); // x - 1
    const auto b = powX(a) * a.conjugate(); // (x - 1)^2
    const auto c = powX(b) * b.frobenius(); // ... (x + p)
    const auto d = powX(powX(c)) * c.frobeniusSquared() * c.conjugate();
    return d * r.cyclotomicSquared() * r;
}

} // namespace

std::array<std::uint8_t, 576> Gt::encode() const {
    std::array<std::uint8_t, 576> out{};
    auto* at = out.data();
    for (const auto* six : {&value.c0, &value.c1}) {
        for (const auto* two : {&six->c0, &six->c1, &six->c2}) {
            for (const auto* one : {&two->c0, &two->c1}) {
                one->encode(at);
                std::reverse(at, at + 48);
                at += 48;
            }
        }
    }
    return out;
}

Gt pairingProduct(std::span<const std::pair<G1, G2>> pairs) {
    std::vector<Walk> walks;
    for (const auto& pair : pairs) {
        const auto p = pair.first.affine();
        const auto q = pair.second.affine();
        if (p && q) walks.emplace_back(*p, *q);
    }
    return {finalExponentiation(millerLoop(walks))};
}

Gt pairing(const G1& p, const G2& q) {
    const std::pair<G1, G2> one[] = {{p, q}};
    return pairingProduct(one);
}

} // namespace taodeck::crypto::bls
