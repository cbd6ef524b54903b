#include "core/wallet/password_policy.h"

#include "core/base/secret_bytes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace taodeck::wallet {
namespace {

/// Code points of a password, wiped in the end.
class CodePoints {
public:
    explicit CodePoints(ByteView utf8) {
        m_points.reserve(utf8.size()); // no reallocation: that would leave copies behind
        for (const std::uint8_t byte : utf8) {
            if ((byte & 0xc0) == 0x80 && !m_points.empty()) {
                m_points.back() = m_points.back() << 6 | (byte & 0x3f);
            } else if (byte >= 0x20 && byte != 0x7f) {
                m_points.push_back(byte < 0x80 ? byte : byte & 0x3f);
                m_ascii += byte < 0x80;
            }
        }
    }
    CodePoints(const CodePoints&) = delete;
    CodePoints& operator=(const CodePoints&) = delete;
    ~CodePoints() { wipe(m_points.data(), m_points.size() * sizeof(char32_t)); }

    std::size_t size() const { return m_points.size(); }
    std::size_t ascii() const { return m_ascii; }
    char32_t operator[](std::size_t at) const { return m_points[at]; }
    template <class Is>
    std::size_t count(Is is) const {
        return static_cast<std::size_t>(std::count_if(m_points.begin(), m_points.end(), is));
    }

private:
    std::vector<char32_t> m_points;
    std::size_t m_ascii{0};
};

double scoreOfLength(std::size_t ascii, std::size_t all) {
    constexpr std::array<double, 12> kScores{0, 2, 5, 9, 16, 25, 40, 58, 80, 88, 95, 100};
    return ascii < kScores.size() ? kScores[ascii] : 100.0 + static_cast<double>(all - 11);
}

/// Characters with an equal neighbour.
std::size_t repeated(const CodePoints& text) {
    std::size_t out = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool before = i > 0 && text[i - 1] == text[i];
        const bool after = i + 1 < text.size() && text[i + 1] == text[i];
        out += before || after;
    }
    return out;
}

/// Characters that are part of three with even steps: "abc", "97531".
std::size_t progressive(const CodePoints& text) {
    const auto even = [&](std::size_t middle) {
        if (middle == 0 || middle + 1 >= text.size()) return false;
        const auto a = static_cast<std::int64_t>(text[middle - 1]), b = static_cast<std::int64_t>(text[middle]);
        return a != b && static_cast<std::int64_t>(text[middle + 1]) - b == b - a;
    };
    std::size_t out = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
        out += even(i) || (i > 0 && even(i - 1)) || even(i + 1);
    return out;
}

/// Characters that occur elsewhere too.
std::size_t reused(const CodePoints& text) {
    std::size_t out = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        out += text.count([&](char32_t c) { return c == text[i]; }) > 1;
    }
    return out;
}

} // namespace

double passwordScore(ByteView password) {
    const CodePoints text{password.first(std::min<std::size_t>(password.size(), 1024))};
    const auto between = [&](char32_t low, char32_t high) {
        return text.count([&](char32_t c) { return c >= low && c <= high; });
    };
    const std::size_t digits = between('0', '9'), lower = between('a', 'z'), upper = between('A', 'Z');
    const std::size_t spaces = between(' ', ' '), symbols = text.ascii() - digits - lower - upper - spaces;
    const double most = scoreOfLength(text.ascii(), text.size());

    double score = most;
    if (most > 0) {
        const auto length = static_cast<double>(text.size());
        const std::size_t runs = repeated(text);
        score += static_cast<double>(spaces) + (lower > 0 && upper > 0 ? 1 : 0) + (symbols > 0 ? 1 : 0);
        // One after the other, as the reference does: the sum of 0.1, 0.1 and 0.1 is not 0.3.
        if (digits == 0) score -= most * 0.05;
        if (lower == 0) score -= most * 0.1;
        if (upper == 0) score -= most * 0.1;
        if (spaces == 0) score -= most * 0.1;
        score -= most * static_cast<double>(runs + progressive(text)) / length / 5;
        score -= most * static_cast<double>(reused(text) - runs) / length / 10;
    }
    score = std::clamp(score, 0.0, most) + 20.0 * static_cast<double>(text.size() - text.ascii());
    return std::min(score, 100.0);
}

ByteView trimmedPassword(ByteView password) {
    const auto isSpace = [](std::uint8_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    while (!password.empty() && isSpace(password.front()))
        password = password.subspan(1);
    while (!password.empty() && isSpace(password.back()))
        password = password.first(password.size() - 1);
    return password;
}

api::WalletService::PasswordVerdict judge(ByteView typed) {
    const ByteView password = trimmedPassword(typed);
    const double score = passwordScore(password);
    api::WalletService::PasswordVerdict out;
    out.score = static_cast<int>(std::floor(score));
    if (CodePoints{password}.size() < kMinPasswordCharacters) {
        out.reason = "at least 6 characters are needed";
    } else if (score < kMinPasswordScore) {
        out.reason = "too easy to guess: use more kinds of characters and fewer repetitions";
    } else {
        out.accepted = true;
    }
    return out;
}

} // namespace taodeck::wallet
