// Python itself as the oracle of pythonText(): thousands of random values, written as JSON, read and printed by both.

#include "tests/support/temporary_folder.h"

#include "core/axon/python_text.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <random>

namespace taodeck::axon {
namespace {

constexpr int kValues = 5'000;

/// Values of every kind, with the texts and numbers whose spelling is hardest.
class Generator {
public:
    WireJson value(int depth) {
        switch (pick(depth > 0 ? 8 : 6)) {
        case 0:
            return {};
        case 1:
            return WireJson::ofKind(pick(2) ? WireJson::Kind::True : WireJson::Kind::False);
        case 2:
            return integer();
        case 3:
            return WireJson::ofFloat(number());
        case 4:
        case 5:
            return WireJson::ofText(text());
        case 6: {
            WireJson out = WireJson::ofKind(WireJson::Kind::List);
            for (auto n = pick(5); n > 0; --n)
                out.items.push_back(value(depth - 1));
            return out;
        }
        default: {
            WireJson out = WireJson::object();
            for (auto n = pick(5); n > 0; --n)
                out.set(text(), value(depth - 1));
            return out;
        }
        }
    }

private:
    std::uint64_t pick(std::uint64_t below) { return m_random() % below; }

    WireJson integer() {
        WireJson out = WireJson::ofInteger(static_cast<std::int64_t>(m_random()) >> pick(64));
        if (pick(4) == 0)
            for (auto n = 1 + pick(60); n > 0; --n)
                out.text = (out.text == "0" ? "1" : out.text) + static_cast<char>('0' + pick(10));
        return out;
    }
    double number() {
        switch (pick(4)) {
        case 0:
            return static_cast<double>(pick(100'000)) / 1'000 - 50;
        case 1:
            return std::pow(10.0, static_cast<double>(pick(60)) - 30) * (pick(2) ? 1 : -1.5);
        case 2:
            return static_cast<double>(m_random() >> pick(64));
        default:
            for (;;)
                if (const double any = std::bit_cast<double>(m_random()); std::isfinite(any)) return any;
        }
    }
    std::string text() {
        static constexpr std::uint32_t kFirst[] = {0x20,   0x00,   0x7f,   0xa0,    0x370,   0x2000,
                                                   0x4e00, 0xe000, 0xfff0, 0x1f600, 0xe0000, 0x10fff0};
        std::string out;
        for (auto n = pick(12); n > 0; --n)
            append(out, kFirst[pick(std::size(kFirst))] + static_cast<std::uint32_t>(pick(16)));
        for (auto n = pick(3); n > 0; --n)
            out += "'\"\\\n\r\tab"[pick(8)];
        return out;
    }
    static void append(std::string& out, std::uint32_t code) {
        const auto tail = [&](int shift) { out += static_cast<char>(0x80 | ((code >> shift) & 0x3f)); };
        if (code < 0x80) {
            out += static_cast<char>(code);
        } else if (code < 0x800) {
            out += static_cast<char>(0xc0 | code >> 6);
            tail(0);
        } else if (code < 0x10000) {
            out += static_cast<char>(0xe0 | code >> 12);
            tail(6);
            tail(0);
        } else {
            out += static_cast<char>(0xf0 | code >> 18);
            tail(12);
            tail(6);
            tail(0);
        }
    }
    std::mt19937_64 m_random{20'261'123};
};

TEST(PythonOracle, WritesValuesAsWeDo) {
    if (std::system("python3 -c 'import json' >/dev/null 2>&1") != 0) GTEST_SKIP() << "there is no python3 to ask";
    const test::TemporaryFolder folder;
    const auto asked = (folder.path() / "values").string(), answered = (folder.path() / "texts").string();
    const auto script = (folder.path() / "script.py").string();
    std::ofstream{script} << "import json, sys\n"
                             "out = open(sys.argv[2], 'w')\n"
                             "for line in open(sys.argv[1], encoding='utf-8', newline='\\n'):\n"
                             "    out.write(json.dumps(str(json.loads(line))) + '\\n')\n";
    Generator generator;
    std::vector<WireJson> values;
    {
        std::ofstream out{asked};
        for (int i = 0; i < kValues; ++i) {
            values.push_back(generator.value(3));
            out << writeWireJson(values.back()) << '\n';
        }
    }

    ASSERT_EQ(std::system(("python3 '" + script + "' '" + asked + "' '" + answered + "'").c_str()), 0);

    std::ifstream in{answered};
    std::string line;
    for (const auto& value : values) {
        ASSERT_TRUE(std::getline(in, line));
        const auto text = parseWireJson(line);
        ASSERT_TRUE(text) << line;
        ASSERT_EQ(pythonText(value), text->text) << writeWireJson(value);
    }
    std::printf("compared %d values with Python\n", kValues);
}

} // namespace
} // namespace taodeck::axon
