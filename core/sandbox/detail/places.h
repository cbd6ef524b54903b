#pragma once
/// The files of the system that the libraries of a confined process read, where they exist.

#include "core/sandbox/sandbox.h"

namespace taodeck::sandbox::detail {

struct Places {
    std::vector<std::filesystem::path> readable, devices;
};
Places placesOf(const Policy& policy);

} // namespace taodeck::sandbox::detail
