#pragma once
/// Brings an answer of a service home to the window's thread.

#include <QApplication>
#include <QMetaObject>
#include <QPointer>

#include <memory>
#include <tuple>

namespace taodeck::ui {

/// Makes `fn` run on the window's thread, or not at all once `context` is gone. Call the result from any thread.
/// Arguments are moved into a shared box, because answers such as Result<SecretBytes> cannot be copied.
template <class Fn>
auto onGui(QObject* context, Fn fn) {
    auto shared = std::make_shared<Fn>(std::move(fn));
    return [guard = QPointer<QObject>{context}, shared](auto... args) {
        auto box = std::make_shared<std::tuple<decltype(args)...>>(std::move(args)...);
        QMetaObject::invokeMethod(
            qApp,
            [guard, shared, box] {
                // The pointer is read here only: the context lives on this thread.
                if (guard) std::apply([&](auto&... values) { (*shared)(std::move(values)...); }, *box);
            },
            Qt::QueuedConnection);
    };
}

} // namespace taodeck::ui
