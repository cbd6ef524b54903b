#include "ui/bridge/format.h"

#include "core/base/amount_text.h"
#include "core/crypto/ss58.h"

#include <QCoreApplication>
#include <QLocale>

namespace taodeck::ui {
namespace {

struct Format {
    Q_DECLARE_TR_FUNCTIONS(Format)
};

} // namespace

QString dash() {
    return QStringLiteral("\u2014");
}

QString shortTao(Rao amount) {
    return q(shortDecimal(amount.raw())) + QStringLiteral(" \u03C4");
}

QString exactTao(Rao amount) {
    return q(exactDecimal(amount.raw())) + QStringLiteral(" \u03C4");
}

QString alphaSymbol(const ForeignText& symbol) {
    const auto text = plain(symbol, 6);
    return text.isEmpty() ? QStringLiteral("\u03B1") : text;
}

QString shortAlpha(Alpha amount, const ForeignText& symbol) {
    return q(shortDecimal(amount.raw())) + u' ' + alphaSymbol(symbol);
}

QString exactAlpha(Alpha amount, const ForeignText& symbol) {
    return q(exactDecimal(amount.raw())) + u' ' + alphaSymbol(symbol);
}

QString percent(double part) {
    const auto value = part * 100;
    if (value != 0 && std::abs(value) < 0.01) return value > 0 ? Format::tr("< 0.01 %") : Format::tr("> -0.01 %");
    const int decimals = std::abs(value) >= 100 ? 0 : 2;
    auto text = QString::number(std::abs(value), 'f', decimals);
    if (value < 0) text.prepend(QChar{0x2212});
    return text + QStringLiteral(" %");
}

QString countText(std::uint64_t count) {
    return QLocale(QLocale::English, QLocale::UnitedStates).toString(static_cast<qulonglong>(count));
}

QString blockText(BlockNumber block) {
    return countText(raw(block));
}

QString shortAddress(const QString& address) {
    if (address.size() <= 14) return address;
    return address.left(6) + QChar{0x2026} + address.right(5);
}

QString addressText(const AccountId& account) {
    return q(crypto::ss58(account));
}

QString shortAddress(const AccountId& account) {
    return shortAddress(addressText(account));
}

std::optional<AccountId> accountFromText(const QString& text) {
    const auto account = crypto::parseAccount(text.trimmed().toStdString());
    return account ? std::optional{*account} : std::nullopt;
}

QString groupedAddress(const QString& address) {
    QString out;
    for (qsizetype i = 0; i < address.size(); ++i) {
        if (i > 0 && i % 4 == 0) out += u' ';
        out += address[i];
    }
    return out;
}

QString age(std::chrono::milliseconds elapsed) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(elapsed).count();
    if (seconds < 2) return Format::tr("just now");
    if (seconds < 60) return Format::tr("%1 s ago").arg(seconds);
    if (seconds < 3600) return Format::tr("%1 min ago").arg(seconds / 60);
    if (seconds < 86400) return Format::tr("%1 h ago").arg(seconds / 3600);
    return Format::tr("%1 d ago").arg(seconds / 86400);
}

QString duration(std::chrono::milliseconds length) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(length).count();
    if (seconds < 60) return Format::tr("%1 s").arg(seconds);
    if (seconds < 3600) return Format::tr("%1 min").arg(seconds / 60);
    if (seconds < 86400) return Format::tr("%1 h %2 min").arg(seconds / 3600).arg(seconds % 3600 / 60);
    if (seconds % 86400 < 3600) return Format::tr("%1 d").arg(seconds / 86400);
    return Format::tr("%1 d %2 h").arg(seconds / 86400).arg(seconds % 86400 / 3600);
}

QString trustWord(Trust trust) {
    switch (trust) {
    case Trust::Proven:
        return Format::tr("Proven");
    case Trust::Sealed:
        return Format::tr("Sealed");
    case Trust::Reported:
        return Format::tr("Reported");
    case Trust::Cached:
        return Format::tr("Cached");
    case Trust::Unknown:
        break;
    }
    return Format::tr("Unknown");
}

QString trustMeaning(Trust trust) {
    switch (trust) {
    case Trust::Proven:
        return Format::tr(
            "A storage proof against a block that more than two thirds of the network's authorities finalised. "
            "This program checked both.");
    case Trust::Sealed:
        return Format::tr(
            "A storage proof against a block on which a quorum of block authors built. Not finalised by a "
            "justification that this program holds.");
    case Trust::Reported:
        return Format::tr("A node said so. Nothing was proven.");
    case Trust::Cached:
        return Format::tr("Remembered on this machine from an earlier time.");
    case Trust::Unknown:
        break;
    }
    return Format::tr("Nothing has been learnt about this value yet.");
}

QString trustIconName(Trust trust) {
    switch (trust) {
    case Trust::Proven:
        return QStringLiteral("trust-proven");
    case Trust::Sealed:
        return QStringLiteral("trust-sealed");
    case Trust::Reported:
        return QStringLiteral("trust-reported");
    case Trust::Cached:
        return QStringLiteral("trust-cached");
    case Trust::Unknown:
        break;
    }
    return QStringLiteral("trust-unknown");
}

} // namespace taodeck::ui
