#include "core/engine/tokenizer/pre_tokenizer.h"

#include <algorithm>
#include <array>

namespace taodeck::engine::detail {
namespace {

struct Named {
    std::string_view name;
    PreTokenizer rule;
};
constexpr PreTokenizer kGpt2{SplitRule::Gpt2, false, false};
constexpr PreTokenizer kSmolLm{SplitRule::SmolLm, false, false};
constexpr PreTokenizer kLlama3{SplitRule::Llama3, true, true};
constexpr PreTokenizer kLlama3Merging{SplitRule::Llama3, false, false};
constexpr PreTokenizer kQwen2{SplitRule::Qwen2, false, false};
constexpr PreTokenizer kTekken{SplitRule::Tekken, true, true};
constexpr std::array kNames{
    Named{"gpt-2", kGpt2},         Named{"phi-2", kGpt2},
    Named{"mpt", kGpt2},           Named{"olmo", kGpt2},
    Named{"gigachat", kGpt2},      Named{"exaone4", kGpt2},
    Named{"smollm", kSmolLm},      Named{"starcoder", kSmolLm},
    Named{"refact", kSmolLm},      Named{"command-r", kSmolLm},
    Named{"codeshell", kSmolLm},   Named{"minerva-7b", kSmolLm},
    Named{"llama-bpe", kLlama3},   Named{"llama3", kLlama3},
    Named{"llama-v3", kLlama3},    Named{"falcon3", kLlama3},
    Named{"pixtral", kLlama3},     Named{"midm-2.0", kLlama3},
    Named{"dbrx", kLlama3Merging}, Named{"smaug-bpe", kLlama3Merging},
    Named{"qwen2", kQwen2},        Named{"deepseek-r1-qwen", kQwen2},
    Named{"stablelm2", kQwen2},    Named{"megrez", kQwen2},
    Named{"hunyuan", kQwen2},      Named{"tekken", kTekken},
};

/// A part of a text that one rule is applied to: it sees nothing outside, as a regular expression sees its subject.
class Scanner {
public:
    Scanner(const CodePoints& text, std::size_t end) : m_points{text.points}, m_classes{text.classes}, m_end{end} {}

    std::size_t gpt2(std::size_t at) const;
    std::size_t llama3(std::size_t at, std::size_t maxDigits) const;
    std::size_t tekken(std::size_t at) const;

private:
    bool is(std::size_t at, CharClass wanted) const { return at < m_end && m_classes[at] == wanted; }
    bool isLineEnd(std::size_t at) const { return at < m_end && (m_points[at] == '\r' || m_points[at] == '\n'); }
    std::size_t runOf(CharClass wanted, std::size_t at) const {
        while (is(at, wanted))
            ++at;
        return at;
    }
    std::size_t contraction(std::size_t at, bool anyCase) const;
    std::size_t word(std::size_t at) const;
    std::size_t capitalisedWord(std::size_t at) const;
    std::size_t signs(std::size_t at, bool slashes) const;
    std::size_t spaces(std::size_t at) const;
    std::size_t spacesAndLines(std::size_t at) const;

    const std::vector<char32_t>& m_points;
    const std::vector<CharClass>& m_classes;
    std::size_t m_end;
};

/// 's 't 're 've 'm 'll 'd, or `at`.
std::size_t Scanner::contraction(std::size_t at, bool anyCase) const {
    if (m_points[at] != '\'') return at;
    const auto letter = [&](std::size_t i) -> char32_t {
        if (i >= m_end) return 0;
        const char32_t c = m_points[i];
        return anyCase && c >= 'A' && c <= 'Z' ? c + 32 : c;
    };
    const char32_t a = letter(at + 1), b = letter(at + 2);
    if (a == 's' || a == 't' || a == 'm' || a == 'd') return at + 2;
    if ((a == 'r' && b == 'e') || (a == 'v' && b == 'e') || (a == 'l' && b == 'l')) return at + 3;
    return at;
}

/// [^\r\n\p{L}\p{N}]?\p{L}+, or `at`.
std::size_t Scanner::word(std::size_t at) const {
    if (is(at, CharClass::Letter)) return runOf(CharClass::Letter, at);
    if (isLineEnd(at) || is(at, CharClass::Number) || !is(at + 1, CharClass::Letter)) return at;
    return runOf(CharClass::Letter, at + 1);
}

/// ` ?[^\s\p{L}\p{N}]+[\r\n]*`, or `at`.
std::size_t Scanner::signs(std::size_t at, bool slashes) const {
    std::size_t p = m_points[at] == ' ' ? at + 1 : at;
    if (!is(p, CharClass::Other)) return at;
    p = runOf(CharClass::Other, p);
    while (isLineEnd(p) || (slashes && p < m_end && m_points[p] == '/'))
        ++p;
    return p;
}

/// \s+(?!\S)|\s+: white space before something else leaves its last character to it.
std::size_t Scanner::spaces(std::size_t at) const {
    const std::size_t end = runOf(CharClass::Space, at);
    return end < m_end && end - at > 1 ? end - 1 : end;
}

/// \s*[\r\n]+|\s+(?!\S)|\s+
std::size_t Scanner::spacesAndLines(std::size_t at) const {
    std::size_t afterLine = at;
    for (std::size_t p = at; is(p, CharClass::Space); ++p)
        if (isLineEnd(p)) afterLine = p + 1;
    return afterLine > at ? afterLine : spaces(at);
}

std::size_t Scanner::gpt2(std::size_t at) const {
    if (const std::size_t end = contraction(at, /*anyCase=*/false); end > at) return end;
    const std::size_t p = m_points[at] == ' ' && at + 1 < m_end ? at + 1 : at;
    if (m_classes[p] != CharClass::Space) return runOf(m_classes[p], p);
    return spaces(at);
}

std::size_t Scanner::llama3(std::size_t at, std::size_t maxDigits) const {
    if (const std::size_t end = contraction(at, /*anyCase=*/true); end > at) return end;
    if (const std::size_t end = word(at); end > at) return end;
    if (is(at, CharClass::Number)) return std::min(runOf(CharClass::Number, at), at + maxDigits);
    if (const std::size_t end = signs(at, /*slashes=*/false); end > at) return end;
    return spacesAndLines(at);
}

/// The two first alternatives of Tekken, with letters outside ASCII in both cases, or `at`:
/// [^\r\n\p{L}\p{N}]?U*L+ | [^\r\n\p{L}\p{N}]?U+L*, U = letters but a-z, L = letters but A-Z.
std::size_t Scanner::capitalisedWord(std::size_t at) const {
    const bool led = !is(at, CharClass::Letter);
    if (led && (isLineEnd(at) || is(at, CharClass::Number) || !is(at + 1, CharClass::Letter))) return at;
    const auto isSmall = [&](std::size_t i) { return m_points[i] >= 'a' && m_points[i] <= 'z'; };
    const auto isCapital = [&](std::size_t i) { return m_points[i] >= 'A' && m_points[i] <= 'Z'; };

    const std::size_t start = at + (led ? 1 : 0);
    std::size_t upper = start;
    while (is(upper, CharClass::Letter) && !isSmall(upper))
        ++upper;
    if (is(upper, CharClass::Letter)) {
        while (is(upper, CharClass::Letter) && !isCapital(upper))
            ++upper;
        return upper;
    }
    // No small letter follows: the last letter that is neither small nor capital ends the word, as L+ must have one.
    for (std::size_t p = upper; p > start; --p)
        if (!isCapital(p - 1)) return p;
    return upper;
}

std::size_t Scanner::tekken(std::size_t at) const {
    if (const std::size_t end = capitalisedWord(at); end > at) return end;
    if (is(at, CharClass::Number)) return at + 1;
    if (const std::size_t end = signs(at, /*slashes=*/true); end > at) return end;
    return spacesAndLines(at);
}

template <class Next>
void cut(std::size_t from, std::size_t to, std::vector<std::size_t>& ends, const Next& next) {
    while (from < to)
        ends.push_back(from = next(from));
}

void splitSmolLm(const CodePoints& text, std::vector<std::size_t>& ends) {
    const std::size_t size = text.points.size();
    for (std::size_t at = 0; at < size;) {
        std::size_t end = at;
        while (end < size && text.classes[end] != CharClass::Number)
            ++end;
        const Scanner scanner{text, end};
        cut(at, end, ends, [&](std::size_t p) { return scanner.gpt2(p); });
        at = end;
        for (; at < size && text.classes[at] == CharClass::Number; ++at)
            ends.push_back(at + 1);
    }
}

} // namespace

std::optional<PreTokenizer> preTokenizer(std::string_view name) {
    for (const Named& known : kNames)
        if (known.name == name) return known.rule;
    return std::nullopt;
}

std::vector<std::size_t> splitWords(SplitRule rule, const CodePoints& text) {
    std::vector<std::size_t> ends;
    const std::size_t size = text.points.size();
    const Scanner scanner{text, size};
    switch (rule) {
    case SplitRule::Gpt2:
        cut(0, size, ends, [&](std::size_t p) { return scanner.gpt2(p); });
        break;
    case SplitRule::SmolLm:
        splitSmolLm(text, ends);
        break;
    case SplitRule::Llama3:
        cut(0, size, ends, [&](std::size_t p) { return scanner.llama3(p, 3); });
        break;
    case SplitRule::Qwen2:
        cut(0, size, ends, [&](std::size_t p) { return scanner.llama3(p, 1); });
        break;
    case SplitRule::Tekken:
        cut(0, size, ends, [&](std::size_t p) { return scanner.tekken(p); });
        break;
    }
    return ends;
}

} // namespace taodeck::engine::detail
