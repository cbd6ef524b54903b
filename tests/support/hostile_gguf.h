#pragma once
/// Model files as a stranger with bad intent writes them: each breaks one rule of the format, by name, with the error
/// that must come of it. Made from code, so that what is wrong with each can be read.

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace taodeck::engine::gguf::test {

/// Appends the pieces of a GGUF file, true or not; knows no rule.
class Forge {
public:
    /// Magic number, version and the two counts.
    Forge(std::uint64_t tensors, std::uint64_t entries, std::uint32_t version = 3);
    explicit Forge(std::string_view raw) { bytes(raw); }

    Forge& bytes(std::string_view raw);
    Forge& u8(std::uint8_t v);
    Forge& u32(std::uint32_t v);
    Forge& u64(std::uint64_t v);
    Forge& text(std::string_view t);
    Forge& key(std::string_view name, std::uint32_t type);
    Forge& array(std::string_view name, std::uint32_t type, std::uint64_t count);
    Forge& tensor(std::string_view name, const std::vector<std::uint64_t>& shape, std::uint32_t type,
                  std::uint64_t offset);
    Forge& zeros(std::size_t count);
    Forge& pad(std::size_t alignment = 32);
    Bytes done() const { return m_bytes; }

private:
    Bytes m_bytes;
};

struct HostileFile {
    std::string kind; ///< What is wrong with it.
    Bytes bytes;
    Errc code;
    std::string sentence; ///< Part of the error's context.
};

/// More than a hundred, each refused by gguf::File::parse.
std::vector<HostileFile> hostileFiles();

/// A small file without fault: every metadata type, arrays, two tensors.
Bytes honestFile();

} // namespace taodeck::engine::gguf::test
