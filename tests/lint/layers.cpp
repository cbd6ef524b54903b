#include "tests/lint/layers.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <sstream>

namespace taodeck::lint {
namespace {

// In halves, so that this file passes its own rule.
constexpr std::array<std::string_view, 2> kLeftOver{"TO"
                                                    "DO",
                                                    "FIX"
                                                    "ME"};

bool startsWith(std::string_view text, std::string_view prefix) {
    return text.substr(0, prefix.size()) == prefix;
}

bool endsWith(std::string_view text, std::string_view suffix) {
    return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

bool hasWord(std::string_view line, std::string_view word) {
    const auto isWord = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    for (auto at = line.find(word); at != line.npos; at = line.find(word, at + 1)) {
        const auto end = at + word.size();
        if ((at == 0 || !isWord(line[at - 1])) && (end == line.size() || !isWord(line[end]))) return true;
    }
    return false;
}

struct Include {
    std::string_view path;
    bool quoted;
};

/// What an `#include` line names; an empty path for any other line.
Include includeOf(std::string_view line) {
    const auto skip = [&] {
        while (!line.empty() && (line.front() == ' ' || line.front() == '\t'))
            line.remove_prefix(1);
    };
    skip();
    if (!startsWith(line, "#")) return {};
    line.remove_prefix(1);
    skip();
    if (!startsWith(line, "include")) return {};
    line.remove_prefix(7);
    skip();
    if (line.empty() || (line.front() != '"' && line.front() != '<')) return {};
    const bool quoted = line.front() == '"';
    line.remove_prefix(1);
    return {line.substr(0, line.find(quoted ? '"' : '>')), quoted};
}

/// First folder below core/: "core/trie/detail/node.h" → "trie".
std::string libraryOf(std::string_view path) {
    if (!startsWith(path, "core/")) return {};
    path.remove_prefix(5);
    return std::string{path.substr(0, path.find('/'))};
}

bool isQt(std::string_view include) {
    return startsWith(include, "Qt") || (include.size() > 1 && include[0] == 'Q' && std::isupper(include[1]) != 0);
}

/// Why `path` may not include this, or nothing.
std::string refusal(const std::string& path, const Include& include, const Reach& reach) {
    const auto to = libraryOf(include.path);
    if (startsWith(path, "core/")) {
        if (isQt(include.path)) return "core is free of Qt";
        for (const auto* above : {"ui/", "app/", "tests/", "bench/"})
            if (startsWith(include.path, above)) return "core includes nothing above it";
        const auto from = reach.find(libraryOf(path));
        if (from == reach.end()) return "a folder of core that td_core does not declare";
        if (!to.empty() && !from->second.contains(to)) return "not among the DEPS of core::" + from->first;
        if (include.quoted && to.empty()) return "includes are written from the root";
        const bool isPrivate = include.path.find("/detail/") != std::string::npos;
        if (isPrivate && to != from->first) return "detail/ belongs to core::" + to + " alone";
    }
    if (startsWith(path, "ui/")) {
        // Address text is pure, and every screen writes and reads addresses.
        const bool allowed = to.empty() || to == "api" || to == "base" || include.path == "core/crypto/ss58.h";
        if (!allowed) return "ui sees core/api, core/base and core/crypto/ss58.h, nothing else of core";
        for (const auto* above : {"app/", "tests/", "bench/"})
            if (startsWith(include.path, above)) return "ui includes nothing above it";
    }
    return {};
}

} // namespace

Reach reachable(std::string_view edges) {
    std::map<std::string, std::vector<std::string>> deps;
    std::istringstream lines{std::string{edges}};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words{line};
        std::string lib;
        if (!std::getline(words, lib, ':') || lib.empty()) continue;
        auto& list = deps[lib];
        for (std::string dep; words >> dep;)
            list.push_back(dep);
    }
    Reach out;
    for (const auto& [lib, list] : deps) {
        auto& reached = out[lib];
        const std::function<void(const std::string&)> visit = [&](const std::string& at) {
            if (!reached.insert(at).second) return;
            const auto it = deps.find(at);
            if (it == deps.end()) return;
            for (const auto& dep : it->second)
                visit(dep);
        };
        visit(lib);
    }
    return out;
}

std::vector<std::string> check(const std::string& path, std::string_view text, const Reach& reach) {
    std::vector<std::string> out;
    const bool source = endsWith(path, ".h") || endsWith(path, ".cpp");
    std::size_t number = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = text.substr(at, end - at);
        at = end + 1;
        ++number;
        const auto say = [&](const std::string& what) {
            out.push_back(path + ":" + std::to_string(number) + ": " + what);
        };
        for (const auto word : kLeftOver)
            if (hasWord(line, word)) say("unfinished: " + std::string{word});
        const auto include = source ? includeOf(line) : Include{};
        if (include.path.empty()) continue;
        if (const auto why = refusal(path, include, reach); !why.empty())
            say("\"" + std::string{include.path} + "\": " + why);
    }
    if (endsWith(path, ".h") && text.find("#pragma once") == text.npos) out.push_back(path + ": no #pragma once");
    return out;
}

} // namespace taodeck::lint
