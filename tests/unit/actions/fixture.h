#pragma once
/// An action service over a FakeChain with the main network's metadata (spec 424).

#include "core/actions/service.h"
#include "core/metadata/extrinsic.h"
#include "tests/support/fake_chain.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace taodeck::testing {

inline std::shared_ptr<const metadata::Metadata> metadataOf(const std::string& file) {
    std::ifstream in{TD_TEST_DATA "/metadata/" + file, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    return metadata::Metadata::decode(asBytes(text)).value();
}

inline AccountId account(std::uint8_t mark) {
    AccountId out;
    out.bytes.fill(mark);
    return out;
}

class TickingClock final : public Clock {
public:
    UnixMillis now() const override { return UnixMillis{std::chrono::milliseconds{++m_now}}; }
    std::chrono::steady_clock::time_point steady() const override { return {}; }

private:
    mutable std::int64_t m_now{1'700'000'000'000};
};

class ActionsTest : public ::testing::Test {
protected:
    explicit ActionsTest(const std::string& file = "finney-424-v16.nodocs.scale")
        : chain{std::make_shared<FakeChain>(metadataOf(file))}, ring{std::make_shared<keys::KeyRing>()} {
        auto pair = crypto::KeyPair::fromSeed(crypto::KeyType::Sr25519, Bytes(32, 7)).value();
        me = pair.publicKey();
        ring->add(keys::makeSigner(std::move(pair), /*development=*/false));
        actions::Parts parts;
        parts.chain = chain;
        parts.keys = ring;
        parts.clock = std::make_shared<TickingClock>();
        parts.knownAccounts = [this] { return known; };
        service = actions::makeActionService(std::move(parts));
        chain->setAccount(me, Rao::fromRaw(5'000'000'000), /*nonce=*/3);
        if (chain->info.metadata->hasStorage("SubtensorModule", "Owner"))
            chain->set("SubtensorModule", "Owner", {metadata::Value::id(hotkey)}, metadata::Value::id(account(9)));
    }

    Result<api::Plan> plan(api::Intent intent) {
        Result<api::Plan> out = fail(Errc::Timeout, "not answered");
        service->plan(std::move(intent), [&](Result<api::Plan> answer) { out = std::move(answer); });
        chain->pump();
        return out;
    }

    /// Submits and runs until the service waits for the node's first word.
    void submit(std::uint64_t planId) {
        answer = fail(Errc::Timeout, "not answered");
        service->submit(planId, [&](Result<api::Receipt> got) { answer = std::move(got); });
        chain->pump();
    }

    static bool warns(const api::Plan& plan, api::WarningKind kind) {
        for (const auto& w : plan.warnings)
            if (w.kind == kind) return true;
        return false;
    }
    static std::string argument(const api::Plan& plan, const std::string& name) {
        for (const auto& a : plan.decoded.arguments)
            if (a.name == name) return a.value;
        return "no argument " + name;
    }

    std::shared_ptr<FakeChain> chain;
    std::shared_ptr<keys::KeyRing> ring;
    AccountId me;
    AccountId hotkey{account(0x44)};
    std::vector<AccountId> known;
    std::unique_ptr<api::ActionService> service;
    Result<api::Receipt> answer = fail(Errc::Timeout, "not answered");
};

} // namespace taodeck::testing
