#include "core/metadata/codec.h"
#include "core/metadata/era.h"
#include "core/metadata/integer.h"
#include "core/metadata/value_json.h"
#include "tests/unit/metadata/vectors.h"

#include <bit>

namespace taodeck::metadata {
namespace {

using nlohmann::json;

constexpr const char* kMax256 = "115792089237316195423570985008687907853269984665640564039457584007913129639935";

TEST(Integer, DecimalTextAndBytesRoundTrip) {
    for (const std::string text : {"0", "1", "-1", "255", "18446744073709551615", "18446744073709551616",
                                   "-170141183460469231731687303715884105728", "1000000000000000000",
                                   "100000000000000000000000000000000000000", kMax256}) {
        const auto v = Integer::fromDecimal(text);
        ASSERT_TRUE(v.has_value()) << text;
        EXPECT_EQ(v->toDecimal(), text);
        const auto bytes = v->toLittleEndian(32, v->isNegative()).value();
        EXPECT_EQ(Integer::fromLittleEndian(bytes, v->isNegative()), *v);
    }
}

TEST(Integer, RefusesWhatDoesNotFit) {
    EXPECT_EQ(Integer{256}.toLittleEndian(1, false).error().code, Errc::OutOfRange);
    EXPECT_EQ(Integer{128}.toLittleEndian(1, true).error().code, Errc::OutOfRange);
    EXPECT_TRUE(Integer::fromI64(-128).toLittleEndian(1, true).has_value());
    EXPECT_EQ(Integer::fromI64(-1).toLittleEndian(8, false).error().code, Errc::OutOfRange);
    EXPECT_EQ(Integer::fromI64(-1).asU64().error().code, Errc::OutOfRange);
    EXPECT_EQ(Integer::fromDecimal(std::string{kMax256} + "0").error().code, Errc::OutOfRange);
    for (const char* bad : {"", "-", "1a", " 1", "+1", "1.0"})
        EXPECT_EQ(Integer::fromDecimal(bad).error().code, Errc::Malformed) << bad;
    EXPECT_EQ(Integer::fromI64(INT64_MIN).asI64(), INT64_MIN);
    EXPECT_EQ(Integer{std::uint64_t{1} << 63}.asI64().error().code, Errc::OutOfRange);
}

TEST(Era, EveryMortalFormRoundTrips) {
    for (std::uint64_t period = 4; period <= 65'536; period *= 2)
        for (const std::uint32_t at : {0u, 1u, 3u, 1000u, 65'535u, 123'456'789u, 4'294'967'295u}) {
            const auto era = Era::mortal(period, BlockNumber{at});
            scale::Encoder out;
            era.encode(out);
            scale::Decoder in{out.view()};
            EXPECT_EQ(Era::decode(in).value(), era);
            EXPECT_LE(raw(era.birth(BlockNumber{at})), at);
            EXPECT_GT(raw(era.death(BlockNumber{at})), at - (at == ~0u ? 1 : 0));
        }
    EXPECT_EQ(Era::mortal(60, BlockNumber{1}).period, 64u);
    EXPECT_EQ(Era::mortal(1, BlockNumber{1}).period, 4u);
    EXPECT_EQ(Era::mortal(1'000'000, BlockNumber{1}).period, 65'536u);
}

TEST(Era, RefusesImpossibleBytes) {
    for (unsigned both = 1; both < 65'536; ++both) {
        if ((both & 255) == 0) continue; // an immortal era and a byte more
        const Bytes bytes{static_cast<std::uint8_t>(both), static_cast<std::uint8_t>(both >> 8)};
        scale::Decoder in{bytes};
        const auto era = Era::decode(in);
        if (!era) continue;
        scale::Encoder out;
        era->encode(out);
        EXPECT_EQ(out.view(), bytes);
        EXPECT_TRUE(std::has_single_bit(era->period));
    }
    scale::Decoder cut{ByteView{}};
    EXPECT_EQ(Era::decode(cut).error().code, Errc::Truncated);
}

/// A registry written by hand: 0 u8, 1 Vec<u8>, 2 bool, 3 struct {a: bool, b: Vec<u8>}, 4 Option<struct>, 5 Lsb0,
/// 6 BitVec<u8, Lsb0>, 7 Compact<u8>, 8 (), 9 Vec<()>, 10 str, 11 struct(11): contains itself, 12 Vec<12>, 13 [u8; 4],
/// 14 struct(u8), 15 Compact<14>, 16 char, 17 (bool, str).
Registry handMade() {
    scale::Encoder e;
    std::uint32_t id = 0;
    const auto begin = [&](std::vector<std::string> path, std::uint8_t kind) {
        e.compact(id++).compact(path.size());
        for (const auto& p : path)
            e.text(p);
        e.compact(0).u8(kind);
    };
    const auto end = [&] { e.compact(0); };
    const auto field = [&](const char* name, unsigned type) {
        if (name != nullptr)
            e.u8(1).text(name);
        else
            e.u8(0);
        e.compact(type).u8(0).compact(0);
    };
    e.compact(18);
    begin({}, 5), e.u8(3), end();
    begin({}, 2), e.compact(0), end();
    begin({}, 5), e.u8(0), end();
    begin({"S"}, 0), e.compact(2), field("a", 2), field("b", 1), end();
    begin({"Option"}, 1), e.compact(2).text("None").compact(0).u8(0).compact(0);
    e.text("Some").compact(1), field(nullptr, 3), e.u8(1).compact(0), end();
    begin({"bitvec", "order", "Lsb0"}, 0), e.compact(0), end();
    begin({}, 7), e.compact(0).compact(5), end();
    begin({}, 6), e.compact(0), end();
    begin({}, 4), e.compact(0), end();
    begin({}, 2), e.compact(8), end();
    begin({}, 5), e.u8(2), end();
    begin({"Self"}, 0), e.compact(1), field(nullptr, 11), end();
    begin({}, 2), e.compact(12), end();
    begin({}, 3), e.u32(4).compact(0), end();
    begin({"New"}, 0), e.compact(1), field(nullptr, 0), end();
    begin({}, 6), e.compact(14), end();
    begin({}, 5), e.u8(1), end();
    begin({}, 4), e.compact(2).compact(2).compact(10), end();
    scale::Decoder in{e.view()};
    auto out = Registry::decode(in);
    EXPECT_TRUE(out.has_value()) << (out ? "" : out.error().context);
    EXPECT_TRUE(in.empty());
    return out.value_or(Registry{});
}

struct Row {
    const char* name;
    TypeId type;
    const char* hex;
    json shown;
};

TEST(ValueCodec, DecodesShowsAndEncodesEveryKind) {
    const auto types = handMade();
    const std::vector<Row> rows{
        {"bytes", 1, "0x0c010203", "0x010203"},
        {"struct", 3, "0x0100", {{"a", true}, {"b", "0x"}}},
        {"some", 4, "0x010004ff", {{"a", false}, {"b", "0xff"}}},
        {"none", 4, "0x00", nullptr},
        {"bits", 6, "0x240101", "0b100000001"},
        {"no bits", 6, "0x00", "0b"},
        {"compact", 7, "0xfd03", 255},
        {"compact of a newtype", 15, "0x28", 10},
        {"unit", 8, "0x", nullptr},
        {"units", 9, "0x08", json::array({nullptr, nullptr})},
        {"text", 10, "0x0cc3a97a", "éz"},
        {"empty nest", 12, "0x040400", json::array({json::array({json::array()})})},
        {"array", 13, "0x01020304", "0x01020304"},
        {"char", 16, "0x61000000", 97},
        {"tuple", 17, "0x010461", json::array({true, "a"})},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        const auto bytes = fromHex(row.hex).value();
        const auto value = decodeValue(types, row.type, bytes);
        ASSERT_TRUE(value.has_value()) << value.error().context;
        EXPECT_EQ(valueToJson(types, row.type, *value).value(), row.shown);
        EXPECT_EQ(encodeValue(types, row.type, *value).value(), bytes);
        const auto back = valueFromJson(types, row.type, row.shown);
        ASSERT_TRUE(back.has_value()) << back.error().context;
        EXPECT_EQ(encodeValue(types, row.type, *back).value(), bytes);
        for (std::size_t n = 0; n < bytes.size(); ++n)
            EXPECT_FALSE(decodeValue(types, row.type, ByteView{bytes}.first(n)).has_value()) << n;
    }
}

TEST(ValueCodec, RefusesBadInputByName) {
    const auto types = handMade();
    const std::vector<std::tuple<const char*, TypeId, const char*, Errc>> rows{
        {"a bool of 2", 2, "0x02", Errc::Malformed},
        {"an option of 2", 4, "0x02", Errc::Malformed},
        {"bytes left", 2, "0x0100", Errc::Malformed},
        {"bits beyond the end", 6, "0x0402", Errc::Malformed},
        {"compact above its type", 7, "0x0104", Errc::OutOfRange},
        {"compact in a longer form", 7, "0x0100", Errc::Malformed},
        {"text that is not UTF-8", 10, "0x04ff", Errc::Malformed},
        {"an overlong letter", 10, "0x08c080", Errc::Malformed},
        {"a surrogate", 16, "0x00d80000", Errc::Malformed},
        {"a type that holds itself", 11, "0x00", Errc::LimitExceeded},
        {"more items than bytes", 12, "0xfc", Errc::Truncated},
        {"more empty items than we make", 9, "0xfeffffff", Errc::LimitExceeded},
        {"no such type", 99, "0x00", Errc::NotFound},
    };
    for (const auto& [name, type, hex, code] : rows) {
        const auto value = decodeValue(types, type, fromHex(hex).value());
        ASSERT_FALSE(value.has_value()) << name;
        EXPECT_EQ(value.error().code, code) << name << ": " << value.error().context;
    }
    Bytes deep(200, 0x04);
    deep.push_back(0);
    EXPECT_EQ(decodeValue(types, 12, deep).error().code, Errc::LimitExceeded);
}

TEST(ValueCodec, RefusesValuesOfAnotherShape) {
    const auto types = handMade();
    EXPECT_EQ(encodeValue(types, 0, Value::number(256)).error().code, Errc::OutOfRange);
    EXPECT_EQ(encodeValue(types, 2, Value::number(1)).error().code, Errc::Malformed);
    EXPECT_EQ(encodeValue(types, 13, Value::bytes(Bytes(3))).error().code, Errc::Malformed);
    EXPECT_EQ(encodeValue(types, 4, Value::variant("Other")).error().code, Errc::Malformed);
    EXPECT_EQ(
        encodeValue(types, 3, Value::composite({{"a", Value::boolean(true)}, {"c", Value::bytes({})}})).error().code,
        Errc::Malformed);
    EXPECT_EQ(encodeValue(types, 10, Value::text("\xff")).error().code, Errc::Malformed);
    EXPECT_EQ(encodeValue(types, 14, Value::number(7)).value(), Bytes{7}) << "a newtype takes the bare value";
    EXPECT_EQ(encodeValue(types, 3, Value::composite({{"b", Value::bytes({})}, {"a", Value::boolean(true)}})).value(),
              (Bytes{1, 0}))
        << "names decide, not the order";
}

TEST(Registry, RefusesReferencesToNothingAndGapsInNumbers) {
    const auto decode = [](const char* hex) {
        const auto bytes = fromHex(hex).value();
        scale::Decoder in{bytes};
        return Registry::decode(in);
    };
    EXPECT_TRUE(decode("0x0400000005000000").has_value());
    EXPECT_EQ(decode("0x04000000020400").error().code, Errc::Malformed) << "Vec of a type that is not there";
    EXPECT_EQ(decode("0x04040000050000").error().code, Errc::Malformed) << "the first type is number 1";
    EXPECT_EQ(decode("0x0400000005ff00").error().code, Errc::Malformed) << "unknown primitive";
    EXPECT_EQ(decode("0x04000000080000").error().code, Errc::Malformed) << "unknown kind";
    EXPECT_EQ(decode("0xfeffffff").error().code, Errc::Truncated);
}

TEST(Registry, NamesTypesForPeople) {
    const auto types = handMade();
    EXPECT_EQ(types.describe(1), "Vec<u8>");
    EXPECT_EQ(types.describe(3), "S");
    EXPECT_EQ(types.describe(7), "Compact<u8>");
    EXPECT_EQ(types.describe(13), "[u8; 4]");
    EXPECT_EQ(types.describe(17), "(bool, str)");
    EXPECT_EQ(types.describe(8), "()");
    EXPECT_TRUE(types.isZeroSized(8));
    EXPECT_TRUE(types.isZeroSized(5));
    EXPECT_FALSE(types.isZeroSized(9));
    EXPECT_FALSE(types.isZeroSized(11));
}

TEST(ValueJson, RefusesJsonOfAnotherShape) {
    const auto types = handMade();
    EXPECT_FALSE(valueFromJson(types, 1, "010203").has_value()) << "hex starts with 0x";
    EXPECT_FALSE(valueFromJson(types, 1, "0x0").has_value());
    EXPECT_FALSE(valueFromJson(types, 3, json{{"a", true}}).has_value());
    EXPECT_FALSE(valueFromJson(types, 3, json{{"a", true}, {"b", "0x"}, {"c", 1}}).has_value());
    EXPECT_FALSE(valueFromJson(types, 2, 1).has_value());
    EXPECT_FALSE(valueFromJson(types, 6, "0b2").has_value());
    EXPECT_FALSE(valueFromJson(types, 17, json::array({true})).has_value());
    EXPECT_FALSE(valueFromJson(types, 0, 1.5).has_value());
}

TEST(View, CarriesTheFirstProblem) {
    const auto value = Value::composite({{"a", Value::sequence({Value::number(300)})}, {"b", Value::none()}});
    const View view{value};
    EXPECT_EQ(view.field("a").at(0).asU64(), 300u);
    EXPECT_EQ(view.field("a").at(0).asU8().error().code, Errc::OutOfRange);
    EXPECT_EQ(view.field("a").at(1).field("x").asBool().error().code, Errc::OutOfRange);
    EXPECT_EQ(view.field("z").at(1).asBytes().error().context, "value: no field z");
    EXPECT_FALSE(view.field("b").option()->has_value());
    EXPECT_EQ(view.field("b").arm("Some").size(), 0u);
    EXPECT_EQ(view.field("a").asBool().error().code, Errc::Malformed);
}

} // namespace
} // namespace taodeck::metadata
