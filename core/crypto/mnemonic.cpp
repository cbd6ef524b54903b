#include "core/crypto/mnemonic.h"

#include "core/crypto/detail/sodium.h"
#include "core/crypto/detail/wiped.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <optional>

namespace taodeck::crypto {
namespace {

constexpr std::string_view kWords[] = {
#include "core/crypto/detail/english_words.inc"
};
constexpr std::size_t kWordCount = sizeof kWords / sizeof *kWords;
static_assert(kWordCount == 2048);
constexpr std::size_t kMaxPasswordBytes = 4096;

std::optional<std::size_t> indexOf(std::string_view word) {
    const auto* at = std::lower_bound(std::begin(kWords), std::end(kWords), word);
    if (at == std::end(kWords) || *at != word) return std::nullopt;
    return static_cast<std::size_t>(at - std::begin(kWords));
}

/// Entropy, then the first bits of its SHA-256: one bit for every 32.
struct CheckedEntropy {
    detail::Wiped<33> bytes;
    std::size_t entropySize{0};
};

void appendChecksum(CheckedEntropy& e) {
    std::array<std::uint8_t, 32> digest;
    crypto_hash_sha256(digest.data(), e.bytes.data(), e.entropySize);
    e.bytes.bytes[e.entropySize] = digest[0];
}

bool isEntropySize(std::size_t size) {
    return size % 4 == 0 && size >= 16 && size <= 32;
}

std::uint8_t checksumMask(std::size_t entropySize) {
    return static_cast<std::uint8_t>(0xff << (8 - entropySize / 4));
}

/// Writes the 11 bits of one word at position `at`.
void putWord(detail::Wiped<33>& bits, std::size_t at, std::size_t index) {
    for (int i = 0; i < 11; ++i) {
        if ((index >> (10 - i) & 1) == 0) continue;
        const std::size_t bit = at * 11 + i;
        bits.bytes[bit / 8] |= static_cast<std::uint8_t>(0x80 >> (bit % 8));
    }
}

std::size_t getWord(const detail::Wiped<33>& bits, std::size_t at) {
    std::size_t index = 0;
    for (int i = 0; i < 11; ++i) {
        const std::size_t bit = at * 11 + i;
        index = index << 1 | (bits.bytes[bit / 8] >> (7 - bit % 8) & 1);
    }
    return index;
}

} // namespace

Result<SecretBytes> makeMnemonic(int words) {
    detail::ensureSodium();
    if (words < 12 || words > 24 || words % 3 != 0) return fail(Errc::OutOfRange, "12, 15, 18, 21 or 24 words");
    SecretBytes entropy{static_cast<std::size_t>(words) / 3 * 4};
    randombytes_buf(entropy.data(), entropy.size());
    return mnemonicFromEntropy(entropy.view());
}

Result<SecretBytes> mnemonicFromEntropy(ByteView entropy) {
    if (!isEntropySize(entropy.size())) return fail(Errc::OutOfRange, "16, 20, 24, 28 or 32 bytes of entropy");
    CheckedEntropy checked;
    checked.entropySize = entropy.size();
    std::copy(entropy.begin(), entropy.end(), checked.bytes.data());
    appendChecksum(checked);

    const std::size_t words = entropy.size() / 4 * 3;
    SecretBytes phrase{words * 9};
    std::size_t size = 0;
    for (std::size_t i = 0; i < words; ++i) {
        if (i != 0) phrase.data()[size++] = ' ';
        const std::string_view word = kWords[getWord(checked.bytes, i)];
        std::copy(word.begin(), word.end(), phrase.data() + size);
        size += word.size();
    }
    phrase.resize(size);
    return phrase;
}

Result<SecretBytes> entropyFromMnemonic(std::string_view phrase) {
    if (phrase.size() > kMaxPhraseBytes) return fail(Errc::LimitExceeded, "the phrase is too long");
    CheckedEntropy checked;
    std::size_t words = 0;
    while (true) {
        const std::size_t space = phrase.find(' ');
        const auto index = indexOf(phrase.substr(0, space));
        if (!index) return fail(Errc::Malformed, "word " + std::to_string(words + 1) + " is not in the list");
        if (words == 24) return fail(Errc::Malformed, "more than 24 words");
        putWord(checked.bytes, words++, *index);
        if (space == std::string_view::npos) break;
        phrase.remove_prefix(space + 1);
    }
    if (words < 12 || words % 3 != 0) return fail(Errc::Malformed, "a phrase has 12, 15, 18, 21 or 24 words");

    checked.entropySize = words / 3 * 4;
    const std::uint8_t mask = checksumMask(checked.entropySize);
    const std::uint8_t given = checked.bytes.bytes[checked.entropySize];
    appendChecksum(checked);
    if ((given & mask) != (checked.bytes.bytes[checked.entropySize] & mask)) {
        return fail(Errc::BadProof, "the checksum of the phrase is wrong");
    }
    return SecretBytes{checked.bytes.view().first(checked.entropySize)};
}

SecretBytes normalizedPhrase(std::string_view typed) {
    SecretBytes out{typed.size()};
    std::size_t size = 0;
    bool gap = false;
    for (const char c : typed) {
        if (c == ' ' || (c >= '\t' && c <= '\r')) {
            gap = size != 0;
            continue;
        }
        if (std::exchange(gap, false)) out.data()[size++] = ' ';
        out.data()[size++] = static_cast<std::uint8_t>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    out.resize(size);
    return out;
}

Result<SecretBytes> miniSecretFromMnemonic(std::string_view phrase, std::string_view password) {
    if (password.size() > kMaxPasswordBytes) return fail(Errc::LimitExceeded, "the password is too long");
    TD_TRY(const auto entropy, entropyFromMnemonic(phrase));
    constexpr std::string_view kSalt = "mnemonic";
    SecretBytes salt{kSalt.size() + password.size()};
    std::copy(password.begin(), password.end(), std::copy(kSalt.begin(), kSalt.end(), salt.data()));

    SecretBytes seed{64};
    if (PKCS5_PBKDF2_HMAC(reinterpret_cast<const char*>(entropy.data()), static_cast<int>(entropy.size()), salt.data(),
                          static_cast<int>(salt.size()), 2048, EVP_sha512(), 64, seed.data()) != 1) {
        return fail(Errc::Unsupported, "PBKDF2-HMAC-SHA512 is not available");
    }
    seed.resize(32);
    return seed;
}

} // namespace taodeck::crypto
