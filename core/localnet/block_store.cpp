#include "core/localnet/block_store.h"

#include "core/scale/codec.h"

#include <unordered_set>

namespace taodeck::localnet {
namespace {

constexpr std::int64_t kFormat = 2; // of the file; its SQLite user_version

constexpr const char* kSchema = R"(
CREATE TABLE chain(slot_millis INTEGER NOT NULL, seed INTEGER NOT NULL, genesis_millis INTEGER NOT NULL,
                   spec_version INTEGER NOT NULL, metadata_hash BLOB NOT NULL);
CREATE TABLE blocks(number INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, header BLOB NOT NULL, body BLOB NOT NULL,
                    justification BLOB NOT NULL);
CREATE TABLE settings(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE nodes(hash BLOB PRIMARY KEY, bytes BLOB NOT NULL) WITHOUT ROWID;
)";

Bytes encodeBody(const std::vector<Bytes>& extrinsics) {
    scale::Encoder out;
    out.compact(extrinsics.size());
    for (const auto& extrinsic : extrinsics)
        out.bytes(extrinsic);
    return out.take();
}

Result<std::vector<Bytes>> decodeBody(ByteView bytes) {
    scale::Decoder in{bytes};
    TD_TRY(const auto count, in.count());
    std::vector<Bytes> out;
    out.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        TD_TRY(const auto extrinsic, in.bytes());
        out.push_back(toBytes(extrinsic));
    }
    TD_CHECK(in.finish());
    return out;
}

} // namespace

Result<BlockStore> BlockStore::open(const std::filesystem::path& file) {
    TD_TRY(auto db, store::Database::open(file));
    // FULL would also survive a power cut at the price of a disk flush per block.
    TD_CHECK(db.execute("PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=4000;"));
    TD_TRY(const auto version, db.userVersion());
    if (version == 0) {
        TD_CHECK(db.transaction([](store::Database& d) -> Result<> {
            TD_CHECK(d.execute(kSchema));
            return d.setUserVersion(kFormat);
        }));
    } else if (version != kFormat) {
        return fail(Errc::Malformed, "the chain's file has format " + std::to_string(version) +
                                         ", this program reads " + std::to_string(kFormat));
    }
    return BlockStore{std::move(db)};
}

Result<std::optional<ChainIdentity>> BlockStore::identity() {
    TD_TRY(auto query,
           m_db.prepare("SELECT slot_millis, seed, genesis_millis, spec_version, metadata_hash FROM chain"));
    TD_TRY(const bool found, query.step());
    if (!found) return std::nullopt;
    ChainIdentity out;
    out.slotMillis = query.unsignedInteger(0);
    out.seed = query.unsignedInteger(1);
    out.genesisMillis = query.unsignedInteger(2);
    out.specVersion = static_cast<std::uint32_t>(query.unsignedInteger(3));
    out.metadataHash = query.blob(4);
    return out;
}

Result<> BlockStore::writeGenesis(const ChainIdentity& identity, const Block& genesis, const NodeTable& nodes,
                                  const NodeTable::Changes& changes) {
    return m_db.transaction([&](store::Database& db) -> Result<> {
        TD_TRY(auto insert, db.prepare("INSERT INTO chain VALUES(?,?,?,?,?)"));
        insert.bind(1, identity.slotMillis).bind(2, identity.seed).bind(3, identity.genesisMillis);
        insert.bind(4, identity.specVersion).bind(5, ByteView{identity.metadataHash});
        TD_CHECK(insert.run());
        return write(db, genesis, nodes, changes);
    });
}

Result<> BlockStore::append(const Block& block, const NodeTable& nodes, const NodeTable::Changes& changes) {
    return m_db.transaction([&](store::Database& db) { return write(db, block, nodes, changes); });
}

Result<> BlockStore::write(store::Database& db, const Block& block, const NodeTable& nodes,
                           const NodeTable::Changes& changes) {
    TD_TRY(auto remove, db.prepare("DELETE FROM nodes WHERE hash=?"));
    for (const auto& hash : changes.removed)
        TD_CHECK(remove.bind(1, hash).run());
    TD_TRY(auto insert, db.prepare("INSERT OR REPLACE INTO nodes VALUES(?,?)"));
    for (const auto& hash : changes.inserted) {
        const Bytes* bytes = nodes.find(hash);
        if (!bytes) continue; // came and went within the step
        TD_CHECK(insert.bind(1, hash).bind(2, ByteView{*bytes}).run());
    }
    TD_TRY(auto add, db.prepare("INSERT INTO blocks VALUES(?,?,?,?,?)"));
    add.bind(1, block.header.number).bind(2, block.hash).bind(3, ByteView{finality::encode(block.header)});
    add.bind(4, ByteView{encodeBody(block.extrinsics)}).bind(5, ByteView{block.justification});
    return add.run();
}

Result<std::optional<Block>> BlockStore::readBlock(store::Statement query) {
    TD_TRY(const bool found, query.step());
    if (!found) return std::nullopt;
    Block block;
    TD_TRY(block.hash, query.id<BlockHash>(0));
    TD_TRY(block.header, finality::decodeHeader(query.blob(1)));
    TD_TRY(block.extrinsics, decodeBody(query.blob(2)));
    block.justification = query.blob(3);
    return block;
}

Result<std::optional<Block>> BlockStore::block(const BlockHash& hash) {
    TD_TRY(auto query, m_db.prepare("SELECT hash, header, body, justification FROM blocks WHERE hash=?"));
    query.bind(1, hash);
    return readBlock(std::move(query));
}

Result<std::optional<Block>> BlockStore::block(BlockNumber number) {
    TD_TRY(auto query, m_db.prepare("SELECT hash, header, body, justification FROM blocks WHERE number=?"));
    query.bind(1, number);
    return readBlock(std::move(query));
}

Result<std::optional<BlockNumber>> BlockStore::best() {
    TD_TRY(auto query, m_db.prepare("SELECT max(number) FROM blocks"));
    TD_TRY(const bool found, query.step());
    if (!found || query.isNull(0)) return std::nullopt;
    return BlockNumber{static_cast<std::uint32_t>(query.integer(0))};
}

Result<> BlockStore::loadNodes(std::span<const StorageRoot> keptRoots, NodeTable& table) {
    std::vector<std::pair<Hash256, Bytes>> stored;
    {
        TD_TRY(auto query, m_db.prepare("SELECT hash, bytes FROM nodes"));
        for (;;) {
            TD_TRY(const bool found, query.step());
            if (!found) break;
            TD_TRY(const auto hash, query.id<Hash256>(0));
            stored.emplace_back(hash, query.blob(1));
        }
    }
    NodeTable::Changes changes;
    TD_CHECK(table.retain(keptRoots, stored, changes));
    if (table.size() == stored.size()) return {};
    return m_db.transaction([&](store::Database& db) -> Result<> {
        TD_TRY(auto remove, db.prepare("DELETE FROM nodes WHERE hash=?"));
        for (const auto& [hash, bytes] : stored)
            if (!table.find(hash)) TD_CHECK(remove.bind(1, hash).run());
        return {};
    });
}

Result<> BlockStore::loadSomeNodes(std::span<const StorageRoot> keptRoots, NodeTable& table) {
    std::vector<std::pair<Hash256, Bytes>> found;
    std::unordered_set<Hash256> nodes, values;
    std::vector<trie::Reference> open;
    for (const auto& root : keptRoots)
        if (root != trie::emptyRoot()) open.push_back({Hash256{root.bytes}, /*isNode=*/true});
    TD_TRY(auto query, m_db.prepare("SELECT bytes FROM nodes WHERE hash=?"));
    while (!open.empty()) {
        const auto reference = open.back();
        open.pop_back();
        if (!(reference.isNode ? nodes : values).insert(reference.hash).second) continue;
        query.reset();
        query.bind(1, reference.hash);
        TD_TRY(const bool stored, query.step());
        if (!stored) return fail(Errc::BadProof, "the chain's file lacks a trie node");
        found.emplace_back(reference.hash, query.blob(0));
        if (!reference.isNode) continue;
        TD_TRY(const auto references, trie::references(found.back().second));
        open.insert(open.end(), references.begin(), references.end());
    }
    NodeTable::Changes changes; // all of it comes from the file
    return table.retain(keptRoots, found, changes);
}

Result<Bytes> BlockStore::node(const Hash256& hash) {
    TD_TRY(auto query, m_db.prepare("SELECT bytes FROM nodes WHERE hash=?"));
    query.bind(1, hash);
    TD_TRY(const bool found, query.step());
    if (!found) return fail(Errc::NotFound, "trie node");
    return query.blob(0);
}

Result<std::string> BlockStore::setting(const std::string& name) {
    TD_TRY(auto query, m_db.prepare("SELECT value FROM settings WHERE name=?"));
    query.bind(1, std::string_view{name});
    TD_TRY(const bool found, query.step());
    return found ? query.text(0) : std::string{};
}

Result<> BlockStore::setSetting(const std::string& name, const std::string& value) {
    TD_TRY(auto query, m_db.prepare("INSERT OR REPLACE INTO settings VALUES(?,?)"));
    query.bind(1, std::string_view{name}).bind(2, std::string_view{value});
    return query.run();
}

Result<> BlockStore::copyTo(const std::filesystem::path& file) {
    TD_TRY(auto query, m_db.prepare("VACUUM INTO ?"));
    query.bind(1, std::string_view{file.string()});
    return query.run();
}

Result<> BlockStore::doNotSync() {
    return m_db.execute("PRAGMA synchronous=OFF;");
}

Result<BlockStore::Size> BlockStore::size() {
    Size out;
    const auto number = [this](const char* sql) -> Result<std::uint64_t> {
        TD_TRY(auto query, m_db.prepare(sql));
        TD_TRY(const bool row, query.step());
        return row ? query.unsignedInteger(0) : 0;
    };
    TD_TRY(const auto page, number("PRAGMA page_size"));
    TD_TRY(const auto pages, number("PRAGMA page_count"));
    TD_TRY(const auto free, number("PRAGMA freelist_count"));
    TD_TRY(out.nodes, number("SELECT count(*) FROM nodes"));
    out.bytes = page * pages;
    out.freeBytes = page * free;
    return out;
}

} // namespace taodeck::localnet
