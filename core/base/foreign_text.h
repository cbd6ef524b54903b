#pragma once
/// Text that strangers wrote: subnet names, identities, URLs, node errors. Readable only after cleaning.

#include "core/base/bytes.h"

#include <compare>
#include <string>

namespace taodeck {

class ForeignText {
public:
    ForeignText() = default;
    explicit ForeignText(std::string raw) : m_raw{std::move(raw)} {}
    static ForeignText fromBytes(ByteView raw) { return ForeignText{std::string{asText(raw)}}; }

    /// Valid UTF-8 without control, direction-changing, zero-width or line-breaking characters, at most `maxChars`
    /// code points (then "…"). Ill-formed bytes become U+FFFD. Still plain text: never give it to a rich-text widget.
    std::string plain(std::size_t maxChars = 64) const;
    bool empty() const { return m_raw.empty(); }
    friend auto operator<=>(const ForeignText&, const ForeignText&) = default;

private:
    std::string m_raw;
};

} // namespace taodeck
