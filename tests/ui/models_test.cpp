#include "tests/ui/ui_fixture.h"
#include "ui/screens/overview/overview_series.h"
#include "ui/screens/stake/stake_models.h"
#include "ui/screens/wallet/wallet_screen.h"
#include "ui/shell/idle_lock.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace taodeck;
using namespace taodeck::ui;

namespace {

api::ValuePoint point(std::int64_t hour, std::uint64_t tao) {
    api::ValuePoint out;
    out.time = api::Time{std::chrono::hours{hour}};
    out.free = Rao::fromRaw(tao * kUnitsPerToken);
    return out;
}

} // namespace

class ModelsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { prepareApplication(); }

    void tablesAreSoundModels() {
        DemoServices demo;
        PositionsModel positions;
        ValidatorsModel validators;
        WalletsModel wallets;
        BookModel book;
        const QAbstractItemModelTester a(&positions), b(&validators), c(&wallets), d(&book);

        std::vector<PositionRow> rows;
        for (const auto& position : demo.chain.positionsAnswer)
            rows.push_back({position, Trust::Proven, {}});
        positions.setRows(rows);
        positions.setRows(rows);
        positions.setRows({});
        std::vector<ValidatorLine> lines;
        for (const auto& row : demo.chain.validatorsAnswer)
            lines.push_back({row, Trust::Sealed, ForeignText{"\u03B1"}});
        validators.setRows(lines);
        WalletLine wallet;
        wallet.wallet = demo.wallet.rows[0];
        wallets.setRows({wallet});
        book.setRows(demo.history.book);

        QCOMPARE(positions.rowCount(), 0);
        QCOMPARE(validators.rowCount(), 6);
        QCOMPARE(book.rowCount(), 3);
    }

    void unknownBalanceIsADashWithAReason() {
        DemoServices demo;
        WalletsModel model;
        WalletLine line;
        line.wallet = demo.wallet.rows[0];
        line.balance.error = Error{Errc::Disconnected, ""};

        model.setRows({line});

        const auto free = model.index(0, 2);
        QCOMPARE(free.data().toString(), QStringLiteral("\u2014"));
        QVERIFY(!free.data(Qt::ToolTipRole).toString().isEmpty());
    }

    void exitLossNeverGoesBelowNothing() {
        api::StakePosition position;
        QCOMPARE(exitLoss(position), 0.0);
        position.value = Rao::fromRaw(100);
        position.exitNow = Rao::fromRaw(97);
        QVERIFY(std::abs(exitLoss(position) - 0.03) < 1e-12);
        position.exitNow = Rao::fromRaw(200);
        QCOMPARE(exitLoss(position), 0.0);
    }

    void earnedIsUnknownUntilThisMachineHasWatched() {
        DemoServices demo;
        PositionsModel model;

        model.setRows({{demo.chain.positionsAnswer[0], Trust::Proven, {}}});

        QCOMPARE(model.index(0, 6).data().toString(), QStringLiteral("\u2014"));
    }

    void missingObservationsStayAGap() {
        std::vector<api::ValuePoint> points;
        for (const int hour : {0, 1, 2, 3, 4, 30, 31, 32})
            points.push_back(point(hour, 10));

        const auto series = valueSeries(points);

        QCOMPARE(series.size(), std::size_t{2});
        for (std::size_t i = 0; i < points.size(); ++i)
            QCOMPARE(series[0].points[i].gapBefore, i == 5);
    }

    void changeIsSignedAndRelative() {
        const auto up = valueChange({point(0, 100), point(10, 150)}, api::Time{});
        QVERIFY(up.has_value());
        QCOMPARE(up->text, QString::fromUtf8("+50 τ (+50.00 %)"));
        const auto down = valueChange({point(0, 100), point(10, 75)}, api::Time{});
        QCOMPARE(down->text, QString::fromUtf8("−25 τ (−25.00 %)"));
        QVERIFY(!valueChange({point(0, 100)}, api::Time{}));
        QVERIFY(!valueChange({point(0, 0), point(1, 5)}, api::Time{}));
    }

    void earningsAreSummedPerDay() {
        std::vector<api::EarningPoint> points;
        for (const int hour : {1, 5, 30}) {
            api::EarningPoint p;
            p.time = api::Time{std::chrono::hours{hour}};
            p.value = Rao::fromRaw(kUnitsPerToken);
            points.push_back(p);
        }

        const auto series = earningsPerDay(points);

        QCOMPARE(series[0].points.size(), std::size_t{2});
        QCOMPARE(series[0].points[0].value, 2.0);
    }

    void idleWalletsAreLocked() {
        DemoServices demo;
        Preferences preferences(demo.services());
        settle();
        IdleLock lock(demo.services(), preferences);
        QSignalSpy locked(&lock, &IdleLock::locked);
        demo.wallet.rows[0].unlocked = true;

        for (int i = 0; i < 11; ++i) {
            demo.clock.advance(std::chrono::seconds{55});
            lock.check();
        }

        QCOMPARE(locked.count(), 1);
        QVERIFY(!demo.wallet.rows[0].unlocked);
    }

    void sleepLocksToo() {
        DemoServices demo;
        Preferences preferences(demo.services());
        settle();
        IdleLock lock(demo.services(), preferences);
        QSignalSpy locked(&lock, &IdleLock::locked);

        demo.clock.advance(std::chrono::minutes{3});
        lock.check();

        QCOMPARE(locked.count(), 1);
        QCOMPARE(locked.first().first().toBool(), true);
    }
};

QTEST_MAIN(ModelsTest)
#include "models_test.moc"
