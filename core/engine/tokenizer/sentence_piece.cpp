#include "core/engine/tokenizer/sentence_piece.h"

#include "core/engine/tokenizer/unicode.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>

namespace taodeck::engine::detail {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
constexpr std::string_view kEscapedSpace = "\xE2\x96\x81"; // U+2581
constexpr SpecialIds kDefaultIds{1, 2, 0};

/// "<0x0A>": the text of the token of a byte.
std::string byteText(std::uint8_t byte) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    return std::string{"<0x"} + kHex[byte >> 4] + kHex[byte & 15] + '>';
}

std::optional<std::uint8_t> byteOf(std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; };
    if (text.size() != 6 || text.substr(0, 3) != "<0x" || text[5] != '>') return std::nullopt;
    const int high = digit(text[3]), low = digit(text[4]);
    if (high < 0 || low < 0) return std::nullopt;
    return static_cast<std::uint8_t>(high << 4 | low);
}

/// Higher scores to lower numbers, equal ones to equal ones.
std::uint32_t orderOf(float score) {
    const auto bits = std::bit_cast<std::uint32_t>(score == 0 ? 0.0F : score); // -0 equals 0
    const std::uint32_t ascending = bits & 0x80000000u ? ~bits : bits | 0x80000000u;
    return ~ascending;
}

std::string replaced(std::string_view text, std::string_view what, std::string_view by) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        if (text.substr(at, what.size()) == what) {
            out.append(by);
            at += what.size();
        } else {
            out.push_back(text[at++]);
        }
    }
    return out;
}

} // namespace

Result<std::unique_ptr<const Tokenizer>> SentencePiece::load(const gguf::File& file) {
    std::unique_ptr<SentencePiece> spm{new SentencePiece};
    TD_TRY(spm->m_vocabulary, Vocabulary::load(file, kDefaultIds, /*addBosByDefault=*/true));
    if (file.find("tokenizer.ggml.add_space_prefix") != nullptr) {
        TD_TRY(spm->m_addSpacePrefix, file.boolean("tokenizer.ggml.add_space_prefix"));
    }
    TD_CHECK(spm->readScores(file));
    spm->findBytes();
    spm->m_kinds = spm->m_vocabulary.kinds();
    spm->m_bos = spm->m_vocabulary.ids().bos;
    spm->m_eos = spm->m_vocabulary.ids().eos;
    spm->m_ends = spm->m_vocabulary.ends();
    return std::unique_ptr<const Tokenizer>{std::move(spm)};
}

Result<> SentencePiece::readScores(const gguf::File& file) {
    TD_TRY(const gguf::Array* scores, file.array("tokenizer.ggml.scores", gguf::ValueType::F32));
    const std::size_t size = m_vocabulary.kinds().size();
    if (scores->size() != size)
        return fail(Errc::Malformed,
                    std::to_string(scores->size()) + " scores for " + std::to_string(size) + " tokens");
    m_order.reserve(size);
    for (std::size_t i = 0; i < size; ++i) {
        const double score = scores->number(i);
        if (std::isnan(score))
            return fail(Errc::OutOfRange, "the score of token " + std::to_string(i) + " is no number");
        m_order.push_back(orderOf(static_cast<float>(score)));
        m_longest = std::max(m_longest, m_vocabulary.text(static_cast<TokenId>(i)).size());
    }
    return {};
}

void SentencePiece::findBytes() {
    for (std::size_t byte = 0; byte < m_bytes.size(); ++byte) {
        const char raw = static_cast<char>(byte);
        m_bytes[byte] = m_vocabulary.find(byteText(static_cast<std::uint8_t>(byte)));
        if (!m_bytes[byte]) m_bytes[byte] = m_vocabulary.find({&raw, 1});
        if (!m_bytes[byte]) m_bytes[byte] = m_vocabulary.ids().unknown;
    }
}

std::vector<TokenId> SentencePiece::encode(std::string_view text, const EncodeOptions& options) const {
    std::vector<TokenId> ids;
    ids.reserve(text.size() / 3 + 2);
    if (options.addSpecial && m_vocabulary.addBos()) ids.push_back(*m_bos);
    Work work;
    bool afterSpecial = true; // the beginning counts as one
    for (const Fragment& fragment : m_vocabulary.partition(text, options.parseSpecial)) {
        if (fragment.token) {
            ids.push_back(*fragment.token);
            afterSpecial = true;
            continue;
        }
        std::string plain{m_addSpacePrefix && afterSpecial ? " " : ""};
        plain.append(fragment.text);
        encodeEscaped(replaced(plain, " ", kEscapedSpace), ids, work);
        afterSpecial = false;
    }
    if (options.addSpecial && m_vocabulary.addEos()) ids.push_back(*m_eos);
    return ids;
}

/// Merges the pair of the highest score, of equal ones the leftmost, until no pair is a token.
void SentencePiece::encodeEscaped(std::string_view text, std::vector<TokenId>& out, Work& work) const {
    work.begins.clear();
    work.sizes.clear();
    work.queue.clear();
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = std::min(utf8Length(text[at]), text.size() - at);
        work.begins.push_back(static_cast<std::uint32_t>(at));
        work.sizes.push_back(static_cast<std::uint32_t>(size));
        at += size;
    }
    const auto count = static_cast<std::uint32_t>(work.begins.size());
    work.previous.resize(count);
    work.next.resize(count);
    work.merged.assign(count, kNone);
    const auto look = [&](std::uint32_t at) { // at the pair that begins there
        const std::uint32_t right = work.next[at];
        work.merged[at] = kNone;
        ++work.steps;
        if (right == kNone || work.sizes[at] + work.sizes[right] > m_longest) return;
        const auto id = m_vocabulary.find(text.substr(work.begins[at], work.sizes[at] + work.sizes[right]));
        // Plain text never becomes a control token; the reference would allow it where the vocabulary has its parts.
        if (!id || m_vocabulary.kind(*id) == TokenKind::Control || m_vocabulary.kind(*id) == TokenKind::Unknown) return;
        work.merged[at] = static_cast<std::uint32_t>(*id);
        work.queue.push_back(std::uint64_t{m_order[work.merged[at]]} << 32 | at);
        std::push_heap(work.queue.begin(), work.queue.end(), std::greater<>{});
    };
    for (std::uint32_t i = 0; i < count; ++i) {
        work.previous[i] = i - 1; // kNone for the first
        work.next[i] = i + 1 < count ? i + 1 : kNone;
    }
    for (std::uint32_t i = 0; i < count; ++i)
        look(i);
    while (!work.queue.empty()) {
        std::pop_heap(work.queue.begin(), work.queue.end(), std::greater<>{});
        const auto left = static_cast<std::uint32_t>(work.queue.back());
        const auto order = static_cast<std::uint32_t>(work.queue.back() >> 32);
        work.queue.pop_back();
        ++work.steps;
        if (work.merged[left] == kNone || m_order[work.merged[left]] != order)
            continue; // merged with another meanwhile
        const std::uint32_t right = work.next[left];
        work.sizes[left] += work.sizes[right];
        work.merged[right] = kNone;
        work.next[left] = work.next[right];
        if (work.next[left] != kNone) work.previous[work.next[left]] = left;
        if (work.previous[left] != kNone) look(work.previous[left]);
        look(left);
    }
    for (std::uint32_t i = count == 0 ? kNone : 0; i != kNone; i = work.next[i])
        emit(text.substr(work.begins[i], work.sizes[i]), out);
}

void SentencePiece::emit(std::string_view symbol, std::vector<TokenId>& out) const {
    if (const auto id = m_vocabulary.find(symbol)) {
        out.push_back(*id);
        return;
    }
    for (const char c : symbol)
        if (const auto id = m_bytes[static_cast<std::uint8_t>(c)]) out.push_back(*id);
}

std::string SentencePiece::piece(TokenId id, bool special) const {
    const std::string_view text = m_vocabulary.text(id);
    switch (kind(id)) {
    case TokenKind::Control:
    case TokenKind::Unknown:
        return special ? std::string{text} : std::string{};
    case TokenKind::UserDefined:
        return std::string{text};
    case TokenKind::Unused:
        return {};
    case TokenKind::Byte:
        if (const auto byte = byteOf(text)) return std::string(1, static_cast<char>(*byte));
        return {};
    case TokenKind::Normal:
        break;
    }
    return replaced(text, kEscapedSpace, " ");
}

} // namespace taodeck::engine::detail
