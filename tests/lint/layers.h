#pragma once
/// The rules of the source tree that a compiler does not check: which folder may include which, and what no file may
/// hold. Pure; the tree walk is in tree_test.cpp.

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace taodeck::lint {

/// Library of core/ → the libraries that it may include: its DEPS and what those reach, itself among them.
using Reach = std::map<std::string, std::set<std::string>>;

/// @param edges lines of "lib: dep dep".
Reach reachable(std::string_view edges);

/// @param path from the root of the tree, with forward slashes ("core/trie/trie.h").
/// @return one English sentence per broken rule, with file and line.
std::vector<std::string> check(const std::string& path, std::string_view text, const Reach& reach);

} // namespace taodeck::lint
