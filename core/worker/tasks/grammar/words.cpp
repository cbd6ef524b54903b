#include "core/worker/tasks/grammar/words.h"

namespace taodeck::worker::grammar {
namespace {

/// CRC-32 of IEEE 802.3, reflected.
class Crc {
public:
    void add(Word text) {
        for (const char c : text) {
            m_value ^= static_cast<unsigned char>(c);
            for (int bit = 0; bit < 8; ++bit)
                m_value = (m_value >> 1) ^ ((m_value & 1U) ? 0xEDB8'8320U : 0U);
        }
    }
    std::uint32_t value() const { return ~m_value; }

private:
    std::uint32_t m_value{0xFFFF'FFFFU};
};

} // namespace

bool isKeptOut(Word first, Word second) {
    Crc crc;
    crc.add(first);
    crc.add("|");
    crc.add(second);
    return crc.value() % 8 == 0;
}

} // namespace taodeck::worker::grammar
