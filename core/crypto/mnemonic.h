#pragma once
/// BIP39 phrases (English) and the seed that Substrate makes of them: from the *entropy*, not from the sentence as in
/// BIP39 itself. Any thread. Source: the "substrate-bip39" rule; vectors tests/data/crypto.json.

#include "core/base/result.h"
#include "core/base/secret_bytes.h"

#include <string_view>

namespace taodeck::crypto {

inline constexpr std::size_t kMaxPhraseBytes = 1024; ///< 24 words have at most 215; the rest is white space.

/// A new phrase of 12, 15, 18, 21 or 24 words, single spaces. @return OutOfRange for another count.
Result<SecretBytes> makeMnemonic(int words);

/// 16, 20, 24, 28 or 32 bytes. @return OutOfRange for another size.
Result<SecretBytes> mnemonicFromEntropy(ByteView entropy);
/// Word count, words and checksum of an exact phrase (lower case, single spaces).
/// @return Malformed (count or unknown word), BadProof (checksum), LimitExceeded.
Result<SecretBytes> entropyFromMnemonic(std::string_view phrase);

/// What a person typed, in lower case with single spaces: ASCII letters and white space only are touched.
SecretBytes normalizedPhrase(std::string_view typed);

/// The 32-byte mini-secret of a phrase and a BIP39 password, which is taken as raw UTF-8 without normalisation.
Result<SecretBytes> miniSecretFromMnemonic(std::string_view phrase, std::string_view password = {});

} // namespace taodeck::crypto
