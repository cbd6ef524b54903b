#include "core/crypto/timelock.h"

#include "core/base/secret_bytes.h"
#include "core/crypto/bls12_381.h"
#include "core/crypto/bls12_381/hash_to_curve.h"
#include "core/crypto/bls12_381/pairing.h"
#include "core/crypto/hash.h"
#include "core/crypto/random.h"

#include <openssl/evp.h>

#include <memory>

namespace taodeck::crypto {
namespace {

using Hash = std::array<std::uint8_t, 32>;
constexpr std::size_t kTag = 16, kNonce = 12, kPoint = 96;
constexpr std::string_view kSuite = "AES_GCM_";

Hash xorOf(const Hash& a, const Hash& b) {
    Hash out;
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = a[i] ^ b[i];
    return out;
}

Hash hashOfGt(const bls::Gt& value) {
    return sha256(value.encode());
}

/// What blinds U: SHA-256(sigma ++ key) modulo the order.
bls::Scalar blinding(const Hash& sigma, const Hash& key) {
    std::array<std::uint8_t, 64> both{};
    std::copy(sigma.begin(), sigma.end(), both.begin());
    std::copy(key.begin(), key.end(), both.begin() + 32);
    const auto scalar = bls::scalarModOrder(sha256(both));
    wipe(both.data(), both.size());
    return scalar;
}

// --- AES-256-GCM without associated data; the tag follows the text ---

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;
CipherContext makeContext() {
    return {EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free};
}

Result<Bytes> seal(const Hash& key, ByteView nonce, ByteView plaintext) {
    const auto ctx = makeContext();
    Bytes out(plaintext.size() + kTag);
    int written = 0, last = 0;
    const bool ok =
        ctx && EVP_EncryptInit_ex(ctx.get(), EVP_aes_256_gcm(), nullptr, key.data(), nonce.data()) == 1 &&
        EVP_EncryptUpdate(ctx.get(), out.data(), &written, plaintext.data(), static_cast<int>(plaintext.size())) == 1 &&
        EVP_EncryptFinal_ex(ctx.get(), out.data() + written, &last) == 1 &&
        EVP_CIPHER_CTX_ctrl(ctx.get(), EVP_CTRL_GCM_GET_TAG, kTag, out.data() + plaintext.size()) == 1;
    if (!ok) return fail(Errc::Io, "AES-256-GCM is not available");
    return out;
}

Result<Bytes> open(const Hash& key, ByteView nonce, ByteView sealed) {
    if (sealed.size() < kTag) return fail(Errc::BadProof, "timelocked text without its tag");
    const auto text = sealed.first(sealed.size() - kTag);
    auto tag = toBytes(sealed.last(kTag));
    const auto ctx = makeContext();
    if (!ctx || EVP_DecryptInit_ex(ctx.get(), EVP_aes_256_gcm(), nullptr, key.data(), nonce.data()) != 1)
        return fail(Errc::Io, "AES-256-GCM is not available");
    Bytes out(text.size());
    int written = 0, last = 0;
    const bool ok =
        EVP_DecryptUpdate(ctx.get(), out.data(), &written, text.data(), static_cast<int>(text.size())) == 1 &&
        EVP_CIPHER_CTX_ctrl(ctx.get(), EVP_CTRL_GCM_SET_TAG, kTag, tag.data()) == 1 &&
        EVP_DecryptFinal_ex(ctx.get(), out.data() + written, &last) == 1;
    if (!ok) return fail(Errc::BadProof, "timelocked text was altered");
    return out;
}

// --- The container ---

class Reader {
public:
    explicit Reader(ByteView bytes) : m_rest{bytes} {}

    Result<ByteView> take(std::uint64_t size) {
        if (size > m_rest.size()) return fail(Errc::Truncated, "timelock container");
        const auto out = m_rest.first(static_cast<std::size_t>(size));
        m_rest = m_rest.subspan(static_cast<std::size_t>(size));
        return out;
    }
    /// A length and as many bytes.
    Result<ByteView> list() {
        TD_TRY(const auto bytes, take(8));
        std::uint64_t size = 0;
        for (std::size_t i = 0; i < 8; ++i)
            size |= std::uint64_t{bytes[i]} << (8 * i);
        return take(size);
    }
    /// As a list; the runtime can make no key from another length.
    Result<Hash> hash() {
        TD_TRY(const auto bytes, list());
        if (bytes.size() != 32) return fail(Errc::Malformed, "timelock header");
        Hash out;
        std::copy(bytes.begin(), bytes.end(), out.begin());
        return out;
    }

private:
    ByteView m_rest;
};

void appendList(Bytes& out, ByteView bytes) {
    for (std::size_t i = 0; i < 8; ++i)
        out.push_back(static_cast<std::uint8_t>(std::uint64_t{bytes.size()} >> (8 * i)));
    append(out, bytes);
}

struct Container {
    bls::G2 u;
    Hash v{}, w{};
    ByteView sealed, nonce;
};
Result<Container> readContainer(ByteView ciphertext) {
    Reader in{ciphertext};
    Container out;
    TD_TRY(const auto point, in.take(kPoint));
    TD_TRY(out.v, in.hash());
    TD_TRY(out.w, in.hash());
    TD_TRY(const auto body, in.list());
    TD_TRY(const auto suite, in.list()); // must be there; which one it names decides nothing
    (void)suite;
    Reader inner{body};
    TD_TRY(out.sealed, inner.list());
    TD_TRY(out.nonce, inner.list());
    if (out.nonce.size() != kNonce) return fail(Errc::Malformed, "nonce of a timelocked text");
    TD_TRY(out.u, bls::decodeG2(point)); // last: it costs the most
    return out;
}

Result<bls::G1> readPulse(ByteView signature) {
    if (startsWith(signature, asBytes("0x"))) signature = signature.subspan(2);
    return bls::decodeG1(signature.first(std::min<std::size_t>(signature.size(), 48)));
}

} // namespace

Result<Bytes> timelockDecrypt(ByteView ciphertext, ByteView pulseSignature) {
    TD_TRY(const auto container, readContainer(ciphertext));
    TD_TRY(const auto signature, readPulse(pulseSignature));
    const auto sigma = xorOf(container.v, hashOfGt(bls::pairing(signature, container.u)));
    const auto key = xorOf(container.w, sha256(sigma));
    if (!(bls::generator2().times(blinding(sigma, key)) == container.u))
        return fail(Errc::BadProof, "timelocked for another round, or altered");
    return open(key, container.nonce, container.sealed);
}

Result<Bytes> timelockEncryptWith(ByteView publicKey, std::uint64_t round, ByteView plaintext,
                                  const TimelockSeed& seed) {
    TD_TRY(const auto beacon, bls::decodeG2(publicKey));
    if (beacon.isInfinity()) return fail(Errc::Malformed, "beacon key is infinity");
    TD_TRY(const auto identity, bls::hashToCurve(beaconMessage(round), asBytes(kQuicknetDomain)));
    const auto r = blinding(seed.sigma, seed.key);
    const auto mask = hashOfGt(bls::pairing(identity.times(r), beacon)); // e(Q, PK)^r
    TD_TRY(const auto sealed, seal(seed.key, seed.nonce, plaintext));

    Bytes body;
    appendList(body, sealed);
    appendList(body, seed.nonce);
    Bytes out;
    append(out, bls::encode(bls::generator2().times(r)));
    appendList(out, xorOf(seed.sigma, mask));
    appendList(out, xorOf(seed.key, sha256(seed.sigma)));
    appendList(out, body);
    appendList(out, asBytes(kSuite));
    return out;
}

Result<Bytes> timelockEncrypt(ByteView publicKey, std::uint64_t round, ByteView plaintext) {
    TimelockSeed seed;
    fillRandom(seed.key);
    fillRandom(seed.sigma);
    fillRandom(seed.nonce);
    auto out = timelockEncryptWith(publicKey, round, plaintext, seed);
    wipe(&seed, sizeof(seed));
    return out;
}

} // namespace taodeck::crypto
