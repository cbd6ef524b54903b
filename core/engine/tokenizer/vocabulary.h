#pragma once
/// What both kinds of tokeniser read from a file: the tokens' texts and kinds, the special ids, and how special tokens
/// are found in a text. Trusts the file only as gguf::File checked it. Immutable after load.

#include "core/engine/tokenizer/string_table.h"
#include "core/engine/tokenizer/tokenizer.h"

#include <array>
#include <string_view>
#include <vector>

namespace taodeck::engine::detail {

inline constexpr std::size_t kMaxTokenBytes = 1'024; // bounds the work per character of a text
inline constexpr std::size_t kMaxSpecialBytes = 255;

/// A part of a text: a special token, or plain text to be tokenised.
struct Fragment {
    std::optional<TokenId> token;
    std::string_view text; ///< Of a special token too.
};

struct SpecialIds {
    std::optional<TokenId> bos, eos, unknown;
};

class Vocabulary {
public:
    /// `defaults`: ids where the file names none; those outside the vocabulary count as none.
    static Result<Vocabulary> load(const gguf::File& file, const SpecialIds& defaults, bool addBosByDefault);

    std::string_view text(TokenId id) const { return m_texts.text(static_cast<std::uint32_t>(id)); }
    std::string_view symbolText(std::uint32_t symbol) const { return m_texts.text(symbol); }
    std::optional<TokenId> find(std::string_view text) const;
    /// A number for a text that need not be a token: the id if it is one, else a number above all ids. LimitExceeded.
    Result<std::uint32_t> symbol(std::string_view text);
    const std::vector<TokenKind>& kinds() const { return m_kinds; }
    TokenKind kind(TokenId id) const { return m_kinds[static_cast<std::size_t>(id)]; }
    const SpecialIds& ids() const { return m_ids; }
    const std::vector<TokenId>& ends() const { return m_ends; } ///< Ascending.
    bool addBos() const { return m_addBos; }
    bool addEos() const { return m_addEos; }

    /// Cuts out the special tokens written in `text`: user-defined ones always, control and unknown ones if asked.
    /// Longer tokens are found before shorter ones, equally long ones from the left, as the reference does. Time grows
    /// with the text, memory with the tokens written in it, whatever the vocabulary. White space beside them stays: the
    /// reference strips it for families that the engine does not run (Phi-3, Jina).
    std::vector<Fragment> partition(std::string_view text, bool parseSpecial) const;
    std::string withoutControl(std::string_view text) const; ///< See Tokenizer.

private:
    Result<> readTokens(const gguf::File& file);
    Result<> readIds(const gguf::File& file, const SpecialIds& defaults, bool addBosByDefault);
    Result<std::optional<TokenId>> readId(const gguf::File& file, std::string_view key,
                                          std::optional<TokenId> byDefault) const;
    Result<> findEnds(const gguf::File& file);
    Result<> indexSpecials();

    /// A special token that is written in a text.
    struct Match {
        std::size_t at;
        std::uint32_t special; ///< Index in m_specials.
    };
    std::size_t sizeOf(const Match& match) const { return text(m_specials[match.special]).size(); }
    /// The same special if it may be used, else the longest one that begins it and may.
    std::uint32_t usable(std::uint32_t special, bool parseSpecial) const;
    std::vector<Match> longestMatches(std::string_view text, bool parseSpecial) const;
    std::vector<Match> choose(std::string_view text, bool parseSpecial) const;

    StringTable m_texts; ///< Token ids are its first numbers.
    std::vector<TokenKind> m_kinds;
    SpecialIds m_ids;
    std::vector<TokenId> m_ends;
    bool m_addBos{false}, m_addEos{false};
    std::vector<TokenId> m_specials;                 ///< Control, unknown and user-defined, by text.
    std::vector<std::uint32_t> m_shorter;            ///< For each, the longest one that it begins with, or kNoSpecial.
    std::array<std::uint32_t, 257> m_specialsFrom{}; ///< First of m_specials whose text begins with a byte.
};

} // namespace taodeck::engine::detail
