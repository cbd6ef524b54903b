#include "ui/gallery/gallery.h"

#include "ui/gallery/demo_services.h"
#include "ui/screens/action/action_flow.h"
#include "ui/screens/action/forms.h"
#include "ui/screens/firstrun/first_run.h"
#include "ui/screens/mine/mine_screen.h"
#include "ui/screens/mine/start_flow.h"
#include "ui/screens/mine/worker_page.h"
#include "ui/screens/mine/worker_sheets.h"
#include "ui/screens/proof/proof_panel.h"
#include "ui/screens/wallet/wallet_sheets.h"
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QScrollBar>

#include <functional>

namespace taodeck::ui {
namespace {

class NoDialogs final : public Dialogs {
public:
    void openFile(QWidget*, const QString&, const QString&, std::function<void(QString)>) override {}
    void saveFile(QWidget*, const QString&, const QString&, std::function<void(QString)>) override {}
    void openFolder(const QString&) override {}
};

struct Stage {
    DemoServices demo;
    NoDialogs dialogs;
    MainWindow window;
    Stage(Scene scene, const QString& screen)
        : demo(scene), window(demo.services(), dialogs, QStringLiteral("/home/you/.local/share/taodeck"), screen) {}
};

struct Shot {
    QString name;
    Scene scene;
    QString screen;
    std::function<void(Stage&)> prepare; ///< May be empty.
    bool atDoubleText;                   ///< Also with text at 200 %.
};

void settle(int rounds = 6) {
    for (int i = 0; i < rounds; ++i) {
        QCoreApplication::processEvents(QEventLoop::AllEvents, 10);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

api::AddStakeIntent demoStake(Stage& stage) {
    return {demoAccount("savings"),
            stage.demo.chain.validatorsAnswer[0].hotkey,
            NetUid{1},
            Rao::fromRaw(12'500'000'000),
            0.005,
            false};
}

void showReview(Stage& stage, std::vector<api::Warning> warnings) {
    stage.demo.actions.warnings = std::move(warnings);
    stage.window.openSheet(new ActionFlow(stage.window.context(), stage.demo.actions.planFor(demoStake(stage))));
}

void showTrack(Stage& stage, api::Step step, api::Outcome outcome, const char* name, const char* words) {
    api::Receipt receipt;
    receipt.actionId = 7;
    receipt.intent = demoStake(stage);
    receipt.hash.bytes = demoAccount("extrinsic").bytes;
    receipt.startedAt = stage.demo.clock.now() - std::chrono::milliseconds{4200};
    receipt.updatedAt = stage.demo.clock.now();
    stage.demo.actions.last = receipt;
    stage.window.openSheet(new ActionFlow(stage.window.context(), QString{}, receipt));
    settle(2);
    stage.demo.actions.advance(step, outcome, name, words);
}

FirstRun& firstRun(Stage& stage) {
    return *stage.window.firstRun();
}

MineScreen& mine(Stage& stage) {
    return *static_cast<MineScreen*>(stage.window.screen(QStringLiteral("mine")));
}

/// The detail page, scrolled down by so many windows.
std::function<void(Stage&)> workerPage(const char* id, int windows) {
    return [id, windows](Stage& stage) {
        mine(stage).openWorker(id);
        settle();
        auto* bar = mine(stage).verticalScrollBar();
        bar->setValue(windows * bar->pageStep());
    };
}

/// A launch at `step`; ended by `end` when there is one.
std::function<void(Stage&)> launchPage(api::LaunchStep step, const char* words, const std::optional<Error>& end) {
    return [step, words, end](Stage& stage) {
        auto& workers = stage.demo.workers;
        workers.holdLaunch = true;
        auto settings = workers.rows.front().settings;
        settings.coldkey = demoAccount("daily"); // unlocked
        stage.window.context().workers.launch({settings, Rao::fromRaw(935'000'000), true});
        workers.advanceLaunch(step, words);
        if (end) workers.endLaunch(tl::unexpected<Error>{*end});
        settle(3);
        stage.window.openSheet(new StartFlow(stage.window.context()));
    };
}

/// The form of a start, scrolled to its end where it is longer than the window.
void startForm(Stage& stage, api::VerdictLevel level) {
    auto& answer = stage.demo.workers.verdictAnswer;
    answer.level = level;
    if (level == api::VerdictLevel::Bad) {
        answer.sentence = "mining here would cost more than it can earn";
        answer.points[1] = {level, "Nobody announces an address",
                            "0 of 58 earning miners can be asked: this subnet pays for something else than answers."};
        answer.points[3] = {level, "The wallet cannot pay", "The registration costs 0.85 TAO; 0.31 are free."};
    }
    stage.window.openSheet(new StartFlow(stage.window.context(), false));
}

std::vector<Shot> makeShots() {
    const auto s = [](const char* text) { return QString::fromLatin1(text); };
    std::vector<Shot> shots;
    const std::pair<const char*, Scene> scenes[] = {{"full", Scene::Full},
                                                    {"empty", Scene::Empty},
                                                    {"no-wallet", Scene::NoWallet},
                                                    {"loading", Scene::Loading},
                                                    {"failed", Scene::Failed}};
    for (const char* screen : {"overview", "wallet", "stake", "mine", "settings", "localnet"})
        for (const auto& [name, scene] : scenes)
            shots.push_back({s(screen) + u'-' + s(name), scene, s(screen), {}, scene == Scene::Full});

    const auto first = [&](const char* name, const std::function<void(Stage&)>& prepare, bool twice) {
        shots.push_back({s("firstrun-") + s(name), Scene::NoWallet, s("firstrun"), prepare, twice});
    };
    const auto turn = [](FirstRun::Step step) { return [step](Stage& stage) { firstRun(stage).turnTo(step); }; };
    first("purpose", {}, true);
    first("trust", turn(FirstRun::Step::Trust), true);
    first("key", turn(FirstRun::Step::Key), false);
    first("create", turn(FirstRun::Step::Create), false);
    first(
        "phrase", [](Stage& stage) { firstRun(stage).showPhrase(std::move(*stage.demo.wallet.newMnemonic(12))); },
        true);
    first(
        "drill",
        [](Stage& stage) {
            firstRun(stage).showPhrase(std::move(*stage.demo.wallet.newMnemonic(12)));
            firstRun(stage).findChild<QPushButton*>(QStringLiteral("phraseGo"))->click();
        },
        false);
    first("import", turn(FirstRun::Step::Import), false);
    first("watch", turn(FirstRun::Step::Watch), false);

    const auto sheet = [&](const char* screen, const char* name, const std::function<void(Stage&)>& prepare,
                           bool twice = false) {
        shots.push_back({s(screen) + u'-' + s(name), Scene::Full, s(screen), prepare, twice});
    };
    sheet("wallet", "receive", [](Stage& stage) {
        stage.window.openSheet(new ReceiveSheet(stage.window.context(), stage.demo.wallet.rows[0]));
    });
    sheet("wallet", "unlock", [](Stage& stage) {
        stage.window.openSheet(new UnlockSheet(stage.window.context(), stage.demo.wallet.rows[0]));
    });
    sheet("wallet", "send", [](Stage& stage) {
        auto* form = new SendForm(stage.window.context(), demoAccount("mina"));
        stage.window.openSheet(new ActionFlow(stage.window.context(), form));
        form->findChild<QLineEdit*>(QStringLiteral("amount"))->setText(QStringLiteral("3.5"));
    });
    sheet("stake", "form", [](Stage& stage) {
        const auto& row = stage.demo.chain.validatorsAnswer[0];
        auto* form =
            new StakeForm(stage.window.context(), row.hotkey, plain(row.name), NetUid{1}, ForeignText{"\u03B1"});
        stage.window.openSheet(new ActionFlow(stage.window.context(), form));
        form->findChild<QLineEdit*>(QStringLiteral("amount"))->setText(QStringLiteral("12.5"));
    });
    sheet("stake", "unstake", [](Stage& stage) {
        stage.window.openSheet(new ActionFlow(
            stage.window.context(), new UnstakeForm(stage.window.context(), stage.demo.chain.positionsAnswer[0])));
    });
    sheet(
        "stake", "review", [](Stage& stage) { showReview(stage, {}); }, true);
    sheet("stake", "review-warnings", [](Stage& stage) {
        showReview(stage, {{api::WarningKind::HighImpact, "", false}, {api::WarningKind::NotEnough, "", true}});
    });
    sheet(
        "stake", "track-pending",
        [](Stage& stage) { showTrack(stage, api::Step::InBlock, api::Outcome::Pending, "", ""); }, true);
    sheet("stake", "track-proven",
          [](Stage& stage) { showTrack(stage, api::Step::Proven, api::Outcome::Succeeded, "", ""); });
    sheet("stake", "track-failed", [](Stage& stage) {
        showTrack(stage, api::Step::Executed, api::Outcome::Failed, "SubtensorModule.SlippageTooHigh",
                  "The price moved past your limit before the order ran, so nothing was staked. The network fee was "
                  "spent. Review "
                  "it again with the price of now, or allow a wider limit.");
    });
    const auto press = [](const char* name) {
        return [name](Stage& stage) { stage.window.findChild<QPushButton*>(QString::fromLatin1(name))->click(); };
    };
    sheet("localnet", "reset", press("resetChain"), true);
    sheet("localnet", "take", press("takeSnapshot"));
    sheet("localnet", "restore", press("restoreSnapshot"));
    sheet("localnet", "fork", press("forkSnapshot"));
    sheet("localnet", "forked", [](Stage& stage) {
        stage.window.findChild<QPushButton*>(QStringLiteral("forkSnapshot"))->click();
        stage.window.sheet().content()->findChild<QPushButton*>(QStringLiteral("sheetVerb"))->click();
    });
    sheet("localnet", "refused", [](Stage& stage) {
        stage.demo.localnet.refuseWith = Error{Errc::Conflict, "there is a snapshot called block-18242"};
        stage.window.findChild<QPushButton*>(QStringLiteral("takeSnapshot"))->click();
        stage.window.sheet().content()->findChild<QPushButton*>(QStringLiteral("sheetVerb"))->click();
    });
    sheet("localnet", "stepping", [](Stage& stage) {
        stage.demo.localnet.holdSteps = true;
        stage.window.findChild<QPushButton*>(QStringLiteral("stepEpoch"))->click();
    });
    sheet("localnet", "paused", press("pauseOrResume"));
    sheet("mine", "worker", workerPage("text-miner", 0), true);
    sheet("mine", "worker-why", workerPage("text-miner", 1), true);
    sheet("mine", "worker-below", workerPage("text-miner", 9), true);
    sheet("mine", "worker-validator", workerPage("text-validator", 0));
    sheet("mine", "worker-lost", workerPage("old-text-miner", 0));
    sheet(
        "mine", "start", [](Stage& stage) { startForm(stage, api::VerdictLevel::Caution); }, true);
    sheet("mine", "start-bad", [](Stage& stage) { startForm(stage, api::VerdictLevel::Bad); });
    sheet("mine", "launching",
          launchPage(api::LaunchStep::Register, "the registration is in block 18,241 and waits to be final", {}), true);
    sheet("mine", "launch-failed",
          launchPage(api::LaunchStep::Register, "the registration is on its way",
                     Error{Errc::Refused, "the price is 1.02 TAO now, above your limit of 0.935 TAO"}));
    sheet(
        "mine", "settings",
        [](Stage& stage) {
            stage.window.openSheet(
                new WorkerSettingsSheet(stage.window.context(), stage.demo.workers.rows.front().settings));
        },
        true);
    const auto models = [](Stage& stage) { mine(stage).showTab(MineScreen::Tab::Models); };
    for (const auto& [name, scene] : scenes)
        if (scene != Scene::NoWallet)
            shots.push_back({s("models-") + s(name), scene, s("mine"), models, scene == Scene::Full});
    sheet("mine", "models-broken", [models](Stage& stage) {
        models(stage);
        settle(2);
        stage.window.findChild<DataTable*>(QStringLiteral("models"))->selectSourceRow(4);
    });
    sheet(
        "stake", "proof",
        [](Stage& stage) {
            const auto& row = stage.demo.chain.positionsAnswer[0];
            ProofPanel::openPosition(stage.window.context(), row.coldkey, row.hotkey, row.netuid);
        },
        true);
    return shots;
}

struct Form {
    QString suffix;
    bool dark;
    QSize size;
    double text;
};

std::vector<Form> formsOf(const Shot& shot) {
    std::vector<Form> out;
    for (const bool dark : {false, true})
        for (const auto size : {QSize(1280, 720), QSize(1920, 1080)})
            out.push_back(
                {QStringLiteral("%1-%2").arg(dark ? QStringLiteral("dark") : QStringLiteral("light")).arg(size.width()),
                 dark, size, 1.0});
    if (shot.atDoubleText) out.push_back({QStringLiteral("light-1280-text200"), false, QSize(1280, 720), 2.0});
    return out;
}

} // namespace

int galleryCount() {
    int count = 0;
    for (const auto& shot : makeShots())
        count += static_cast<int>(formsOf(shot).size());
    return count;
}

QStringList renderGallery(const QString& folder, const QString& only) {
    QStringList written;
    if (!QDir().mkpath(folder)) return written;
    auto& theme = Theme::instance();
    const bool motion = theme.reducedMotion();
    theme.setReducedMotion(true); // skeletons at once, sheets in their place
    for (const auto& shot : makeShots())
        for (const auto& form : formsOf(shot)) {
            const auto name = shot.name + u'-' + form.suffix;
            if (!only.isEmpty() && !name.contains(only)) continue;
            theme.setAppearance(form.dark ? Appearance::Dark : Appearance::Light);
            theme.setTextScale(form.text);
            Stage stage(shot.scene, shot.screen);
            stage.window.resize(form.size);
            stage.window.show();
            settle();
            if (shot.prepare) shot.prepare(stage);
            settle();
            const auto path = QDir(folder).filePath(name + QStringLiteral(".png"));
            if (stage.window.grab().save(path, "PNG")) written << path;
        }
    theme.setTextScale(1.0);
    theme.setReducedMotion(motion);
    return written;
}

} // namespace taodeck::ui
