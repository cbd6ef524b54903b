#pragma once
/// How services answer: a call returns at once and answers exactly once, on a core thread (ui/bridge brings it home).

#include "core/base/result.h"
#include "core/base/subscription.h"

#include <functional>

namespace taodeck::api {

template <class T = void>
using Done = std::function<void(Result<T>)>;

} // namespace taodeck::api
