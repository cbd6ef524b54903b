#include "app/taodeck-cli/commands.h"

#include "core/crypto/ss58.h"

#include <iostream>

namespace taodeck::cli {

namespace {

Json walletJson(const api::WalletRow& row) {
    return {{"name", row.name},           {"address", row.address},     {"folder", row.folder},
            {"watchOnly", row.watchOnly}, {"encrypted", row.encrypted}, {"development", row.development}};
}

void show(Console& c, const api::WalletRow& row) {
    c.say(row.name + "  " + row.address + (row.watchOnly ? "  watch-only" : row.encrypted ? "  encrypted" : "  plain"));
}

Result<SecretBytes> newPassword(Console& c) {
    if (c.options().noPassword) return SecretBytes{};
    TD_TRY(auto first, c.password("New password"));
    const auto verdict = c.session().wallet().judgePassword(first.view());
    if (!verdict.accepted) return fail(Errc::Refused, verdict.reason);
    return first;
}

/// What the text looks like decides how it is read.
api::ImportKind kindOf(std::string_view text) {
    if (text.find("//") != std::string_view::npos || text.rfind("/", 0) == 0) return api::ImportKind::SecretUri;
    if (text.rfind("0x", 0) == 0) return api::ImportKind::SeedHex;
    if (text.rfind("{", 0) == 0) return api::ImportKind::PolkadotJson;
    return api::ImportKind::Mnemonic;
}

} // namespace

Result<> runWalletList(Console& c, const Words&) {
    TD_TRY(const auto rows, c.wallets());
    c.result()["wallets"] = Json::array();
    for (const auto& row : rows) {
        c.result()["wallets"].push_back(walletJson(row));
        show(c, row);
    }
    return {};
}

Result<> runWalletNew(Console& c, const Words& words) {
    TD_TRY(auto phrase, c.session().wallet().newMnemonic(c.options().words));
    TD_TRY(auto password, newPassword(c));
    // Shown before it is used, and only to a person: JSON output goes to programs and logs.
    std::cerr << "Write this phrase down; whoever has it has the wallet:\n\n  " << phrase.text() << "\n" << std::endl;
    TD_TRY(const auto row, c.ask<api::WalletRow>([&](auto done) {
        c.session().wallet().create(words[0], std::move(phrase), std::move(password), std::move(done));
    }));
    c.result() = walletJson(row);
    show(c, row);
    return {};
}

Result<> runWalletImport(Console& c, const Words& words) {
    api::ImportRequest request;
    TD_TRY(request.secret, c.secretLine("Phrase, 0x seed or secret URI"));
    request.kind = kindOf(request.secret.text());
    if (request.kind == api::ImportKind::PolkadotJson) {
        TD_TRY(request.sourcePassword, c.secretLine("Password of the JSON"));
    }
    TD_TRY(auto password, newPassword(c));
    TD_TRY(const auto row, c.ask<api::WalletRow>([&](auto done) {
        c.session().wallet().import(words[0], std::move(request), std::move(password), std::move(done));
    }));
    c.result() = walletJson(row);
    show(c, row);
    return {};
}

Result<> runWalletWatch(Console& c, const Words& words) {
    TD_TRY(const auto account, crypto::parseAccount(words[1]));
    TD_TRY(const auto row,
           c.ask<api::WalletRow>([&](auto done) { c.session().wallet().watch(words[0], account, std::move(done)); }));
    c.result() = walletJson(row);
    show(c, row);
    return {};
}

Result<> unlock(Console& c, const api::WalletRow& row) {
    if (row.watchOnly) return fail(Errc::Locked, "the wallet " + row.name + " is watch-only: it cannot sign");
    if (row.unlocked) return {};
    SecretBytes password;
    if (row.encrypted) {
        TD_TRY(password, c.password("Password of " + row.name));
    }
    return c.ask<void>([&](auto done) { c.session().wallet().unlock(row.name, std::move(password), std::move(done)); });
}

} // namespace taodeck::cli
