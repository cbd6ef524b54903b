// Whatever a recipe file holds: what is accepted is within every limit and holds no name of a secret.

#include "core/worker/recipe/recipe.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace taodeck::worker;
    const auto require = [](bool holds) {
        if (!holds) std::abort();
    };
    const auto recipe = readRecipe({reinterpret_cast<const char*>(data), size}, "/base");
    if (!recipe) {
        require(!recipe.error().context.empty());
        return 0;
    }
    require(!recipe->program.empty() && recipe->arguments.size() < 128 && recipe->environment.size() <= 64);
    require(recipe->folder.is_absolute() && recipe->checks.size() <= 16 && recipe->ports.size() <= 16);
    for (const auto& [name, value] : recipe->environment)
        require(!name.empty() && name.find('=') == std::string::npos && name.find("SECRET") == std::string::npos);
    for (const auto& check : recipe->checks) {
        require(check.kind == RecipeCheck::Kind::LogLine ? !check.text.empty() : check.port > 0);
        require(check.path.find_first_of("\r\n ") == std::string::npos);
    }
    require(recipe->backoffFirst.count() > 0 && recipe->backoffMax >= recipe->backoffFirst);
    return 0;
}
