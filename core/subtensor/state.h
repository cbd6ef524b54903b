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
    explicit State(const StateReader& base);

    std::optional<Bytes> get(ByteView key) const override;
    std::optional<Bytes> nextKey(ByteView key) const override;
    void set(ByteView key, Bytes value);
    void remove(ByteView key);
    void removePrefix(ByteView prefix);
    /// Adds one encoded element to the SCALE sequence under `key` (created when absent) without copying what is there:
    /// how events are collected.
    void append(ByteView key, ByteView element);

    /// Nested transactions: everything after begin() is kept by commit() and undone by rollback().
    void begin();
    void commit();
    void rollback();

    using Changes = std::map<Bytes, std::optional<Bytes>>;
    const Changes& changes() const; ///< Since construction; no transaction may be open.

private:
    struct Appended {
        std::uint32_t count{0};
        Bytes elements;
    };
    struct Layer {
        Changes changes;
        std::map<Bytes, Appended>
            appended; ///< To what lies below; never a key of `changes`, never in the lowest layer.
    };
    void append(std::size_t layer, const Bytes& key, std::uint32_t count, ByteView elements);

    const StateReader& m_base;
    std::vector<Layer> m_layers;
};

} // namespace taodeck::subtensor
