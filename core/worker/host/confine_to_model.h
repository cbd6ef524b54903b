#pragma once
/// The confinement of a process that reads a stranger's model file: that file, no network, no program, limits on what
/// it can take of the machine, and the first to go when memory runs out.

#include "core/sandbox/sandbox.h"

namespace taodeck::worker {

/// Before the file is opened and before there are threads. @param gpu the GPU may be used, where there is one.
/// Errors: sandbox::confine's; NotFound names the file.
Result<sandbox::Confined> confineToModel(const std::filesystem::path& model, bool gpu);

} // namespace taodeck::worker
