// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/customrangedialog.h"
#include "dialogs/exportdialog.h"
#include "dialogs/ledgerdialog.h"
#include "dialogs/limitdialog.h"
#include "dialogs/preferencesdialog.h"
#include "dialogs/resetdialog.h"
#include "settings.h"
#include "shown.h"
#include "testdata.h"
#include "texts.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDateEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableWidget>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

namespace {

Budget budget(const QString &project, double total)
{
    Budget result;
    result.project = project;
    result.totalUsd = total;
    return result;
}

QString allTextOf(const QWidget &dialog)
{
    return textsOf(dialog).join(u'\n');
}

} // namespace

/// What dialogs accept and refuse, and what they say.
class DialogsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLimitCanBeSavedOnceItCanBeRead();
    void aLimitSaysHowMuchOfItIsUsed();
    void onlyAPresentLimitCanBeCleared();
    void aLimitIsTriedOnThePastAsOneTypes();
    void theLedgerShowsBothNumbersAndOffersTheRepair();
    void theLedgerOffersNothingWhereThereIsNothingToRepair();
    void aResetShowsEveryTotalToTheLastDigit();
    void aResetAsksForTheTotalThatItShows();
    void aSecondQuestionMayTakeAnyTotal();
    void anUnreadableTotalIsResetWhateverItIs();
    void enterNeverConfirmsWhatCannotBeTakenBack();
    void escapeCancelsADialog();
    void namesFromAStoreAreNeverMarkup();
    void anUndoNamesTheAmountAndTheMoment();
    void aRangeEndsAfterItBegins();
    void anExportNeedsAFolderThatExists();
    void theFormatChangesTheSuffix();
    void preferencesApplyAtOnce();
};

void DialogsTest::aLimitCanBeSavedOnceItCanBeRead()
{
    const Shown dialog(new LimitDialog(budget(u"demo"_s, 5), teamStore(), nullptr));
    auto *amount = child<QLineEdit>(dialog.get(), u"amount"_s);
    auto *save = child<QPushButton>(dialog.get(), u"save"_s);
    QVERIFY(amount->hasFocus());
    QVERIFY(!save->isEnabled());
    QTest::keyClicks(amount, u"20x"_s);
    QVERIFY(!save->isEnabled());
    QVERIFY(!dialog->limit());
    QTest::keyClick(amount, Qt::Key_Backspace);
    QVERIFY(save->isEnabled());
    auto *warnings = child<QLineEdit>(dialog.get(), u"warnings"_s);
    warnings->setText(u"never"_s);
    QVERIFY(!save->isEnabled());
    warnings->setText(u"90 70"_s);
    auto *period = child<QComboBox>(dialog.get(), u"period"_s);
    period->setCurrentIndex(period->findData(static_cast<int>(Period::Monthly)));
    QCOMPARE(dialog->limit().value(), (Limit{20, Period::Monthly, {70, 90}}));
    QSignalSpy accepted(dialog.get(), &QDialog::accepted);
    QTest::keyClick(amount, Qt::Key_Return);
    QCOMPARE(accepted.size(), 1);
}

void DialogsTest::aLimitSaysHowMuchOfItIsUsed()
{
    const Shown dialog(new LimitDialog(budget(u"demo"_s, 5), teamStore(), nullptr));
    auto *amount = child<QLineEdit>(dialog.get(), u"amount"_s);
    const auto *note = child<QLabel>(dialog.get(), u"note"_s);
    amount->setText(u"20"_s);
    QVERIFY2(note->text().contains(u"25 %") && note->text().contains(u"$15.00"),
             qPrintable(note->text()));
    amount->setText(u"5"_s);
    QVERIFY2(note->text().contains(u"reached"), qPrintable(note->text()));
    QVERIFY(allTextOf(*dialog.get()).contains(u"ledger (operating-system user alice)"));
}

void DialogsTest::onlyAPresentLimitCanBeCleared()
{
    const Shown without(new LimitDialog(budget(u"demo"_s, 5), teamStore(), nullptr));
    QVERIFY(!without->findChild<QPushButton *>(u"clear"_s));
    Budget limited = budget(u"demo"_s, 5);
    limited.limit = Limit{12.25, Period::Weekly, {80}};
    const Shown with(new LimitDialog(limited, teamStore(), nullptr));
    QCOMPARE(with->limit().value(), *limited.limit);
    QSignalSpy clear(with.get(), &LimitDialog::clearRequested);
    QTest::mouseClick(child<QPushButton>(with.get(), u"clear"_s), Qt::LeftButton);
    QCOMPARE(clear.size(), 1);
    QVERIFY(!with->isVisible());
}

void DialogsTest::aLimitIsTriedOnThePastAsOneTypes()
{
    auto past = std::make_shared<Snapshot>();
    past->takenAt = *Timestamp::parse(u"2026-11-25T12:00:00Z");
    past->daily.projects = {u"demo"_s};
    past->daily.models = {u"m"_s};
    for (const auto &[day, usd] : {std::pair{12, 80.0}, {19, 30.0}}) {
        SpendCube::Cell cell{epochDay(QDate(2026, 11, day)), 0, 0, {}};
        cell.totals.calls = 1;
        cell.totals.cost = Money::fromUsd(usd);
        past->daily.cells.push_back(cell);
    }
    const Shown dialog(new LimitDialog(budget(u"demo"_s, 5), teamStore(), nullptr));
    dialog->rehearseOn(past);
    const auto *rehearsal = child<QLabel>(dialog.get(), u"rehearsal"_s);
    QCOMPARE(rehearsal->text(), QString());
    auto *amount = child<QLineEdit>(dialog.get(), u"amount"_s);
    auto *period = child<QComboBox>(dialog.get(), u"period"_s);
    period->setCurrentIndex(period->findData(static_cast<int>(Period::Monthly)));
    QTest::keyClicks(amount, u"100"_s);
    QVERIFY2(rehearsal->text().contains(u"12 Nov: would have warned (80 %)")
                 && rehearsal->text().contains(u"19 Nov: would have been reached"),
             qPrintable(rehearsal->text()));
    QTest::keyClicks(amount, u"0"_s);
    QVERIFY2(rehearsal->text().contains(u"would never have warned"), qPrintable(rehearsal->text()));
    QTest::keyClicks(amount, u"x"_s);
    QCOMPARE(rehearsal->text(), QString());
}

void DialogsTest::theLedgerShowsBothNumbersAndOffersTheRepair()
{
    LedgerLine line;
    line.project = u"demo"_s;
    line.counterUsd = 2.5;
    line.logged = Money::fromUsd(2);
    line.calls = 3;
    line.finding = LedgerFinding::EditedCounter;
    StoreInfo store = teamStore();
    store.access.canReset = true;
    const Shown dialog(new LedgerDialog(line, store, nullptr));
    QVERIFY(child<QLabel>(dialog.get(), u"counter"_s)->text().contains(u"2.5"));
    QCOMPARE(child<QLabel>(dialog.get(), u"logged"_s)->text(), u"$2.00"_s);
    QCOMPARE(child<QLabel>(dialog.get(), u"difference"_s)->text(), u"$0.50"_s);
    QCOMPARE(child<QLabel>(dialog.get(), u"finding"_s)->text(), u"Edited counter"_s);
    QVERIFY(allTextOf(*dialog.get()).contains(u"ledger (operating-system user alice)"));
    auto *reason = child<QLineEdit>(dialog.get(), u"reason"_s);
    QTest::keyClicks(reason, u"restored"_s);
    QSignalSpy accepted(dialog.get(), &QDialog::accepted);
    QTest::keyClick(reason, Qt::Key_Return); // moves on to the action, and does not run it
    QCOMPARE(accepted.size(), 0);
    QTest::mouseClick(child<QPushButton>(dialog.get(), u"confirm"_s), Qt::LeftButton);
    QCOMPARE(accepted.size(), 1);
    QCOMPARE(dialog->request().project, u"demo"_s);
    QCOMPARE(dialog->request().reason, u"restored"_s);
    QCOMPARE(dialog->request().shownCounterUsd, std::optional(2.5));
}

void DialogsTest::theLedgerOffersNothingWhereThereIsNothingToRepair()
{
    LedgerLine line;
    line.project = u"demo"_s;
    line.counterUsd = 2;
    line.logged = Money::fromUsd(2);
    StoreInfo store = teamStore();
    store.access.canReset = true;
    const Shown agrees(new LedgerDialog(line, store, nullptr));
    QVERIFY(!child<QPushButton>(agrees.get(), u"confirm"_s)->isVisible());
    line.finding = LedgerFinding::EditedCounter;
    store.access.canReset = false;
    store.access.reason = u"You may look."_s;
    const Shown reader(new LedgerDialog(line, store, nullptr));
    QVERIFY(!child<QPushButton>(reader.get(), u"confirm"_s)->isVisible());
    QVERIFY(allTextOf(*reader.get()).contains(u"You may look."));
}

void DialogsTest::aResetShowsEveryTotalToTheLastDigit()
{
    const Shown dialog(new ResetDialog({budget(u"a"_s, 0.1), budget(u"b"_s, 52.7017505001)},
                                       teamStore(), nullptr));
    const auto *table = child<QTableWidget>(dialog.get(), u"totals"_s);
    QCOMPARE(table->item(0, 1)->text(), u"$0.10"_s);
    QCOMPARE(table->item(1, 1)->text(), u"$52.7017505001"_s);
    QCOMPARE(table->item(2, 1)->text(), u"$52.8017505001"_s);
    QVERIFY(allTextOf(*dialog.get()).contains(
        u"ledger (operating-system user alice) on costs on db.internal"));
}

void DialogsTest::aResetAsksForTheTotalThatItShows()
{
    const Shown dialog(new ResetDialog({budget(u"a"_s, 0.1), budget(u"b"_s, 2)}, teamStore(),
                                       nullptr));
    QTest::keyClicks(child<QLineEdit>(dialog.get(), u"reason"_s), u"new month "_s);
    const auto requests = dialog->requests();
    QCOMPARE(requests.size(), 2U);
    QCOMPARE(requests[1].project, u"b"_s);
    QCOMPARE(requests[1].reason, u"new month"_s);
    QCOMPARE(requests[1].expectedTotalUsd.value(), 2.0);
}

void DialogsTest::aSecondQuestionMayTakeAnyTotal()
{
    const Shown dialog(
        new ResetDialog({budget(u"a"_s, 3)}, teamStore(), u"new month"_s, nullptr));
    QCOMPARE(dialog->requests().front().expectedTotalUsd.value(), 3.0);
    QCOMPARE(dialog->requests().front().reason, u"new month"_s);
    child<QCheckBox>(dialog.get(), u"anyTotal"_s)->setChecked(true);
    QVERIFY(!dialog->requests().front().expectedTotalUsd);
}

void DialogsTest::anUnreadableTotalIsResetWhateverItIs()
{
    const Shown dialog(new ResetDialog({budget(u"a"_s, std::numeric_limits<double>::quiet_NaN())},
                                       teamStore(), nullptr));
    QCOMPARE(child<QTableWidget>(dialog.get(), u"totals"_s)->item(0, 1)->text(), u"unreadable"_s);
    QVERIFY(!dialog->requests().front().expectedTotalUsd);
}

void DialogsTest::enterNeverConfirmsWhatCannotBeTakenBack()
{
    const Shown dialog(new ResetDialog({budget(u"a"_s, 3)}, teamStore(), nullptr));
    QSignalSpy accepted(dialog.get(), &QDialog::accepted);
    auto *reason = child<QLineEdit>(dialog.get(), u"reason"_s);
    QVERIFY(reason->hasFocus());
    QTest::keyClicks(reason, u"typed"_s);
    QTest::keyClick(reason, Qt::Key_Return);
    QVERIFY(dialog->isVisible());
    QCOMPARE(accepted.size(), 0);
    // The keyboard has moved on to the action, where Enter is meant.
    auto *action = child<QPushButton>(dialog.get(), u"confirm"_s);
    QVERIFY(action->hasFocus());
    QTest::keyClick(action, Qt::Key_Return);
    QCOMPARE(accepted.size(), 1);

    const Shown question(ConfirmDialog::clearLimit(budget(u"a"_s, 3), teamStore(), nullptr));
    QSignalSpy confirmed(question.get(), &QDialog::accepted);
    QTest::keyClick(question.get(), Qt::Key_Return);
    QCOMPARE(confirmed.size(), 0);
    QVERIFY(!question->isVisible());
}

void DialogsTest::escapeCancelsADialog()
{
    const Shown dialog(new ResetDialog({budget(u"a"_s, 3)}, teamStore(), nullptr));
    QSignalSpy rejected(dialog.get(), &QDialog::rejected);
    QTest::keyClick(dialog.get(), Qt::Key_Escape);
    QCOMPARE(rejected.size(), 1);
}

void DialogsTest::namesFromAStoreAreNeverMarkup()
{
    const QString name = u"<b>bold</b>\nline"_s;
    StoreInfo store = teamStore();
    store.title = u"<i>db</i>"_s;
    const Shown reset(new ResetDialog({budget(name, 3)}, store, nullptr));
    const Shown limit(new LimitDialog(budget(name, 3), store, nullptr));
    for (const QDialog *dialog : {static_cast<QDialog *>(reset.get()),
                                  static_cast<QDialog *>(limit.get())}) {
        for (const auto *label : dialog->findChildren<QLabel *>()) {
            if (label->text().contains(u'<'))
                QCOMPARE(label->textFormat(), Qt::PlainText);
            QVERIFY2(!label->text().contains(u'\n'), qPrintable(label->text()));
        }
        QVERIFY(allTextOf(*dialog).contains(u"<b>bold</b>"));
    }
}

void DialogsTest::anUndoNamesTheAmountAndTheMoment()
{
    AuditEntry entry;
    entry.project = u"demo"_s;
    entry.amountUsd = 56.59226015;
    entry.at = *Timestamp::parse(u"2023-11-16T19:14:19+00:00");
    const Shown dialog(ConfirmDialog::undoReset(entry, teamStore(), nullptr));
    const QString text = allTextOf(*dialog.get());
    QVERIFY2(text.contains(u"$56.59226015") && text.contains(u"2023-11-16 19:14:19 UTC"),
             qPrintable(text));
}

void DialogsTest::aRangeEndsAfterItBegins()
{
    const QDate first(2026, 11, 1);
    const Shown dialog(new CustomRangeDialog(Range::days(first, first.addDays(6)), {}, nullptr));
    QCOMPARE(dialog->range().size(), 7);
    const auto buttons = dialog->findChildren<QPushButton *>();
    const auto show = std::find_if(buttons.begin(), buttons.end(),
                                   [](const auto *button) { return button->isDefault(); });
    QVERIFY(show != buttons.end() && (*show)->isEnabled());
    child<QDateEdit>(dialog.get(), u"first"_s)->setDate(first.addDays(7));
    QVERIFY(!(*show)->isEnabled());
    child<QDateEdit>(dialog.get(), u"last"_s)->setDate(first.addDays(7));
    QVERIFY((*show)->isEnabled());
    QCOMPARE(dialog->range(), Range::days(first.addDays(7), first.addDays(7)));
}

void DialogsTest::anExportNeedsAFolderThatExists()
{
    QTemporaryDir folder;
    ExportDialog::Offer offer{u"Projects"_s, 3, u"all"_s, 1241, folder.path(), u"spend"_s};
    const Shown dialog(new ExportDialog(offer, {}, nullptr));
    auto *path = child<QLineEdit>(dialog.get(), u"path"_s);
    const auto *button = child<QPushButton>(dialog.get(), u"export"_s);
    const auto *note = child<QLabel>(dialog.get(), u"note"_s);
    QCOMPARE(path->text(), folder.filePath(u"spend.csv"_s));
    QVERIFY(button->isEnabled());
    path->setText(folder.path());
    QVERIFY(!button->isEnabled());
    path->setText(folder.filePath(u"no/where.csv"_s));
    QVERIFY(!button->isEnabled());
    QFile file(folder.filePath(u"old.csv"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    path->setText(file.fileName());
    QVERIFY(button->isEnabled());
    QVERIFY2(note->text().contains(u"replaced"), qPrintable(note->text()));
}

void DialogsTest::theFormatChangesTheSuffix()
{
    ExportDialog::Offer offer{{}, 0, u"all"_s, 1241, QDir::tempPath(), u"spend"_s};
    const Shown dialog(new ExportDialog(offer, {}, nullptr));
    // There is no table, so calls are all that is offered.
    QCOMPARE(dialog->choice().what, ExportChoice::What::Calls);
    child<QComboBox>(dialog.get(), u"format"_s)->setCurrentIndex(1);
    QCOMPARE(dialog->choice().format, ExportFormat::Json);
    QVERIFY(dialog->choice().path.endsWith(u"/spend.json"));
    child<QLineEdit>(dialog.get(), u"path"_s)->setText(QDir::tempPath() + u"/mine.txt"_s);
    child<QComboBox>(dialog.get(), u"format"_s)->setCurrentIndex(0);
    QVERIFY(dialog->choice().path.endsWith(u"/mine.txt"));
}

void DialogsTest::preferencesApplyAtOnce()
{
    const Shown dialog(new PreferencesDialog({}, nullptr));
    QSignalSpy changed(dialog.get(), &PreferencesDialog::changed);
    auto *theme = child<QComboBox>(dialog.get(), u"theme"_s);
    theme->setCurrentIndex(theme->findData(static_cast<int>(Scheme::Dark)));
    auto *interval = child<QComboBox>(dialog.get(), u"interval"_s);
    interval->setCurrentIndex(interval->findData(0));
    QCOMPARE(changed.size(), 2);
    QCOMPARE(dialog->preferences(), (Preferences{Scheme::Dark, 0}));
    child<QCheckBox>(dialog.get(), u"notify"_s)->click();
    QCOMPARE(changed.size(), 3);
    QCOMPARE(dialog->preferences(), (Preferences{Scheme::Dark, 0, false}));
}

QTEST_MAIN(DialogsTest)
#include "tst_dialogs.moc"
