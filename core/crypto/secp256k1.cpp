#include "core/crypto/secp256k1.h"

#include <memory>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/obj_mac.h>

namespace taodeck::crypto {
namespace {

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* p) const {
        Free(p);
    }
};
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Point = std::unique_ptr<EC_POINT, Freed<EC_POINT_free>>;
using Group = std::unique_ptr<EC_GROUP, Freed<EC_GROUP_free>>;
using Scratch = std::unique_ptr<BN_CTX, Freed<BN_CTX_free>>;

Number number(const std::uint8_t* bytes) {
    return Number{BN_bin2bn(bytes, 32, nullptr)};
}

/// R from its x and the parity of its y. Null when x is no coordinate.
Point lift(const EC_GROUP* group, const BIGNUM* x, bool odd, BN_CTX* ctx) {
    Number p{BN_new()};
    Point out{EC_POINT_new(group)};
    if (EC_GROUP_get_curve(group, p.get(), nullptr, nullptr, ctx) != 1 || BN_cmp(x, p.get()) >= 0) return nullptr;
    if (EC_POINT_set_compressed_coordinates(group, out.get(), x, odd ? 1 : 0, ctx) != 1) return nullptr;
    return out;
}

/// (s R - z G) / r. Null when that is no point.
Point solve(const EC_GROUP* group, const BIGNUM* r, const BIGNUM* s, const BIGNUM* z, const EC_POINT* point,
            BN_CTX* ctx) {
    const BIGNUM* order = EC_GROUP_get0_order(group);
    Number inverse{BN_mod_inverse(nullptr, r, order, ctx)}, ofG{BN_new()}, ofR{BN_new()}, zero{BN_new()};
    Point out{EC_POINT_new(group)};
    if (!inverse) return nullptr;
    BN_zero(zero.get());
    if (BN_mod_mul(ofR.get(), s, inverse.get(), order, ctx) != 1) return nullptr;
    if (BN_mod_mul(ofG.get(), z, inverse.get(), order, ctx) != 1) return nullptr;
    if (BN_mod_sub(ofG.get(), zero.get(), ofG.get(), order, ctx) != 1) return nullptr;
    if (EC_POINT_mul(group, out.get(), ofG.get(), point, ofR.get(), ctx) != 1) return nullptr;
    if (EC_POINT_is_at_infinity(group, out.get()) == 1) return nullptr;
    return out;
}

} // namespace

std::optional<std::array<std::uint8_t, 64>> recoverSecp256k1(const std::array<std::uint8_t, 32>& hash,
                                                             const std::array<std::uint8_t, 65>& signature) {
    if (signature[64] > 3) return std::nullopt;
    const Group group{EC_GROUP_new_by_curve_name(NID_secp256k1)};
    const Scratch ctx{BN_CTX_new()};
    if (!group || !ctx) return std::nullopt;
    const BIGNUM* order = EC_GROUP_get0_order(group.get());
    const Number r = number(signature.data()), s = number(signature.data() + 32), z = number(hash.data());
    const Number half{BN_dup(order)}, x{BN_dup(r.get())};
    BN_rshift1(half.get(), half.get());
    if (BN_is_zero(r.get()) || BN_cmp(r.get(), order) >= 0) return std::nullopt;
    if (BN_is_zero(s.get()) || BN_cmp(s.get(), half.get()) > 0) return std::nullopt;

    if ((signature[64] & 2) != 0 && BN_add(x.get(), x.get(), order) != 1) return std::nullopt;
    const Point point = lift(group.get(), x.get(), (signature[64] & 1) != 0, ctx.get());
    if (!point) return std::nullopt;
    const Point key = solve(group.get(), r.get(), s.get(), z.get(), point.get(), ctx.get());
    if (!key) return std::nullopt;

    const Number keyX{BN_new()}, keyY{BN_new()};
    if (EC_POINT_get_affine_coordinates(group.get(), key.get(), keyX.get(), keyY.get(), ctx.get()) != 1)
        return std::nullopt;
    std::array<std::uint8_t, 64> out{};
    BN_bn2binpad(keyX.get(), out.data(), 32);
    BN_bn2binpad(keyY.get(), out.data() + 32, 32);
    return out;
}

} // namespace taodeck::crypto
