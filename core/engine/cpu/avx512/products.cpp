#include "core/engine/cpu/avx512/avx512.h"

namespace taodeck::engine::cpu::avx512 {

void matmulRows(const Product& p, std::size_t rowBegin, std::size_t rowEnd) {
    if (p.x.form == ActivationForm::Floats)
        matmulFloats(p, rowBegin, rowEnd);
    else if (p.x.form == ActivationForm::Blocks32)
        matmulBlocks32(p, rowBegin, rowEnd);
    else
        matmulBlocks256(p, rowBegin, rowEnd);
}

void amxRows(const Product& p, std::size_t rowBegin, std::size_t rowEnd) {
    constexpr std::size_t kTokens = 16;
    if (p.x.form == ActivationForm::Floats || p.x.tokens < kTokens)
        matmulRows(p, rowBegin, rowEnd);
    else if (p.x.form == ActivationForm::Blocks32)
        amxBlocks32(p, rowBegin, rowEnd);
    else
        amxBlocks256(p, rowBegin, rowEnd);
}

} // namespace taodeck::engine::cpu::avx512
