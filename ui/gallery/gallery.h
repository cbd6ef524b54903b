#pragma once
/// Renders every screen in its states to PNG files, offscreen, from scripted services: for eyes, for tests and for the
/// documentation.

#include <QString>
#include <QStringList>

namespace taodeck::ui {

/// @param only render shots whose name contains this; empty: all.
/// @return the files written; fewer than galleryCount() when the folder cannot be written.
QStringList renderGallery(const QString& folder, const QString& only = {});

/// How many pictures a whole gallery has.
int galleryCount();

} // namespace taodeck::ui
