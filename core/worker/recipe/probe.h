#pragma once
/// One look at a port of this machine. For .cpp files of this folder: it brings Asio with it.

#include "core/worker/recipe/recipe.h"

#include <boost/asio/awaitable.hpp>

namespace taodeck::worker {

/// Tcp and Http checks. @return empty when it is well, else what is wrong, in English.
boost::asio::awaitable<std::string> probe(RecipeCheck check, std::chrono::milliseconds limit);

} // namespace taodeck::worker
