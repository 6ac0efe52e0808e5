// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/exportdialog.h"
#include "dialogs/focusdialog.h"
#include "export/focusfiles.h"
#include "export/manifest.h"
#include "opened.h"
#include "postgrescluster.h"
#include "testdata.h"
#include "teststore.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

namespace {

/// Chooses an entry of the Export menu.
void trigger(const Opened &opened, const QString &text)
{
    for (QAction *action : opened.window.findChild<QToolButton *>(u"export"_s)->menu()->actions()) {
        if (action->text().remove(u'&') == text)
            return action->trigger();
    }
    failBecause(u"There is no entry "_s + text);
}

} // namespace

/// What the Export menu writes and copies, on real stores of both kinds.
class WindowExportsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addBackends(); }
    void initTestCase() { qputenv("HOME", m_home.path().toLocal8Bit()); }
    void whatIsShownIsExportedExactly();
    void whatIsShownIsCopiedAsCommandSqlAndPicture();
    void theCallsOfASelectionAreExportedAsLlmTollDoes();
    void aSelectionIsExportedAsFocusAsTheTerminalDoes();
    void focusAsksWhoBillsForModelsThatNoRuleKnows();
    void focusIsSplitByAPriceListThatTheUserNames();
    void aChartIsVerifiedLikeATable_data();
    void aChartIsVerifiedLikeATable();

private:
    QTemporaryDir m_home;
};

void WindowExportsTest::whatIsShownIsExportedExactly()
{
    const TestStore store;
    store.loadAzure();
    QTemporaryDir folder;
    Opened opened(store.location(), at(PageId::Projects));
    trigger(opened, u"What is shown, as CSV…"_s);
    auto *dialog = opened.dialog<ExportDialog>();
    dialog->findChild<QLineEdit *>(u"path"_s)->setText(folder.filePath(u"t.csv"_s));
    opened.click(dialog, u"export"_s);
    QTRY_VERIFY(QFile::exists(folder.filePath(u"t.csv"_s)));
    const QString text = QString::fromUtf8(contentOf(folder.filePath(u"t.csv"_s)));
    QVERIFY2(text.startsWith(u"Project,Spend,"), qPrintable(text.left(200)));
    // 52.7017505 is what llm-toll answers; a table rounds it, its export does not.
    QVERIFY2(text.contains(u"\ncode-assistant,52.7017505,"), qPrintable(text.left(400)));
    QVERIFY(text.contains(u"'=cmd|'/c calc'!A0"));
    QTRY_VERIFY(opened.banner(u"message"_s).contains(u"rows were written"));
    const auto manifest = valueOf(readManifest(folder.filePath(u"t.csv"_s)));
    QVERIFY(manifest.selection);
    QCOMPARE(manifest.selection->tally.cost, GoldenAnswers(store.backend()).total().cost);
    QCOMPARE(valueOf(verifyExport(*store.open(), folder.filePath(u"t.csv"_s), manifest)).toText(),
             u"unchanged"_s);
}

void WindowExportsTest::whatIsShownIsCopiedAsCommandSqlAndPicture()
{
    const TestStore store;
    store.loadAzure();
    Place place = at(PageId::Projects);
    place.project = codeAssistant;
    Opened opened(store.location(), place);
    QClipboard *clipboard = QGuiApplication::clipboard();
    trigger(opened, u"Copy as command"_s);
    QVERIFY2(clipboard->text().startsWith(u"tollctl stats --project code-assistant --since "),
             qPrintable(clipboard->text()));
    QVERIFY(!clipboard->text().contains(PostgresCluster::adminPassword()));
    trigger(opened, u"Copy as SQL"_s);
    const auto rows = store.raw().rows(clipboard->text());
    QCOMPARE(rows.size(), 2U); // the models of the project
    trigger(opened, u"Copy chart as picture"_s);
    QTRY_VERIFY(clipboard->image().width() > 1000); // drawn by another thread
}

void WindowExportsTest::theCallsOfASelectionAreExportedAsLlmTollDoes()
{
    const TestStore store;
    store.loadAzure();
    QTemporaryDir folder;
    Place place = at(PageId::Projects);
    place.project = codeAssistant;
    Opened opened(store.location(), place);
    trigger(opened, u"All calls of this selection, as CSV…"_s);
    auto *dialog = opened.dialog<ExportDialog>();
    dialog->findChild<QLineEdit *>(u"path"_s)->setText(folder.filePath(u"c.csv"_s));
    opened.click(dialog, u"export"_s);
    QTRY_VERIFY_WITH_TIMEOUT(opened.banner(u"message"_s).contains(u"8,819 rows"), patienceMs);
    QFile ours(folder.filePath(u"c.csv"_s));
    QFile theirs(dataFile(u"llm_toll_azure.export_code-assistant.csv"_s));
    QVERIFY(ours.open(QIODevice::ReadOnly) && theirs.open(QIODevice::ReadOnly));
    QCOMPARE(ours.readAll(), theirs.readAll().replace("\r\n", "\n"));
}

void WindowExportsTest::aSelectionIsExportedAsFocusAsTheTerminalDoes()
{
    const TestStore store;
    store.loadAzure();
    QTemporaryDir folder;
    Place place = at(PageId::Projects);
    place.project = codeAssistant;
    Opened opened(store.location(), place, Settings::inFile(folder.filePath(u"settings.ini"_s)));
    trigger(opened, u"FOCUS for finance…"_s);
    auto *dialog = opened.dialog<FocusDialog>();
    QVERIFY(!dialog->findChild<QLineEdit *>(u"provider"_s)); // every model tells
    // A home without a folder for documents is where to write to.
    QVERIFY(dialog->path().startsWith(QString(m_home.path() + u"/tollkeeper-focus-"_s)));
    QVERIFY(dialog->findChild<QPushButton *>(u"export"_s)->isEnabled());
    const QString path = folder.filePath(u"window.csv"_s);
    dialog->findChild<QLineEdit *>(u"path"_s)->setText(path);
    dialog->findChild<QLineEdit *>(u"account"_s)->setText(u"team-42"_s);
    auto *version = dialog->findChild<QComboBox *>(u"version"_s);
    version->setCurrentIndex(version->findText(u"1.2"_s));
    opened.click(dialog, u"export"_s);
    QTRY_VERIFY(opened.banner(u"message"_s).contains(u"written"));

    FocusFileOptions options;
    options.table.version = FocusVersion::V1_2;
    options.table.billingAccountId = u"team-42"_s;
    const QString expected = folder.filePath(u"library.csv"_s);
    const auto owner = store.open();
    QVERIFY(valueOf(exportFocusFiles(*owner, {{}, codeAssistant, {}}, expected, options)).rows > 0);
    QCOMPARE(contentOf(path), contentOf(expected));
    QVERIFY(QFile::exists(path + u".manifest.json"_s));
    // The next one begins with the same answers.
    QCOMPARE(opened.settings.focus().version, FocusVersion::V1_2);
    QCOMPARE(opened.settings.focus().billingAccountId, u"team-42"_s);
}

void WindowExportsTest::focusAsksWhoBillsForModelsThatNoRuleKnows()
{
    const TestStore store;
    {
        const auto owner = store.open();
        UsageRecord call = sampleCall();
        call.model = u"our-own-llm"_s;
        QVERIFY(valueOf(owner->record(call)).logged());
    }
    QTemporaryDir folder;
    Opened opened(store.location(), at(PageId::Overview));
    trigger(opened, u"FOCUS for finance…"_s);
    auto *dialog = opened.dialog<FocusDialog>();
    const QString path = folder.filePath(u"f.csv"_s);
    dialog->findChild<QLineEdit *>(u"path"_s)->setText(path);
    const auto *button = dialog->findChild<QPushButton *>(u"export"_s);
    QVERIFY(!button->isEnabled());
    dialog->findChild<QLineEdit *>(u"provider"_s)->setText(u"Example GmbH"_s);
    QVERIFY(button->isEnabled());
    opened.click(dialog, u"export"_s);
    QTRY_VERIFY(opened.banner(u"message"_s).contains(u"1 row was written"));
    QVERIFY(contentOf(path).contains("Example GmbH"));
    QVERIFY(contentOf(path).contains(billingAccountOf(opened.session.snapshot()->store).toUtf8()));
}

void WindowExportsTest::focusIsSplitByAPriceListThatTheUserNames()
{
    const TestStore store;
    QVERIFY(valueOf(store.open()->record(sampleCall())).logged()); // gpt-4o
    QTemporaryDir folder;
    Opened opened(store.location(), at(PageId::Overview),
                  Settings::inFile(folder.filePath(u"settings.ini"_s)));
    trigger(opened, u"FOCUS for finance…"_s);
    auto *dialog = opened.dialog<FocusDialog>();
    const QString path = folder.filePath(u"f.csv"_s);
    dialog->findChild<QLineEdit *>(u"path"_s)->setText(path);
    const auto *button = dialog->findChild<QPushButton *>(u"export"_s);
    auto *prices = dialog->findChild<QLineEdit *>(u"readPath"_s);
    QVERIFY(button->isEnabled() && !prices->isEnabled());
    dialog->findChild<QCheckBox *>(u"split"_s)->click();
    QVERIFY(!button->isEnabled() && prices->isEnabled()); // a price list is missing
    const QString list = folder.filePath(u"prices.csv"_s);
    prices->setText(list);
    QVERIFY(!button->isEnabled()); // which does not exist yet
    QFile file(list);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("gpt-4o,2.5,10\n") > 0);
    file.close();
    prices->setText(list + u' '); // typed anew
    QVERIFY(button->isEnabled());
    auto *unit = dialog->findChild<QComboBox *>(u"unit"_s);
    unit->setCurrentIndex(unit->findText(u"project, model and UTC hour"_s));
    opened.click(dialog, u"export"_s);
    QTRY_VERIFY(opened.banner(u"message"_s).contains(u"2 rows were written"));
    QVERIFY(contentOf(path).contains(",Output Tokens,"));
    QCOMPARE(opened.settings.focus().priceList, list);
    QCOMPARE(opened.settings.focus().unit, BucketUnit::Hour);
}

void WindowExportsTest::aChartIsVerifiedLikeATable_data()
{
    QTest::addColumn<QString>("entry");
    QTest::addColumn<QString>("suffix");
    QTest::newRow("PNG") << u"Chart as PNG…"_s << u"png"_s;
    QTest::newRow("SVG") << u"Chart as SVG…"_s << u"svg"_s;
}

void WindowExportsTest::aChartIsVerifiedLikeATable()
{
    QFETCH(QString, entry);
    QFETCH(QString, suffix);
    const TestStore store;
    store.loadAzure();
    QTemporaryDir folder;
    Place place = at(PageId::Projects);
    place.project = codeAssistant;
    Opened opened(store.location(), place);
    trigger(opened, entry);
    const QString path = folder.filePath(u"chart."_s + suffix);
    auto *files = opened.window.findChild<QFileDialog *>();
    QVERIFY(files);
    QTRY_VERIFY(files->isVisible());
    files->findChild<QLineEdit *>(u"fileNameEdit"_s)->setText(path);
    QMetaObject::invokeMethod(files, "accept"); // as Enter does
    QTRY_VERIFY(opened.banner(u"message"_s).contains(u"written"));
    const Manifest manifest = valueOf(readManifest(path));
    QCOMPARE(manifest.content, u"chart Projects"_s);
    QVERIFY(manifest.selection && manifest.rows > 0);
    QCOMPARE(manifest.selection->filter.project, codeAssistant);
    QCOMPARE(manifest.selection->tally.cost.toString(), u"52.7017505"_s); // as llm-toll answers
    QCOMPARE(valueOf(verifyExport(*store.open(), path, manifest)).toText(), u"unchanged"_s);
}

QTEST_MAIN(WindowExportsTest)
#include "tst_windowexports.moc"
