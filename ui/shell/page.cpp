#include "ui/shell/page.h"

#include "ui/bridge/format.h"

#include <QGridLayout>
#include <QStandardItemModel>

namespace taodeck::ui {

Page::Page(const QString& title, QWidget* parent) : QScrollArea(parent) {
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(title);
    auto* body = new QWidget;
    body->setObjectName(QStringLiteral("pageBody"));
    auto* column = makeColumn(body, space::kGroup, space::kScreen);
    auto* head = new HeadRow(new Label(title, TextSize::Title, Tone::Text, true));
    m_actions = head->actions();
    column->addWidget(head);
    m_body = makeColumn(nullptr, space::kGroup);
    column->addLayout(m_body, 1);
    setWidget(body);
    body->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);
}

WalletChooser::WalletChooser(Accounts& accounts, QWidget* parent) : QComboBox(parent), m_accounts(accounts) {
    setObjectName(QStringLiteral("walletChooser"));
    setAccessibleName(tr("Wallet"));
    setMinimumContentsLength(18);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    connect(&accounts, &Accounts::changed, this, &WalletChooser::fill);
    connect(this, &QComboBox::activated, this,
            [this](int index) { m_accounts.choose(itemData(index).toString().toStdString()); });
    fill();
}

void WalletChooser::fill() {
    const auto& wallets = m_accounts.wallets().value;
    const auto* current = m_accounts.current();
    clear();
    if (wallets)
        for (const auto& row : *wallets) {
            addItem(q(row.name) + QStringLiteral("  ") + shortAddress(q(row.address)), q(row.name));
            if (current && current->name == row.name) setCurrentIndex(count() - 1);
        }
    if (parentWidget()) setVisible(count() > 0); // without a parent it would become a window
}

FactList::FactList(QWidget* parent) : QWidget(parent) {
    m_grid = new QGridLayout(this);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(space::kGroup);
    m_grid->setVerticalSpacing(6);
    m_grid->setColumnStretch(1, 1);
}

void FactList::add(const QString& label, QWidget* value, const QString& help) {
    auto* name = new Label(label, TextSize::Body, Tone::Text2);
    name->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    if (!help.isEmpty()) setPlainToolTip(name, help);
    m_grid->addWidget(name, m_row, 0, Qt::AlignTop);
    const bool wide = value->sizePolicy().hasHeightForWidth() || value->layout();
    m_grid->addWidget(value, m_row, 1, wide ? Qt::Alignment{} : Qt::AlignRight | Qt::AlignTop);
    if (value->accessibleName().isEmpty()) value->setAccessibleName(label);
    ++m_row;
}

Label* FactList::addText(const QString& label, const QString& text, Tone tone) {
    auto* value = (new Label(text, TextSize::Body, tone))->wrapped(false);
    value->setAlignment(Qt::AlignRight | Qt::AlignTop);
    add(label, value);
    return value;
}

void FactList::addLine() {
    m_grid->addWidget(new Line, m_row++, 0, 1, 2);
}

} // namespace taodeck::ui
