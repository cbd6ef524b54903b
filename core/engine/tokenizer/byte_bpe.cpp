#include "core/engine/tokenizer/byte_bpe.h"

#include "core/base/foreign_text.h"

#include <algorithm>
#include <functional>
#include <limits>

namespace taodeck::engine::detail {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
constexpr char32_t kFirstMoved = 0x100, kLastMoved = 0x143;

/// Bytes that print stand for themselves, the others for characters from U+0100 on.
constexpr bool standsForItself(char32_t byte) {
    return (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte <= 0xAC) || (byte >= 0xAE && byte <= 0xFF);
}

struct ByteAlphabet {
    std::array<char32_t, 256> characters{};
    std::array<std::uint8_t, kLastMoved + 1> bytes{};
};
constexpr ByteAlphabet makeAlphabet() {
    ByteAlphabet alphabet;
    char32_t moved = kFirstMoved;
    for (char32_t byte = 0; byte < 256; ++byte) {
        const char32_t c = standsForItself(byte) ? byte : moved++;
        alphabet.characters[byte] = c;
        alphabet.bytes[c] = static_cast<std::uint8_t>(byte);
    }
    return alphabet;
}
constexpr ByteAlphabet kAlphabet = makeAlphabet();

} // namespace

char32_t byteCharacter(std::uint8_t byte) {
    return kAlphabet.characters[byte];
}

std::optional<std::uint8_t> characterByte(char32_t c) {
    if (c > kLastMoved || (c < kFirstMoved && !standsForItself(c))) return std::nullopt;
    return kAlphabet.bytes[c];
}

Result<std::unique_ptr<const Tokenizer>> ByteBpe::load(const gguf::File& file) {
    if (file.find("tokenizer.ggml.pre") == nullptr)
        return fail(Errc::Unsupported, "the file does not say how its tokeniser splits words (tokenizer.ggml.pre)");
    TD_TRY(const auto name, file.text("tokenizer.ggml.pre"));
    const auto pre = preTokenizer(name);
    if (!pre)
        return fail(Errc::Unsupported,
                    "unknown pre-tokeniser '" + ForeignText{std::string{name.substr(0, 256)}}.plain() + "'");

    std::unique_ptr<ByteBpe> bpe{new ByteBpe};
    bpe->m_pre = *pre;
    TD_TRY(bpe->m_vocabulary, Vocabulary::load(file, {}, pre->addBos));
    TD_CHECK(bpe->readMerges(file));
    bpe->m_kinds = bpe->m_vocabulary.kinds();
    bpe->m_bos = bpe->m_vocabulary.ids().bos;
    bpe->m_eos = bpe->m_vocabulary.ids().eos;
    bpe->m_ends = bpe->m_vocabulary.ends();
    return std::unique_ptr<const Tokenizer>{std::move(bpe)};
}

Result<> ByteBpe::readMerges(const gguf::File& file) {
    for (std::size_t byte = 0; byte < m_byteSymbols.size(); ++byte) {
        std::string text;
        appendUtf8(text, byteCharacter(static_cast<std::uint8_t>(byte)));
        TD_TRY(m_byteSymbols[byte], m_vocabulary.symbol(text));
    }
    TD_TRY(const gguf::Array* merges, file.array("tokenizer.ggml.merges", gguf::ValueType::String));
    m_ranks.reserve(merges->size());
    m_results.reserve(merges->size());
    std::string joined;
    for (std::size_t i = 0; i < merges->size(); ++i) {
        const std::string_view merge = merges->string(i);
        const std::size_t space = merge.find(' ', 1);
        if (space == std::string_view::npos || space + 1 == merge.size())
            return fail(Errc::Malformed, "merge " + std::to_string(i) + " is not two texts with a space between");
        if (merge.size() > kMaxTokenBytes + 1)
            return fail(Errc::LimitExceeded, "merge " + std::to_string(i) + " makes a token of more than " +
                                                 std::to_string(kMaxTokenBytes) + " bytes");
        joined.assign(merge.substr(0, space)).append(merge.substr(space + 1));
        TD_TRY(const auto left, m_vocabulary.symbol(merge.substr(0, space)));
        TD_TRY(const auto right, m_vocabulary.symbol(merge.substr(space + 1)));
        TD_TRY(const auto result, m_vocabulary.symbol(joined));
        m_results.push_back(result);
        m_ranks.add(left, right, static_cast<std::uint32_t>(i));
    }
    return {};
}

std::vector<TokenId> ByteBpe::encode(std::string_view text, const EncodeOptions& options) const {
    std::vector<TokenId> ids;
    ids.reserve(text.size() / 3 + 2);
    if (options.addSpecial && m_vocabulary.addBos()) ids.push_back(*m_bos);
    Work work;
    std::string word;
    for (const Fragment& fragment : m_vocabulary.partition(text, options.parseSpecial)) {
        if (fragment.token) {
            ids.push_back(*fragment.token);
            continue;
        }
        const CodePoints points{fragment.text};
        std::size_t at = 0;
        for (const std::size_t end : splitWords(m_pre.rule, points)) {
            word.clear();
            for (; at < end; ++at)
                appendUtf8(word, points.points[at]);
            encodeWord(word, ids, work);
        }
    }
    if (options.addSpecial && m_vocabulary.addEos()) ids.push_back(*m_eos);
    return ids;
}

std::uint32_t ByteBpe::rank(std::uint32_t left, std::uint32_t right) const {
    return m_ranks.find(left, right).value_or(kNone);
}

void ByteBpe::encodeWord(std::string_view word, std::vector<TokenId>& out, Work& work) const {
    if (m_pre.ignoreMerges) {
        work.text.clear();
        for (const char c : word)
            appendUtf8(work.text, byteCharacter(static_cast<std::uint8_t>(c)));
        if (const auto id = m_vocabulary.find(work.text)) {
            out.push_back(*id);
            return;
        }
    }
    work.symbols.clear();
    for (const char c : word)
        work.symbols.push_back(m_byteSymbols[static_cast<std::uint8_t>(c)]);
    merge(work);
    for (std::uint32_t i = 0; i != kNone; i = work.next[i])
        emit(work.symbols[i], out);
}

/// Merges the pair of the lowest rank, of equal ones the leftmost, until no pair is left. Each merge makes at most two
/// new pairs, so the queue sees at most three entries per symbol.
void ByteBpe::merge(Work& work) const {
    const auto size = static_cast<std::uint32_t>(work.symbols.size());
    work.previous.resize(size);
    work.next.resize(size);
    work.ranks.assign(size, kNone);
    work.queue.clear();
    const auto look = [&](std::uint32_t at) { // at the pair that begins there
        const std::uint32_t right = work.next[at];
        work.ranks[at] = right == kNone ? kNone : rank(work.symbols[at], work.symbols[right]);
        ++work.steps;
        if (work.ranks[at] == kNone) return;
        work.queue.push_back(std::uint64_t{work.ranks[at]} << 32 | at);
        std::push_heap(work.queue.begin(), work.queue.end(), std::greater<>{});
    };
    for (std::uint32_t i = 0; i < size; ++i) {
        work.previous[i] = i - 1; // kNone for the first
        work.next[i] = i + 1 < size ? i + 1 : kNone;
    }
    for (std::uint32_t i = 0; i < size; ++i)
        look(i);
    while (!work.queue.empty()) {
        std::pop_heap(work.queue.begin(), work.queue.end(), std::greater<>{});
        const auto left = static_cast<std::uint32_t>(work.queue.back());
        const auto best = static_cast<std::uint32_t>(work.queue.back() >> 32);
        work.queue.pop_back();
        ++work.steps;
        if (work.ranks[left] != best) continue; // one of the two was merged with another
        const std::uint32_t right = work.next[left];
        work.symbols[left] = m_results[best];
        work.ranks[right] = kNone;
        work.next[left] = work.next[right];
        if (work.next[left] != kNone) work.previous[work.next[left]] = left;
        if (work.previous[left] != kNone) look(work.previous[left]);
        look(left);
    }
}

/// A symbol that is no token gives its ASCII bytes as far as they are tokens, and the rest is lost, as in the
/// reference.
void ByteBpe::emit(std::uint32_t symbol, std::vector<TokenId>& out) const {
    if (symbol < m_kinds.size()) {
        out.push_back(static_cast<TokenId>(symbol));
        return;
    }
    const std::string_view text = m_vocabulary.symbolText(symbol);
    for (std::size_t i = 0; i < text.size(); ++i)
        if (const auto id = m_vocabulary.find(text.substr(i, 1))) out.push_back(*id);
}

std::string ByteBpe::piece(TokenId id, bool special) const {
    const std::string_view text = m_vocabulary.text(id);
    switch (kind(id)) {
    case TokenKind::Control:
    case TokenKind::Unknown:
        return special ? std::string{text} : std::string{};
    case TokenKind::UserDefined:
        return std::string{text};
    case TokenKind::Unused:
        return {};
    case TokenKind::Normal:
    case TokenKind::Byte:
        break;
    }
    std::string bytes;
    for (const char32_t c : CodePoints{text}.points) {
        if (const auto byte = characterByte(c))
            bytes.push_back(static_cast<char>(*byte));
        else
            appendUtf8(bytes, c); // no byte of the alphabet: a text that somebody added by hand
    }
    return bytes;
}

} // namespace taodeck::engine::detail
