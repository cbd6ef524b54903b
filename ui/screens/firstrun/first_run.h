#pragma once
/// The first minutes: purpose → what trust starts from → create, import or watch a key → prove the backup → home.
/// Later the same pages add further wallets (step "key").

#include "ui/bridge/context.h"
#include "ui/widgets/form_field.h"
#include "ui/widgets/phrase_view.h"
#include "ui/widgets/value_labels.h"

#include <QComboBox>
#include <QPlainTextEdit>
#include <QStackedWidget>

namespace taodeck::ui {

class PasswordMeter;

class FirstRun : public QWidget {
    Q_OBJECT
public:
    enum class Step { Purpose, Trust, Key, Create, Phrase, Drill, Import, Watch };
    /// @param start "key" begins where a wallet is added; anything else at the beginning.
    FirstRun(Context& context, const QString& start);
    Step step() const { return m_step; }
    void turnTo(Step step);
    /// For the gallery and tests: the phrase page with this phrase.
    void showPhrase(SecretBytes phrase);
    const std::vector<int>& drillWords() const { return m_drill; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* buildPurpose();
    QWidget* buildTrust();
    QWidget* buildKey();
    QWidget* buildCreate();
    QWidget* buildPhrase();
    QWidget* buildDrill();
    QWidget* buildImport();
    QWidget* buildWatch();
    QWidget* page(const QString& title, const QString& prose, QWidget* content);
    QWidget* footer(const QString& verb, const QString& name, const std::function<void()>& next);
    void back();
    void finish(const QString& text);
    void goHome();
    void makePhrase();
    void startDrill();
    void checkDrill();
    void previewImport();
    void doImport();
    void doWatch();
    api::ImportRequest importRequest() const;
    bool checkName(FormField& field, const QLineEdit& edit);
    bool checkPasswords(const SecretField& first, const SecretField& second);

    Context& m_context;
    bool m_addsOnly;
    QString m_home; ///< Screen that the purpose leads to; empty: the first one.
    Step m_step{Step::Purpose};
    QStackedWidget* m_pages;
    std::map<Step, QWidget*> m_byStep;
    SecretBytes m_phrase;
    std::vector<int> m_drill;

    QLineEdit *m_createName{nullptr}, *m_importName{nullptr}, *m_watchName{nullptr}, *m_watchAddress{nullptr};
    FormField *m_createNameField{nullptr}, *m_importNameField{nullptr}, *m_watchNameField{nullptr},
        *m_watchField{nullptr};
    SecretField m_createPassword{}, m_createAgain{}, m_importSecret{}, m_importSource{}, m_importPassword{},
        m_importAgain{};
    QComboBox *m_words{nullptr}, *m_importKind{nullptr};
    PhraseView* m_phraseView{nullptr};
    std::vector<SecretField> m_blanks;
    QVBoxLayout* m_blankColumn{nullptr};
    Label *m_drillProblem{nullptr}, *m_importProblem{nullptr};
    AddressLabel *m_importPreview{nullptr}, *m_watchPreview{nullptr};
    QPushButton *m_drillGo{nullptr}, *m_importGo{nullptr}, *m_watchGo{nullptr}, *m_importFile{nullptr};
    std::uint64_t m_previewRound{0};
    QTimer m_previewPause;
};

} // namespace taodeck::ui
