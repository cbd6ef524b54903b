#pragma once
/// A chain in a temporary folder, and transactions for it.

#include "core/localnet/chain.h"
#include "tests/support/temporary_folder.h"

#include "core/crypto/keypair.h"
#include "core/scale/codec.h"

#include <gtest/gtest.h>

namespace taodeck::localnet {

using TestFolder = taodeck::test::TemporaryFolder;

inline constexpr std::uint64_t kTestSlot = 1000;

/// Time is the number of the slot.
class TestChain {
public:
    TestChain() { open(); }
    void open() {
        chain.reset();
        ChainOptions options;
        options.file = folder.path() / "chain.sqlite";
        options.slotMillis = kTestSlot;
        options.now = now;
        auto opened = Chain::open(options, subtensor::makeRuntime425);
        ASSERT_TRUE(opened) << opened.error().context;
        chain = *std::move(opened);
    }
    Authored author() {
        now += std::chrono::milliseconds{kTestSlot};
        auto authored = chain->author(now, [] { return true; });
        EXPECT_TRUE(authored) << authored.error().context;
        if (!authored) return {};
        chain->settleIncluded(*authored, now);
        chain->settleFinalized(*authored);
        return *std::move(authored);
    }

    TestFolder folder;
    UnixMillis now{std::chrono::milliseconds{1'700'000'000'000}};
    std::unique_ptr<Chain> chain;
};

inline AccountId accountOf(const char* uri) {
    return crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, uri)->publicKey();
}

/// The encoded call, immortal, signed by `uri`.
inline Bytes signedCall(const Chain& chain, const char* uri, std::uint32_t nonce, const scale::Encoder& call) {
    const auto pair = *crypto::KeyPair::fromUri(crypto::KeyType::Sr25519, uri);
    scale::Encoder extra, additional, payload, body, out;
    extra.u8(0).compact(nonce).compact(0).u8(0);
    const auto& version = chain.runtime().version();
    additional.u32(version.spec).u32(version.transaction).id(chain.genesisHash()).id(chain.genesisHash()).u8(0);
    payload.raw(call.view()).raw(extra.view()).raw(additional.view());
    body.u8(0x84).u8(0).id(pair.publicKey()).u8(1).raw(pair.sign(payload.view())).raw(extra.view()).raw(call.view());
    out.bytes(body.view());
    return out.take();
}

/// Balances.transfer_keep_alive of `amount`.
inline Bytes signedTransfer(const Chain& chain, const char* uri, std::uint32_t nonce, const AccountId& to,
                            std::uint64_t amount) {
    scale::Encoder call;
    call.u8(5).u8(3).u8(0).id(to).compact(amount);
    return signedCall(chain, uri, nonce, call);
}

} // namespace taodeck::localnet
