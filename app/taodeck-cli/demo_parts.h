#pragma once
/// What the demonstrations share: numbered headings.

#include "app/taodeck-cli/console.h"

namespace taodeck::cli {

/// Numbers the headings.
class Steps {
public:
    explicit Steps(Console& console) : m_console{console} {}
    void next(const std::string& title) { m_console.say("\n" + std::to_string(++m_number) + "  " + title); }

private:
    Console& m_console;
    int m_number{0};
};

} // namespace taodeck::cli
