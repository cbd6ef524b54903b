/// taodeck-model-maker: writes a model file of random weights.
///     taodeck-model-maker SHAPE TYPE FILE [--seed N] [--tied | --untied] [--kv-heads N] [--scaling linear|yarn]
///     [--exact]
/// SHAPE: smollm-135m, llama-3.2-1b, or a family for a small one: llama, llama3, smollm, mistral, qwen2, qwen3.
/// TYPE: F32, F16, BF16, Q8_0, Q4_0, Q5_0, Q4_K, Q5_K, Q6_K, or Q4_K_M and Q5_K_M, which give some matrices more bits.
/// --exact stores the values that the type makes of the weights as F32.

#include "tests/support/model_maker.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

using namespace taodeck;
using namespace taodeck::engine;
using namespace taodeck::engine::test;

namespace {

int usage(const std::string& wrong) {
    std::cerr << "taodeck-model-maker: " << wrong
              << "\nusage: taodeck-model-maker SHAPE TYPE FILE [--seed N] [--tied | --untied] [--kv-heads N]"
                 " [--scaling linear|yarn] [--exact]\n";
    return 2;
}

std::optional<TensorType> typeNamed(std::string_view name) {
    for (const TensorType type : kTensorTypes)
        if (traits(type).name == name) return type;
    return std::nullopt;
}

std::optional<ModelRecipe> shapeNamed(std::string_view shape, TensorType type) {
    if (shape == "smollm-135m") return smolLm135m(type);
    if (shape == "llama-3.2-1b") return llama32of1b(type);
    if (const auto family = familyNamed(shape)) return tinyModel(*family, type);
    return std::nullopt;
}

/// Applies the options; what is wrong, or nothing.
std::string apply(ModelRecipe& recipe, const std::vector<std::string>& options) {
    for (std::size_t i = 0; i < options.size(); ++i) {
        const std::string& option = options[i];
        if (option == "--tied" || option == "--untied") {
            recipe.tied = option == "--tied";
            continue;
        }
        if (option == "--exact") {
            recipe.exact = true;
            continue;
        }
        if (i + 1 == options.size()) return "no value for " + option;
        const std::string& value = options[++i];
        if (option == "--seed")
            recipe.seed = std::strtoull(value.c_str(), nullptr, 10);
        else if (option == "--kv-heads")
            recipe.kvHeads = static_cast<std::uint32_t>(std::strtoul(value.c_str(), nullptr, 10));
        else if (option == "--scaling" && (value == "linear" || value == "yarn"))
            recipe.scaling = value == "yarn" ? RopeScaling::Yarn : RopeScaling::Linear;
        else
            return "unknown option " + option + " " + value;
    }
    if (recipe.kvHeads == 0 || recipe.heads % recipe.kvHeads != 0) return "--kv-heads must divide the heads";
    return {};
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments{argv + 1, argv + argc};
    if (arguments.size() < 3) return usage("too few arguments");
    std::string typeName = arguments[1];
    const bool moreBits = typeName.ends_with("_K_M");
    if (moreBits) typeName.resize(typeName.size() - 2);
    const auto type = typeNamed(typeName);
    if (!type) return usage("unknown type " + arguments[1]);
    auto recipe = shapeNamed(arguments[0], *type);
    if (!recipe) return usage("unknown shape " + arguments[0]);
    recipe->moreBits = moreBits;
    if (const std::string wrong = apply(*recipe, {arguments.begin() + 3, arguments.end()}); !wrong.empty())
        return usage(wrong);

    const Bytes file = makeModel(*recipe);
    std::ofstream out{arguments[2], std::ios::binary};
    out.write(reinterpret_cast<const char*>(file.data()), static_cast<std::streamsize>(file.size()));
    out.close();
    if (!out) {
        std::cerr << "taodeck-model-maker: cannot write " << arguments[2] << "\n";
        return 1;
    }
    std::cout << arguments[2] << ": " << file.size() << " bytes\n";
}
