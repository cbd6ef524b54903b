#include "core/localnet/block_store.h"

#include "core/scale/codec.h"

namespace taodeck::localnet {
namespace {

constexpr std::int64_t kFormat = 1; // of the file; its SQLite user_version

constexpr const char* kSchema = R"(
CREATE TABLE chain(slot_millis INTEGER NOT NULL, seed INTEGER NOT NULL, spec_version INTEGER NOT NULL,
                   metadata_hash BLOB NOT NULL);
CREATE TABLE blocks(number INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, header BLOB NOT NULL, body BLOB NOT NULL,
                    justification BLOB NOT NULL);
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
    TD_TRY(auto query, m_db.prepare("SELECT slot_millis, seed, spec_version, metadata_hash FROM chain"));
    TD_TRY(const bool found, query.step());
    if (!found) return std::nullopt;
    ChainIdentity out;
    out.slotMillis = query.unsignedInteger(0);
    out.seed = query.unsignedInteger(1);
    out.specVersion = static_cast<std::uint32_t>(query.unsignedInteger(2));
    out.metadataHash = query.blob(3);
    return out;
}

Result<> BlockStore::writeGenesis(const ChainIdentity& identity, const Block& genesis, const NodeTable& nodes,
                                  const NodeTable::Changes& changes) {
    return m_db.transaction([&](store::Database& db) -> Result<> {
        TD_TRY(auto insert, db.prepare("INSERT INTO chain VALUES(?,?,?,?)"));
        insert.bind(1, identity.slotMillis).bind(2, identity.seed).bind(3, identity.specVersion);
        insert.bind(4, ByteView{identity.metadataHash});
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

} // namespace taodeck::localnet
