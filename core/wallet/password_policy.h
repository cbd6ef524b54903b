#pragma once
/// What a new password must be like: the rule of btcli, so that a password made here passes there. Never applied when
/// an existing file is opened. Pure. Source: bittensor-wallet's policy over the `passwords` crate's scorer (without its
/// list of common passwords).

#include "core/api/wallet_service.h"
#include "core/base/bytes.h"

namespace taodeck::wallet {

inline constexpr std::size_t kMinPasswordCharacters = 6;
inline constexpr double kMinPasswordScore = 20;

/// 0 to 100, from length, kinds of characters, repetitions and sequences. Text is UTF-8.
double passwordScore(ByteView password);

/// The verdict on a password without its outer white space.
api::WalletService::PasswordVerdict judge(ByteView password);

/// Without outer ASCII white space, which btcli takes off what is typed.
ByteView trimmedPassword(ByteView password);

} // namespace taodeck::wallet
