#pragma once
/// All reads of one answer, at one block: want() what is needed, fetch() it in one request, get it by name. Its trust
/// is the least of its parts. The first problem ends it: later steps do not run and the answer is that error. On the
/// strand.

#include "core/chain/detail/state_reader.h"

namespace taodeck::chain {

class Snapshot : public std::enable_shared_from_this<Snapshot> {
public:
    using Next = std::function<void()>;
    using Failed = std::function<void(const Error&)>;
    Snapshot(std::shared_ptr<Link> link, RuntimeInfo runtime, const ReadTarget& target, Failed failed)
        : m_reader{std::make_shared<StateReader>(link)}, m_runtime{std::move(runtime)}, m_target{target},
          m_trust{target.trust}, m_failed{std::move(failed)} {}

    /// An item that the connected chain must have: Unsupported otherwise.
    void want(StorageRead read);
    /// An item that some runtimes lack: then get() is empty.
    void wantIfThere(StorageRead read);
    /// Reads what is wanted, in as many requests as its size asks for.
    void fetch(Next next);

    using Keys = std::vector<Bytes>;
    /// Full keys under `read` (an item with fewer keys than it has), one list per read, in key order. Values come with
    /// them and can be got like fetched ones. Items that the chain lacks give empty lists.
    void list(std::vector<StorageRead> reads, std::size_t most, std::function<void(std::vector<Keys>)> next);
    /// The same, but with no lists at all, and no error, when there are more than `most` entries.
    void listIfSmall(std::vector<StorageRead> reads, std::size_t most, std::function<void(std::vector<Keys>)> next);
    metadata::Value keyPart(std::string_view pallet, std::string_view item, const Bytes& key, std::size_t index);
    NetUid netuidPart(std::string_view item, const Bytes& key, std::size_t index);
    AccountId accountPart(std::string_view item, const Bytes& key, std::size_t index);

    /// Decoded value; empty when absent and optional, or when the chain lacks the item.
    std::optional<metadata::Value> get(const StorageRead& read);
    std::uint64_t number(const StorageRead& read); ///< 0 when empty.
    bool boolean(const StorageRead& read);         ///< False when empty.
    AccountId account(const StorageRead& read);    ///< Zero when empty.
    Bytes bytes(const StorageRead& read);          ///< Empty when empty.
    std::vector<std::uint64_t> numbers(const StorageRead& read);
    std::vector<bool> booleans(const StorageRead& read);
    bool has(std::string_view pallet, std::string_view item) const {
        return m_runtime.metadata->hasStorage(pallet, item);
    }

    const metadata::Metadata& metadata() const { return *m_runtime.metadata; }
    const ReadTarget& target() const { return m_target; }
    Trust trust() const { return m_trust; }
    bool ok() const { return !m_error; }
    /// Ends the snapshot with an error (once).
    void problem(Error error);
    /// The answer, unless something went wrong.
    template <class T>
    void finish(T value, const Done<Stated<T>>& done) {
        if (m_error) return;
        done(Stated<T>{std::move(value), m_trust, m_target.ref.number});
    }

    static constexpr std::size_t kKeysAtOnce = 1024; ///< In one proof: public nodes refuse very large answers.

private:
    void fetchFrom(std::shared_ptr<const std::vector<Bytes>> keys, std::size_t first, Next next);
    void listOr(std::vector<StorageRead> reads, std::size_t most, bool mayBeLarge,
                std::function<void(std::vector<Keys>)> next);
    void limitTrust(const StorageRead& read);
    std::optional<Bytes> keyOf(const StorageRead& read);
    template <class T>
    T take(Result<T> result) {
        if (result) return *std::move(result);
        problem(result.error());
        return T{};
    }

    std::shared_ptr<StateReader> m_reader;
    RuntimeInfo m_runtime;
    ReadTarget m_target;
    Trust m_trust;
    Failed m_failed;
    std::optional<Error> m_error;
    std::vector<Bytes> m_wanted;
    std::map<Bytes, std::optional<Bytes>> m_values;
};

} // namespace taodeck::chain
