#pragma once
/// Something that a screen shows once it has arrived: loading, failed and ready are three different things, and a value
/// that was ready stays visible while a newer one is on its way or failed to come.

#include "core/base/result.h"

#include <optional>

namespace taodeck::ui {

template <class T>
struct Loadable {
    std::optional<T> value;
    std::optional<Error> error; ///< Of the last attempt.
    bool asked{false};

    bool isLoading() const { return !value && !error; }
    bool hasFailed() const { return !value && error.has_value(); }
    void take(Result<T>&& result) {
        if (result) {
            value = std::move(*result);
            error.reset();
        } else {
            error = result.error();
        }
    }
    void forget() { *this = Loadable{}; }
};

} // namespace taodeck::ui
