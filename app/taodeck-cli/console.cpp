#include "app/taodeck-cli/console.h"

#include "core/base/amount_text.h"
#include "core/base/hex.h"
#include "core/crypto/ss58.h"

#include <charconv>
#include <cstdlib>
#include <iostream>

#include <termios.h>
#include <unistd.h>

namespace taodeck::cli {

namespace {

constexpr std::size_t kMaxSecret = 4096;

/// No echo while a secret is typed; as it was afterwards.
class QuietTerminal {
public:
    QuietTerminal() {
        m_isTerminal = ::isatty(STDIN_FILENO) == 1 && ::tcgetattr(STDIN_FILENO, &m_before) == 0;
        if (!m_isTerminal) return;
        auto quiet = m_before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    ~QuietTerminal() {
        if (m_isTerminal) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    QuietTerminal(const QuietTerminal&) = delete;
    QuietTerminal& operator=(const QuietTerminal&) = delete;

private:
    termios m_before{};
    bool m_isTerminal{false};
};

Result<SecretBytes> readLine(int descriptor) {
    SecretBytes out{kMaxSecret};
    std::size_t size = 0;
    for (;;) {
        std::uint8_t byte = 0;
        const auto got = ::read(descriptor, &byte, 1);
        if (got < 0) return fail(Errc::Io, "the secret cannot be read");
        if (got == 0 || byte == '\n') break;
        if (size == kMaxSecret) return fail(Errc::LimitExceeded, "the secret is too long");
        out.data()[size++] = byte;
    }
    out.resize(size);
    return out;
}

} // namespace

Result<api::ChainStatus> Console::waitLive() {
    struct Box {
        std::mutex mutex;
        std::condition_variable changed;
        api::ChainStatus status;
    };
    const auto box = std::make_shared<Box>();
    box->status = m_session.chain().status();
    const auto settled = [](const api::ChainStatus& s) {
        return s.link == api::LinkState::Failed || (s.link == api::LinkState::Live && s.trust != Trust::Unknown);
    };
    const auto subscription = m_session.chain().onStatus([box](const api::ChainStatus& status) {
        const std::lock_guard lock{box->mutex};
        box->status = status;
        box->changed.notify_all();
    });
    std::unique_lock lock{box->mutex};
    const bool done = box->changed.wait_for(lock, limit(), [&] { return settled(box->status); });
    if (box->status.link == api::LinkState::Failed) return fail(Errc::Disconnected, box->status.problem);
    if (!done) return fail(Errc::Timeout, "no verified block yet. " + box->status.problem);
    return box->status;
}

Result<std::vector<api::WalletRow>> Console::wallets() {
    return ask<std::vector<api::WalletRow>>([this](auto done) { m_session.wallet().wallets(std::move(done)); });
}

Result<api::WalletRow> Console::wallet(const std::string& name) {
    TD_TRY(auto rows, wallets());
    for (auto& row : rows)
        if (row.name == name) return std::move(row);
    return fail(Errc::NotFound, "there is no wallet called " + name);
}

Result<AccountId> Console::account(const std::string& text) {
    if (auto parsed = crypto::parseAccount(text)) return *parsed;
    TD_TRY(const auto row, wallet(text));
    return row.coldkey;
}

Result<SecretBytes> Console::password(const std::string& question) {
    if (m_options.passwordFd) return readLine(*m_options.passwordFd);
    if (const char* value = std::getenv("BT_PW")) return SecretBytes::fromText(value);
    return secretLine(question);
}

Result<SecretBytes> Console::secretLine(const std::string& question) {
    if (::isatty(STDIN_FILENO) == 1) std::cerr << question << ": " << std::flush;
    const QuietTerminal quiet;
    auto line = readLine(STDIN_FILENO);
    if (::isatty(STDIN_FILENO) == 1) std::cerr << '\n';
    return line;
}

bool Console::confirm(const std::string& question) {
    if (m_options.yes) return true;
    if (::isatty(STDIN_FILENO) != 1) return false;
    std::cerr << question << " [y/N] " << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "Y" || answer == "yes";
}

void Console::say(const std::string& line) {
    if (!m_options.json) std::cout << line << std::endl;
}

void Console::printResult() {
    if (m_options.json) std::cout << m_result.dump(2, ' ', false, Json::error_handler_t::replace) << std::endl;
}

std::string tao(Rao amount) {
    return exactDecimal(amount.raw()) + " TAO";
}
std::string alpha(Alpha amount) {
    return exactDecimal(amount.raw()) + " alpha";
}
std::string hex(ByteView bytes) {
    return toHex(bytes);
}

Json trustJson(Trust trust, BlockNumber at) {
    return {{"trust", word(trust)}, {"block", raw(at)}};
}
std::string trustText(Trust trust, BlockNumber at) {
    return std::string{word(trust)} + " at block " + std::to_string(raw(at));
}

Result<NetUid> netuidFrom(const std::string& text) {
    std::uint16_t out = 0;
    const auto* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, out);
    if (parsed.ec != std::errc{} || parsed.ptr != end) return fail(Errc::Malformed, "not a subnet number: " + text);
    return NetUid{out};
}

} // namespace taodeck::cli
