#pragma once
/// The state that calls change: a reader below (trie, memory) and layers of changes above it, so that a failing call
/// leaves nothing behind. Pure; one thread at a time.

#include "core/base/bytes.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace taodeck::subtensor {

/// Read side of a finished block's state.
class StateReader {
public:
    virtual ~StateReader() = default;
    virtual std::optional<Bytes> get(ByteView key) const = 0;
    /// Smallest key greater than `key`, or empty.
    virtual std::optional<Bytes> nextKey(ByteView key) const = 0;
};

/// For genesis and tests.
class MemoryState final : public StateReader {
public:
    std::map<Bytes, Bytes> entries;
    std::optional<Bytes> get(ByteView key) const override;
    std::optional<Bytes> nextKey(ByteView key) const override;
};

class State final : public StateReader {
public:
    explicit State(const StateReader& base) : m_base{base}, m_layers(1) {}

    std::optional<Bytes> get(ByteView key) const override;
    std::optional<Bytes> nextKey(ByteView key) const override;
    void set(ByteView key, Bytes value);
    void remove(ByteView key);
    void removePrefix(ByteView prefix);

    /// Nested transactions: everything after begin() is kept by commit() and undone by rollback().
    void begin();
    void commit();
    void rollback();

    using Changes = std::map<Bytes, std::optional<Bytes>>;
    const Changes& changes() const; ///< Since construction; no transaction may be open.

private:
    const StateReader& m_base;
    std::vector<Changes> m_layers;
};

} // namespace taodeck::subtensor
