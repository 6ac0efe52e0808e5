// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/changedialog.h"
#include "dialogs/exportdialog.h"
#include "dialogs/ledgerdialog.h"
#include "dialogs/limitdialog.h"
#include "dialogs/limitinput.h"
#include "dialogs/resetdialog.h"
#include "format/format.h"
#include "language.h"
#include "layout.h"
#include "models/auditmodel.h"
#include "models/budgetmodel.h"
#include "models/spendmodel.h"
#include "opened.h"
#include "pages/pages.h"
#include "shown.h"
#include "store/sampledata.h"
#include "tableexport.h"
#include "testdata.h"
#include "texts.h"
#include "theme/theme.h"
#include "uitest.h"

#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QMutex>
#include <QTest>
#include <QTranslator>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

Q_DECLARE_METATYPE(tollkeeper::ui::PageId)

namespace {

/// Notes what is asked for in our own name and has no German words: a text of a class that the
/// translation does not know by this name, or one that is put together. Any thread.
class Asked final : public QTranslator
{
public:
    Asked()
    {
        if (!m_german.load(u"tollkeeper_de"_s, u":/i18n"_s))
            qFatal("the German translation is not there");
    }
    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] QString translate(const char *context, const char *text, const char *comment,
                                    int number) const override
    {
        const QString words = m_german.translate(context, text, comment, number);
        if (words.isEmpty() && QByteArrayView(context).startsWith("tollkeeper")) {
            const QMutexLocker lock(&m_mutex);
            m_missing << QString::fromUtf8(context) + u": "_s + QString::fromUtf8(text);
        }
        return words;
    }
    [[nodiscard]] QStringList missing() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_missing;
    }

private:
    QTranslator m_german;
    mutable QMutex m_mutex;
    mutable QStringList m_missing;
};

/// Those of textsOf() with a word that is English and nothing else.
QStringList englishIn(QWidget &window)
{
    static const QRegularExpression english(
        u"\\b(the|of|and|is|are|not|with|by|from|to|no|yes|calls?|spend|spent|cost|days?|hours?|"
        "before|after|store|range|this|your|you|which|left|used|none|never|reset|page|search|"
        "open|close|cancel|copy|show|all|month|quarter|week|ctrl|dec|oct|thu|fri)\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    // What people wrote: reasons in the sample data's audit log, and a project's name.
    static const QStringList written{u"Wrong project, sorry"_s, u"Was meant for another project"_s,
                                     u"Has a limit from now on"_s, u"search-ranking"_s};
    QStringList found;
    for (QString text : textsOf(window)) {
        for (const QString &data : written)
            text.remove(data);
        if (english.match(text.remove(u'&')).hasMatch())
            found << text;
    }
    return found;
}

/// To the folder that TOLLKEEPER_TEST_PICTURES names, for people to look at.
void picture(QWidget &window)
{
    static int number = 0;
    const QString folder = qEnvironmentVariable("TOLLKEEPER_TEST_PICTURES");
    if (!folder.isEmpty())
        window.grab().save(folder + u"/german-%1.png"_s.arg(++number));
}

} // namespace

/// The window as German people see it, over a real store.
class GermanTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void numbersAreWrittenTheGermanWay();
    void datesAndTimesAreWrittenTheGermanWay();
    void sentencesHoldTheirNumbers();
    void amountsAreTypedWithAComma_data();
    void amountsAreTypedWithAComma();
    void aPresentLimitIsShownAsItIsTyped();
    void noEnglishIsLeftOnAPage_data();
    void noEnglishIsLeftOnAPage();
    void noEnglishIsLeftInADialogOfTheWindow();
    void noEnglishIsLeftInADialogAboutABudget();
    void whatTheProgramNotedInTheAuditLogIsGerman();
    void programsStillReadEnglish();

private:
    QTemporaryDir m_home;
    QString m_sample;
    Asked *m_asked = nullptr;
};

void GermanTest::initTestCase()
{
    qputenv("HOME", m_home.path().toLocal8Bit());
    m_sample = m_home.filePath(u"sample.db"_s);
    QVERIFY(writeSampleData(m_sample, Timestamp::now()));
    applyLanguage(Language::German);
    applyTheme(*qApp, Scheme::Light);
    m_asked = new Asked;
    m_asked->setParent(qApp);
    QCoreApplication::installTranslator(m_asked);
}

void GermanTest::cleanup()
{
    QCOMPARE(m_asked->missing().join(u'\n'), QString());
}

void GermanTest::numbersAreWrittenTheGermanWay()
{
    QCOMPARE(format::usd(Money::parse(u"12431.18").value()), u"12.431,18\u00a0$"_s);
    QCOMPARE(format::usd(Money::parse(u"-0.0112").value()), u"-0,0112\u00a0$"_s);
    QCOMPARE(format::usdTotal(Money::fromUnits(1)), u"< 0,01\u00a0$"_s);
    QCOMPARE(format::usdExact(Money::parse(u"1056.59226015").value()), u"1.056,59226015\u00a0$"_s);
    QCOMPARE(format::usdChange(Money::parse(u"820.1").value()), u"+820,10\u00a0$"_s);
    QCOMPARE(format::count(1'241'806), u"1.241.806"_s);
    QCOMPARE(format::shortCount(3'910'000'000), u"3,91 Mrd."_s);
    QCOMPARE(format::shortCount(41'000), u"41 Tsd."_s);
    QCOMPARE(format::percent(8.4), u"8,4 %"_s);
    QCOMPARE(format::change(-2.1), u"▼ 2,1 %"_s);
    QCOMPARE(format::change(0.0), u"unverändert"_s);
}

void GermanTest::datesAndTimesAreWrittenTheGermanWay()
{
    const Timestamp moment = *Timestamp::parse(u"2026-11-26T19:14:19.5");
    QCOMPARE(format::dateTime(moment), u"26.11.2026 19:14:19 UTC"_s);
    QCOMPARE(format::day(moment.day()), u"26. Nov. 2026"_s);
    QCOMPARE(format::day(QDate(2026, 12, 1), 2026), u"1. Dez."_s);
    QCOMPARE(format::day(QDate(2026, 3, 9), 2026), u"9. März"_s);
    QCOMPARE(format::range(Range::days(QDate(2026, 10, 25), QDate(2026, 11, 23)), 2026),
             u"25. Okt. – 23. Nov."_s);
    const auto before = [&](qint64 seconds) {
        return format::age({moment.micros - seconds * 1'000'000}, moment);
    };
    QCOMPARE(before(0), u"gerade eben"_s);
    QCOMPARE(before(150), u"vor 2 min"_s);
    QCOMPARE(before(24 * 3600), u"vor 1 Tag"_s);
    QCOMPARE(before(3 * 24 * 3600), u"vor 3 Tagen"_s);
    QCOMPARE(before(9 * 24 * 3600), u"17. Nov."_s);
    SpendSeries::Bar bar;
    bar.range = Range::days(moment.day(), moment.day());
    QCOMPARE(format::barTitle(BarUnit::Day, bar), u"Do., 26. Nov. 2026"_s);
    QCOMPARE(format::barLabel(BarUnit::Month, bar), u"Nov. 2026"_s);
    BudgetForecast forecast;
    forecast.outlook = BudgetForecast::Outlook::RunsOut;
    forecast.runsOutAt = Timestamp{moment.micros + 24LL * 3600 * 1'000'000};
    QCOMPARE(format::forecast(forecast, moment), u"reicht bis Fr., 27. Nov., 19:00"_s);
}

void GermanTest::sentencesHoldTheirNumbers()
{
    Summary model;
    model.name = u"a"_s;
    QVERIFY(format::unpriced({model}).startsWith(u"1 Modell hat Aufrufe"));
    QVERIFY(format::unpriced({model, model}).startsWith(u"2 Modelle haben Aufrufe"));
    BudgetState state;
    state.budget.project = u"suche"_s;
    state.budget.limit = Limit{.maxBudgetUsd = 2000};
    state.total = Money::parse(u"1612").value();
    state.passedThreshold = 80;
    state.status = BudgetStatus::Warning;
    QCOMPARE(format::thresholdPassed(state),
             u"suche hat 80 % des Limits überschritten: 1.612,00\u00a0$ von 2.000,00\u00a0$."_s);
}

void GermanTest::amountsAreTypedWithAComma_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("amount"); // empty: refused
    QTest::newRow("whole") << u"2000"_s << u"2000"_s;
    QTest::newRow("comma") << u"99,50"_s << u"99.5"_s;
    QTest::newRow("three decimals") << u"1,234"_s << u"1.234"_s;
    QTest::newRow("as it is shown") << u"1.234,56\u00a0$"_s << u"1234.56"_s;
    QTest::newRow("sign in front") << u"$ 1.234,56"_s << u"1234.56"_s;
    QTest::newRow("millions") << u"1.234.567"_s << u"1234567"_s;
    // The thousandfold of what another program means: a limit that nobody would ever reach.
    QTest::newRow("one point") << u"1.234"_s << QString();
    QTest::newRow("half a dollar") << u"0.500"_s << QString();
    QTest::newRow("point as comma") << u"99.50"_s << QString();
    QTest::newRow("the English way") << u"1,234.50"_s << QString();
    QTest::newRow("two commas") << u"1,234,567"_s << QString();
    QTest::newRow("misplaced point") << u"12.34,5"_s << QString();
    QTest::newRow("eleven decimals") << u"0,00000000001"_s << QString();
    QTest::newRow("negative") << u"-1"_s << QString();
}

void GermanTest::amountsAreTypedWithAComma()
{
    QFETCH(QString, text);
    QFETCH(QString, amount);
    const auto read = parseAmount(text);
    QCOMPARE(read ? read->toString() : QString(), amount);
    if (text == u"1.234")
        QCOMPARE(read.error(),
                 u"1.234 kann 1234 oder 1,234 bedeuten. Bitte so schreiben, wie es gemeint ist."_s);
}

void GermanTest::aPresentLimitIsShownAsItIsTyped()
{
    Budget budget;
    budget.project = u"suche"_s;
    budget.limit = Limit{.maxBudgetUsd = 1234.5};
    const Shown dialog(new LimitDialog(budget, teamStore(), nullptr));
    QCOMPARE(child<QLineEdit>(dialog.get(), u"amount"_s)->text(), u"1234,5"_s);
    QCOMPARE(dialog->limit()->maxBudgetUsd, 1234.5);
    child<QLineEdit>(dialog.get(), u"amount"_s)->setText(u"1.234"_s);
    QVERIFY(!dialog->limit());
    QVERIFY(!child<QPushButton>(dialog.get(), u"save"_s)->isEnabled());
}

void GermanTest::noEnglishIsLeftOnAPage_data()
{
    QTest::addColumn<PageId>("id");
    QTest::addColumn<QSize>("size");
    for (int page = 0; page <= int(PageId::Audit); ++page) {
        for (const QSize &size : {QSize(1024, 640), QSize(1440, 900)})
            QTest::addRow("%s-%d", qPrintable(pageTitle(PageId(page))), size.width())
                << PageId(page) << size;
    }
}

void GermanTest::noEnglishIsLeftOnAPage()
{
    QFETCH(PageId, id);
    QFETCH(QSize, size);
    Opened opened(StoreLocation::sqliteFile(m_sample), at(id, RangePreset::Last30Days));
    opened.window.resize(size);
    QTRY_COMPARE_WITH_TIMEOUT(opened.session.pending(), 0, patienceMs);
    if (id == PageId::Calls)
        QTRY_VERIFY_WITH_TIMEOUT(opened.table()->model()->rowCount() > 0, patienceMs);
    QCOMPARE(englishIn(opened.window).join(u'\n'), QString());
    QCOMPARE(opened.window.size(), size);
    // Once it is laid out.
    QTRY_COMPARE_WITH_TIMEOUT(cutTexts(opened.window).join(u'\n'), QString(), patienceMs);
    QCOMPARE(overlaps(*opened.page()).join(u'\n'), QString());
}

void GermanTest::noEnglishIsLeftInADialogOfTheWindow()
{
    Opened opened(StoreLocation::sqliteFile(m_sample), at(PageId::Overview));
    const QStringList alsoOpen{u"Einstellungen"_s, u"Über Tollkeeper"_s, u"Handbuch"_s};
    int dialogs = 0;
    for (auto *action : opened.window.actions()) {
        const bool asks = action->text().endsWith(u'…') && action->text() != u"Exportieren…";
        if (!asks && !alsoOpen.contains(action->text()))
            continue;
        action->trigger();
        auto *dialog = opened.dialog<QDialog>();
        QCOMPARE(englishIn(*dialog).join(u'\n'), QString());
        QCOMPARE(cutTexts(*dialog).join(u'\n'), QString());
        picture(*dialog);
        ++dialogs;
        delete dialog;
    }
    QCOMPARE(dialogs, 9);
}

void GermanTest::noEnglishIsLeftInADialogAboutABudget()
{
    Opened opened(StoreLocation::sqliteFile(m_sample), at(PageId::Overview));
    const SnapshotPtr snapshot = opened.session.snapshot();
    StoreInfo store = teamStore();
    store.title = u"db.internal"_s;
    const auto check = [](QDialog *shown) {
        const Shown dialog(shown);
        QCOMPARE(englishIn(*dialog.get()).join(u'\n'), QString());
        QCOMPARE(cutTexts(*dialog.get()).join(u'\n'), QString());
        picture(*dialog.get());
    };
    for (const Budget &budget : snapshot->budgets) {
        auto *limit = new LimitDialog(budget, store, nullptr);
        limit->rehearseOn(snapshot);
        check(limit);
        check(new ResetDialog({budget}, store, nullptr));
        if (budget.limit)
            check(ConfirmDialog::clearLimit(budget, store, nullptr));
    }
    check(new ResetDialog(snapshot->budgets, store, nullptr));
    for (const LedgerFinding finding :
         {LedgerFinding::Agrees, LedgerFinding::Drift, LedgerFinding::CallUnderWay, LedgerFinding::MissingCounter,
          LedgerFinding::EditedCounter, LedgerFinding::UnreadableCounter,
          LedgerFinding::CounterWithoutLog}) {
        LedgerLine line;
        line.project = u"suche"_s;
        line.finding = finding;
        line.badRows = 2;
        check(new LedgerDialog(line, store, nullptr));
    }
    check(new ExportDialog(
        {pageTitle(PageId::Projects), 3, u"suche"_s, 1200, m_home.path(), u"a"_s}, {}, nullptr));
    check(new ChangeDialog(snapshot, viewOf(*snapshot), nullptr));
}

void GermanTest::whatTheProgramNotedInTheAuditLogIsGerman()
{
    AuditEntry entry;
    const auto reason = [&](AuditEntry::Action action, const QString &text) {
        entry.action = action;
        entry.reason = text;
        return format::auditReason(entry);
    };
    using Action = AuditEntry::Action;
    QCOMPARE(reason(Action::PeriodClosed, u"monthly period ended"_s), u"Monatsperiode beendet"_s);
    QCOMPARE(
        reason(Action::PeriodClosed,
               u"daily period ended, and others since 2026-11-01 that nobody closed"_s),
        u"Tagesperiode beendet, dazu weitere seit 01.11.2026, die niemand abgeschlossen hat"_s);
    QCOMPARE(reason(Action::LimitSet, u"weekly; warn at 50, 80 %"_s),
             u"wöchentlich; Warnung bei 50, 80 %"_s);
    QCOMPARE(reason(Action::Reset, u"daily"_s), u"daily"_s); // somebody's own word
}

void GermanTest::programsStillReadEnglish()
{
    SpendModel model(GroupBy::Project);
    QCOMPARE(model.headerData(SpendModel::Spend, Qt::Horizontal).toString(), u"Ausgaben"_s);
    const QByteArray csv = tableAs(TableValues::columnsOf(model), {ExportFormat::Csv, false, {}, {}});
    QVERIFY2(csv.startsWith("Project,Spend,Share,"), csv.constData());
    SpendRow row;
    row.name = u"suche"_s;
    row.totals.cost = Money::parse(u"1234.5").value();
    SpendReport report;
    report.rows.push_back(row);
    model.setReport(report, GroupBy::Project, true, Timestamp::now());
    TableValues table = TableValues::columnsOf(model);
    table.addRow(model, 0);
    const QByteArray json = tableAs(table, {ExportFormat::Json, false, {}, {}});
    QVERIFY2(json.contains("\"project\":\"suche\"") && json.contains("\"spend\":1234.5"),
             json.constData());
    QCOMPARE(Money::parse(u"1234.5")->toString(), u"1234.5"_s);
}

QTEST_MAIN(GermanTest)
#include "tst_german.moc"
