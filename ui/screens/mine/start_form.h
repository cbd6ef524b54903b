#pragma once
/// What shall work where, with what, at what price at most; and the verdict on it before anything is spent. Owns no
/// rules: the verdict, the price and the limit come from WorkerService.

#include "ui/bridge/context.h"
#include "ui/screens/mine/verdict_view.h"
#include "ui/widgets/form_field.h"
#include "ui/widgets/value_labels.h"

#include <QComboBox>

namespace taodeck::ui {

class StartForm : public QWidget {
    Q_OBJECT
public:
    /// @param oneClick fills everything in and starts by itself, unless something stands against it.
    /// @param again settings of a worker that lost its place; empty: a new one.
    StartForm(Context& context, bool oneClick, const std::optional<api::WorkerSettings>& again = {});
    void showProblem(const QString& text);
    /// The wallet turned out to be locked: its password is asked for here.
    void askPassword();

signals:
    void launched(const taodeck::api::LaunchRequest& request);
    void cancelled();

private:
    void build();
    void buildVerdict();
    void buildButtons();
    void fillSubnets();
    void fillModels();
    void fillWallets();
    void fillHotkeys();
    void readModels();
    void readSubnets();
    void choicesChanged();
    void askVerdict();
    void takeVerdict(Result<api::Verdict> verdict);
    void chooseRecipe();
    void makePracticeWallet();
    void refresh();
    void act();
    void submit();
    void setBusy(const QString& what);
    /// Why the verb cannot be pressed; empty when it can.
    QString obstacle() const;
    api::WorkerSettings settings() const;
    std::optional<Rao> limit() const;
    const api::WalletRow* wallet() const;
    const api::ModelRow* model() const;
    bool isDevelopment() const { return m_context.chain.status().development; }
    bool isLocalnet() const { return m_context.services.network.current() == "localnet"; }
    bool needsModel() const;

    Context& m_context;
    std::optional<api::WorkerSettings> m_again;
    bool m_oneClick, m_limitTyped{false}, m_practiceAsked{false};
    Loadable<std::vector<api::ModelRow>> m_models;
    Loadable<Stated<std::vector<api::SubnetRow>>> m_subnets;
    std::optional<api::Verdict> m_verdict;
    std::optional<Error> m_verdictError;
    std::uint64_t m_round{0};
    QTimer m_verdictPause;
    QString m_busy;

    QVBoxLayout* m_column;
    Segmented* m_role;
    QComboBox *m_subnet, *m_task, *m_model, *m_wallet, *m_hotkey;
    FormField *m_subnetField, *m_modelField, *m_recipeField, *m_walletField, *m_hotkeyField, *m_limitField, *m_ipField,
        *m_portField;
    QLineEdit *m_recipe, *m_limit, *m_ip, *m_port;
    QWidget* m_address;
    VerdictView* m_verdictView;
    AmountLabel* m_price;
    Label *m_immunity, *m_earners, *m_funding, *m_obstacle, *m_problem;
    SecretField m_password{};
    QPushButton *m_verb, *m_practice;
};

} // namespace taodeck::ui
