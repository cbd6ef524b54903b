#include "core/engine/tokenizer/vocabulary.h"

#include "core/base/foreign_text.h"
#include "core/engine/tokenizer/unicode.h"

#include <algorithm>
#include <limits>
#include <string>

namespace taodeck::engine::detail {
namespace {

// Tokens that end an answer, known by their texts: files rarely list them. Source: the reference's list.
constexpr std::array<std::string_view, 17> kEndTexts{"<|eot_id|>",
                                                     "<|im_end|>",
                                                     "<|end|>",
                                                     "<|return|>",
                                                     "<|call|>",
                                                     "<end_of_turn>",
                                                     "<|endoftext|>",
                                                     "</s>",
                                                     "<|eom_id|>",
                                                     "<EOT>",
                                                     "_<EOT>",
                                                     "<|end_of_text|>",
                                                     "<end_of_utterance>",
                                                     "[EOT]",
                                                     "[EOS]",
                                                     "<eos>",
                                                     "<\xEF\xBD\x9C"
                                                     "end\xE2\x96\x81of\xE2\x96\x81sentence\xEF\xBD\x9C>"};
// Of the tokens for filling a gap in code, these end an answer too ...
constexpr std::array<std::string_view, 6> kGapEndTexts{"<|fim_pad|>",  "<fim-pad>",     "<fim_pad>",
                                                       "<|fim_repo|>", "<|repo_name|>", "<|file_sep|>"};
// ... and these do not, but are control tokens whatever the file says.
constexpr std::array<std::string_view, 9> kGapTexts{"<|fim_prefix|>", "<fim-prefix>", "<fim_prefix>",
                                                    "<|fim_suffix|>", "<fim-suffix>", "<fim_suffix>",
                                                    "<|fim_middle|>", "<fim-middle>", "<fim_middle>"};

constexpr std::size_t kMaxTexts = 1u << 30;
constexpr std::uint32_t kNoSpecial = std::numeric_limits<std::uint32_t>::max();

bool isSpecial(TokenKind kind) {
    return kind == TokenKind::Control || kind == TokenKind::Unknown || kind == TokenKind::UserDefined;
}

std::string quoted(std::string_view text) {
    return "'" + ForeignText{std::string{text}}.plain() + "'";
}

} // namespace

std::optional<TokenId> Vocabulary::find(std::string_view text) const {
    const auto number = m_texts.find(text);
    return number && *number < m_kinds.size() ? std::optional{static_cast<TokenId>(*number)} : std::nullopt;
}

Result<std::uint32_t> Vocabulary::symbol(std::string_view text) {
    constexpr std::size_t kMaxBytes = std::numeric_limits<std::uint32_t>::max();
    if (m_texts.bytes() + text.size() > kMaxBytes || m_texts.size() >= kMaxTexts)
        return fail(Errc::LimitExceeded, "the vocabulary and its merges are too large");
    return m_texts.add(text).first;
}

Result<Vocabulary> Vocabulary::load(const gguf::File& file, const SpecialIds& defaults, bool addBosByDefault) {
    Vocabulary vocabulary;
    TD_CHECK(vocabulary.readTokens(file));
    TD_CHECK(vocabulary.readIds(file, defaults, addBosByDefault));
    TD_CHECK(vocabulary.findEnds(file));
    TD_CHECK(vocabulary.indexSpecials());
    return vocabulary;
}

Result<> Vocabulary::readTokens(const gguf::File& file) {
    TD_TRY(const gguf::Array* tokens, file.array("tokenizer.ggml.tokens", gguf::ValueType::String));
    if (tokens->size() == 0) return fail(Errc::OutOfRange, "the vocabulary is empty");
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < tokens->size(); ++i)
        bytes += tokens->string(i).size() + 1;
    if (tokens->size() > kMaxTexts || bytes > std::numeric_limits<std::uint32_t>::max())
        return fail(Errc::LimitExceeded, "the vocabulary is too large");
    m_texts.reserve(tokens->size(), bytes);
    for (std::size_t i = 0; i < tokens->size(); ++i) {
        const std::string_view text = tokens->string(i);
        if (text.size() > kMaxTokenBytes)
            return fail(Errc::LimitExceeded, "token " + std::to_string(i) + " has " + std::to_string(text.size()) +
                                                 " bytes, at most " + std::to_string(kMaxTokenBytes) + " are read");
        // Paddings without text get one that nothing else has, as the reference names them.
        const auto [id, isNew] = m_texts.add(text.empty() ? "[EMPTY_" + std::to_string(i) + "]" : std::string{text});
        if (!isNew)
            return fail(Errc::Malformed, "token " + std::to_string(i) + " " + quoted(text) + " is token " +
                                             std::to_string(id) + " already");
    }

    m_kinds.assign(tokens->size(), TokenKind::Normal);
    if (file.find("tokenizer.ggml.token_type") == nullptr) return {};
    TD_TRY(const gguf::Array* types, file.array("tokenizer.ggml.token_type", gguf::ValueType::I32));
    if (types->size() != tokens->size())
        return fail(Errc::Malformed,
                    std::to_string(types->size()) + " token types for " + std::to_string(tokens->size()) + " tokens");
    for (std::size_t i = 0; i < types->size(); ++i) {
        const double type = types->number(i);
        if (type < 0 || type > 6)
            return fail(Errc::OutOfRange, "token " + std::to_string(i) + " has type " +
                                              std::to_string(static_cast<std::int64_t>(type)) + ", not 0 to 6");
        m_kinds[i] = type == 0 ? TokenKind::Unused : static_cast<TokenKind>(type);
    }
    return {};
}

Result<std::optional<TokenId>> Vocabulary::readId(const gguf::File& file, std::string_view key,
                                                  std::optional<TokenId> byDefault) const {
    if (file.find(key) == nullptr) {
        const bool inside = byDefault && static_cast<std::size_t>(*byDefault) < m_kinds.size();
        return inside ? byDefault : std::nullopt;
    }
    TD_TRY(const auto id, file.integer(key));
    if (id >= m_kinds.size())
        return fail(Errc::OutOfRange, std::string{key} + " is " + std::to_string(id) + ", outside the vocabulary of " +
                                          std::to_string(m_kinds.size()));
    return std::optional{static_cast<TokenId>(id)};
}

Result<> Vocabulary::readIds(const gguf::File& file, const SpecialIds& defaults, bool addBosByDefault) {
    TD_TRY(m_ids.bos, readId(file, "tokenizer.ggml.bos_token_id", defaults.bos));
    TD_TRY(m_ids.eos, readId(file, "tokenizer.ggml.eos_token_id", defaults.eos));
    TD_TRY(m_ids.unknown, readId(file, "tokenizer.ggml.unknown_token_id", defaults.unknown));
    const auto flag = [&](std::string_view key, bool byDefault) -> Result<bool> {
        return file.find(key) == nullptr ? Result<bool>{byDefault} : file.boolean(key);
    };
    TD_TRY(m_addBos, flag("tokenizer.ggml.add_bos_token", addBosByDefault));
    TD_TRY(m_addEos, flag("tokenizer.ggml.add_eos_token", false));
    if (m_addBos && !m_ids.bos)
        return fail(Errc::NotFound,
                    "texts begin with a token that the file does not name (tokenizer.ggml.bos_token_id)");
    if (m_addEos && !m_ids.eos)
        return fail(Errc::NotFound, "texts end with a token that the file does not name (tokenizer.ggml.eos_token_id)");
    return {};
}

Result<> Vocabulary::findEnds(const gguf::File& file) {
    const auto add = [&](std::string_view text, bool isEnd) {
        const auto id = find(text);
        if (!id) return;
        m_kinds[static_cast<std::size_t>(*id)] = TokenKind::Control;
        if (isEnd) m_ends.push_back(*id);
    };
    for (const auto text : kEndTexts)
        add(text, true);
    for (const auto text : kGapEndTexts)
        add(text, true);
    for (const auto text : kGapTexts)
        add(text, false);
    if (m_ids.eos) m_ends.push_back(*m_ids.eos);
    for (const std::string_view key : {"tokenizer.ggml.eot_token_id", "tokenizer.ggml.eom_token_id"}) {
        TD_TRY(const auto id, readId(file, key, std::nullopt));
        if (id) m_ends.push_back(*id);
    }
    std::sort(m_ends.begin(), m_ends.end());
    m_ends.erase(std::unique(m_ends.begin(), m_ends.end()), m_ends.end());
    return {};
}

Result<> Vocabulary::indexSpecials() {
    for (std::size_t i = 0; i < m_kinds.size(); ++i) {
        const auto id = static_cast<TokenId>(i);
        if (!isSpecial(m_kinds[i])) continue;
        if (text(id).size() > kMaxSpecialBytes)
            return fail(Errc::LimitExceeded, "special token " + std::to_string(i) + " has more than " +
                                                 std::to_string(kMaxSpecialBytes) + " bytes");
        m_specials.push_back(id);
    }
    std::sort(m_specials.begin(), m_specials.end(), [&](TokenId a, TokenId b) { return text(a) < text(b); });
    std::vector<std::uint32_t> begun; // specials that the next one may continue
    for (std::uint32_t i = 0; i < m_specials.size(); ++i) {
        const std::string_view here = text(m_specials[i]);
        while (!begun.empty() && !here.starts_with(text(m_specials[begun.back()])))
            begun.pop_back();
        m_shorter.push_back(begun.empty() ? kNoSpecial : begun.back());
        begun.push_back(i);
    }
    for (const TokenId id : m_specials)
        ++m_specialsFrom[static_cast<std::uint8_t>(text(id).front()) + std::size_t{1}];
    for (std::size_t b = 1; b < m_specialsFrom.size(); ++b)
        m_specialsFrom[b] += m_specialsFrom[b - 1];
    return {};
}

std::uint32_t Vocabulary::usable(std::uint32_t special, bool parseSpecial) const {
    while (special != kNoSpecial && !parseSpecial && kind(m_specials[special]) != TokenKind::UserDefined)
        special = m_shorter[special];
    return special;
}

/// At each place the longest special that is written there; the others there begin it.
std::vector<Vocabulary::Match> Vocabulary::longestMatches(std::string_view whole, bool parseSpecial) const {
    std::vector<Match> out;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        const auto first = static_cast<std::uint8_t>(whole[at]);
        auto low = m_specials.begin() + m_specialsFrom[first];
        auto high = m_specials.begin() + m_specialsFrom[first + std::size_t{1}];
        std::uint32_t longest = kNoSpecial;
        // Narrows the specials that begin as the text does, one byte at a time; a shorter one sorts before those that
        // continue it.
        for (std::size_t depth = 1; low != high; ++depth) {
            if (text(*low).size() == depth) longest = static_cast<std::uint32_t>(low++ - m_specials.begin());
            if (low == high || at + depth >= whole.size()) break;
            const auto next = static_cast<std::uint8_t>(whole[at + depth]);
            const auto byteAt = [&](TokenId id) { return static_cast<std::uint8_t>(text(id)[depth]); };
            low = std::lower_bound(low, high, next, [&](TokenId id, std::uint8_t b) { return byteAt(id) < b; });
            high = std::upper_bound(low, high, next, [&](std::uint8_t b, TokenId id) { return b < byteAt(id); });
        }
        longest = usable(longest, parseSpecial);
        if (longest != kNoSpecial) out.push_back({at, longest});
    }
    return out;
}

/// Those that are cut out, ascending.
std::vector<Vocabulary::Match> Vocabulary::choose(std::string_view whole, bool parseSpecial) const {
    std::vector<Match> queue = longestMatches(whole, parseSpecial), chosen;
    std::vector<bool> taken(queue.empty() ? 0 : whole.size());
    const auto isLater = [&](const Match& a, const Match& b) {
        return sizeOf(a) != sizeOf(b) ? sizeOf(a) < sizeOf(b) : a.at > b.at;
    };
    std::make_heap(queue.begin(), queue.end(), isLater);
    while (!queue.empty()) {
        std::pop_heap(queue.begin(), queue.end(), isLater);
        const Match match = queue.back();
        queue.pop_back();
        // Longer ones were chosen before, so one that overlaps covers an end of this one.
        if (!taken[match.at] && !taken[match.at + sizeOf(match) - 1]) {
            std::fill_n(taken.begin() + static_cast<std::ptrdiff_t>(match.at), sizeOf(match), true);
            chosen.push_back(match);
        } else if (const std::uint32_t next = usable(m_shorter[match.special], parseSpecial); next != kNoSpecial) {
            queue.push_back({match.at, next});
            std::push_heap(queue.begin(), queue.end(), isLater);
        }
    }
    std::sort(chosen.begin(), chosen.end(), [](const Match& a, const Match& b) { return a.at < b.at; });
    return chosen;
}

std::vector<Fragment> Vocabulary::partition(std::string_view whole, bool parseSpecial) const {
    std::vector<Fragment> fragments;
    std::size_t at = 0;
    for (const Match& match : choose(whole, parseSpecial)) {
        if (match.at > at) fragments.push_back({std::nullopt, whole.substr(at, match.at - at)});
        fragments.push_back({m_specials[match.special], whole.substr(match.at, sizeOf(match))});
        at = match.at + sizeOf(match);
    }
    if (at < whole.size()) fragments.push_back({std::nullopt, whole.substr(at)});
    return fragments;
}

std::string Vocabulary::withoutControl(std::string_view whole) const {
    // A space completes another token only in a vocabulary made for that, which gets no text at all in the end.
    constexpr int kRounds = 4;
    std::string text{whole};
    for (int round = 0; round < kRounds; ++round) {
        std::string out;
        bool found = false;
        for (const Fragment& fragment : partition(text, /*parseSpecial=*/true)) {
            if (!fragment.token || kind(*fragment.token) == TokenKind::UserDefined) {
                out.append(fragment.text);
                continue;
            }
            found = true;
            const std::size_t first = std::min(utf8Length(fragment.text.front()), fragment.text.size());
            if (first == fragment.text.size()) continue; // one character: left out
            out.append(fragment.text.substr(0, first)).append(" ").append(fragment.text.substr(first));
        }
        text = std::move(out);
        if (!found) return text;
    }
    return {};
}

} // namespace taodeck::engine::detail
