#pragma once
/// Questions to the system that open a window of their own. Tests answer them without one.

#include <QString>

#include <functional>

class QWidget;

namespace taodeck::ui {

class Dialogs {
public:
    virtual ~Dialogs() = default;
    /// @param done called with the chosen path, or not at all.
    virtual void openFile(QWidget* parent, const QString& title, const QString& filter,
                          std::function<void(QString)> done) = 0;
    virtual void saveFile(QWidget* parent, const QString& title, const QString& suggestedName,
                          std::function<void(QString)> done) = 0;
    virtual void openFolder(const QString& path) = 0;
};

/// The platform's own dialogs, opened without blocking.
class SystemDialogs final : public Dialogs {
public:
    void openFile(QWidget* parent, const QString& title, const QString& filter,
                  std::function<void(QString)> done) override;
    void saveFile(QWidget* parent, const QString& title, const QString& suggestedName,
                  std::function<void(QString)> done) override;
    void openFolder(const QString& path) override;
};

} // namespace taodeck::ui
