// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop.h"
#include "skipping.h"
#include "teststore.h"

#include <QRegularExpression>
#include <QSettings>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper;
using namespace tollkeeper::test;

namespace {

constexpr int patienceMs = 30'000;

} // namespace

/// What a desktop with a notification daemon (dunst), a tray (trayer) and a window manager (openbox)
/// shows of a budget that passes its thresholds, and what a click on it does.
class DesktopNoticesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void aCrossingIsToldOnce();
    void aClickOnTheNotificationBringsTheWindow();
    void theIconInTheTrayBringsTheWindow();
    void theNextCrossingIsToldToo();
    void theMouseSnoozesANotice();

private:
    void spend(double cost) { QVERIFY(valueOf(m_store->record(sampleCall(u"demo"_s, cost))).logged()); }
    [[nodiscard]] QString xdotool(const QStringList &arguments) const
    {
        return m_desktop->run(u"xdotool"_s, arguments);
    }
    [[nodiscard]] QString windowOf(const QString &name) const
    {
        return xdotool({u"search"_s, u"--onlyvisible"_s, u"--name"_s, name}).section(u'\n', -1);
    }
    /// What dunst answers. What it shows is put into its history first.
    [[nodiscard]] QString dunst(const QString &method, const QStringList &arguments = {}) const;
    [[nodiscard]] QStringList told() const;
    /// One of Tollkeeper's windows by its width; empty: there is none.
    [[nodiscard]] QString ownWindow(int wider, int narrower) const;
    void minimise();
    std::unique_ptr<TestStore> m_place;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<Desktop> m_desktop;
};

QString DesktopNoticesTest::dunst(const QString &method, const QStringList &arguments) const
{
    const QString path = u"/org/freedesktop/Notifications"_s;
    return m_desktop->run(u"dbus-send"_s,
                          QStringList{u"--print-reply"_s, u"--dest=org.freedesktop.Notifications"_s,
                                      path, method} + arguments);
}

QStringList DesktopNoticesTest::told() const
{
    (void)dunst(u"org.dunstproject.cmd0.NotificationCloseAll"_s);
    static const QRegularExpression body(uR"-("body"\s+variant\s+string "([^"]*)")-"_s);
    QStringList bodies;
    const QString history = dunst(u"org.dunstproject.cmd0.NotificationListHistory"_s);
    for (auto match = body.globalMatch(history); match.hasNext();)
        bodies.prepend(match.next().captured(1)); // the newest comes first
    return bodies;
}

void DesktopNoticesTest::initTestCase()
{
    m_desktop = std::make_unique<Desktop>();
    if (!m_desktop->problem().isEmpty())
        SKIP_BUT_IN_CI(qPrintable(m_desktop->problem()));
    for (const QString &program : {u"dunst"_s, u"trayer"_s, u"openbox"_s}) {
        if (QStandardPaths::findExecutable(program).isEmpty())
            SKIP_BUT_IN_CI(qPrintable(program + u" is not installed."_s));
    }
    QVERIFY(m_desktop->startBeside(u"openbox"_s, {u"--sm-disable"_s}));
    // A panel that comes at the same moment as the window manager is sometimes never shown.
    QTRY_VERIFY_WITH_TIMEOUT(xdotool({u"get_num_desktops"_s}).toInt() > 0, patienceMs);
    QVERIFY(m_desktop->startBeside(u"dunst"_s, {}));
    QVERIFY(m_desktop->startBeside(u"trayer"_s, {u"--edge"_s, u"top"_s, u"--align"_s, u"right"_s,
                                                 u"--widthtype"_s, u"pixel"_s, u"--width"_s, u"200"_s}));
    const QString version = u"org.freedesktop.Notifications.GetServerInformation"_s;
    QTRY_VERIFY_WITH_TIMEOUT(dunst(version).contains(u"dunst"), patienceMs);
    // Asked once at a time: while it finds its place it comes and goes.
    QVERIFY(QTest::qWaitFor([this] { return !windowOf(u"^panel$"_s).isEmpty(); }, patienceMs));

    m_place = std::make_unique<TestStore>(Backend::Sqlite);
    m_store = m_place->open();
    QVERIFY(m_store->setLimit(u"demo"_s, {10, Period::None, {50, 80}}));
    spend(4);
    QVERIFY(m_desktop->start({u"--db"_s, m_place->url(), u"--range"_s, u"all"_s}));
    QVERIFY(m_desktop->waitForWindow(u"^Overview"_s));
}

void DesktopNoticesTest::cleanupTestCase()
{
    m_desktop.reset();
    m_store.reset();
    m_place.reset();
}

void DesktopNoticesTest::aCrossingIsToldOnce()
{
    QCOMPARE(told(), QStringList()); // 4 of 10
    spend(2);
    // Not asked for with told(), which would take it away.
    QTRY_VERIFY_WITH_TIMEOUT(!xdotool({u"search"_s, u"--onlyvisible"_s, u"--class"_s, u"Dunst"_s}).isEmpty(),
                             patienceMs);
    spend(1);
}

QString DesktopNoticesTest::ownWindow(int wider, int narrower) const
{
    const auto windows = xdotool({u"search"_s, u"--onlyvisible"_s, u"--class"_s, u"^tollkeeper$"_s});
    for (const QString &window : windows.split(u'\n', Qt::SkipEmptyParts)) {
        const QString geometry = xdotool({u"getwindowgeometry"_s, u"--shell"_s, window});
        const int width = geometry.section(u"WIDTH="_s, 1).section(u'\n', 0, 0).toInt();
        if (width > wider && width < narrower)
            return window;
    }
    return {};
}

void DesktopNoticesTest::minimise()
{
    const QString window = windowOf(u"^Overview"_s);
    QVERIFY(!window.isEmpty());
    (void)xdotool({u"windowminimize"_s, window});
    QTRY_VERIFY_WITH_TIMEOUT(windowOf(u"^Overview"_s).isEmpty(), patienceMs);
}

void DesktopNoticesTest::aClickOnTheNotificationBringsTheWindow()
{
    minimise();
    // The middle button does what a notification is for, as dunst comes; the left one closes it.
    const QString notification = xdotool({u"search"_s, u"--onlyvisible"_s, u"--class"_s, u"Dunst"_s});
    QVERIFY(!notification.isEmpty());
    (void)xdotool({u"mousemove"_s, u"--window"_s, notification.section(u'\n', -1), u"30"_s, u"20"_s,
                   u"click"_s, u"2"_s});
    QTRY_VERIFY_WITH_TIMEOUT(!windowOf(u"^Overview"_s).isEmpty(), patienceMs);
}

void DesktopNoticesTest::theIconInTheTrayBringsTheWindow()
{
    const QString icon = ownWindow(4, 64); // the window itself is not that small
    QVERIFY(!icon.isEmpty());
    minimise();
    (void)xdotool({u"mousemove"_s, u"--window"_s, icon, u"8"_s, u"8"_s, u"click"_s, u"1"_s});
    QTRY_VERIFY_WITH_TIMEOUT(!windowOf(u"^Overview"_s).isEmpty(), patienceMs);
}

void DesktopNoticesTest::theNextCrossingIsToldToo()
{
    const QString first = u"demo has passed 50 % of its limit: $6.00 of $10.00."_s;
    QCOMPARE(told(), QStringList(first)); // the call after it passed nothing
    spend(1.5);
    const QStringList both{first, u"demo has passed 80 % of its limit: $8.50 of $10.00."_s};
    QTRY_COMPARE_WITH_TIMEOUT(told(), both, patienceMs);

    QVERIFY(m_desktop->running());
}

// The banner offers when to be reminded; what is chosen outlasts the window.
void DesktopNoticesTest::theMouseSnoozesANotice()
{
    if (m_desktop->run(u"/usr/bin/python3"_s, {u"-c"_s, u"import pyatspi; print(1)"_s}) != u"1")
        SKIP_BUT_IN_CI("python3-pyatspi is not installed.");
    const auto remindAt = [this] {
        const QSettings settings(m_desktop->file(u".config/tollkeeper/tollkeeper.conf"_s),
                                 QSettings::IniFormat);
        for (const QString &key : settings.allKeys()) {
            const QVariantMap notices = settings.value(key).toMap();
            if (notices.contains(u"demo"_s))
                return Timestamp::parse(notices[u"demo"_s].toList().value(2).toString());
        }
        return std::optional<Timestamp>();
    };
    QVERIFY(m_desktop->waitForWindow(u"^Overview"_s));
    QVERIFY(!remindAt());
    QVERIFY(m_desktop->clickOn(u"push button"_s, u"Remind me…"_s));
    // Assistive technology hears of a menu's entries only when they get the focus.
    QTRY_VERIFY_WITH_TIMEOUT(!ownWindow(100, 400).isEmpty(), patienceMs);
    (void)xdotool({u"mousemove"_s, u"--sync"_s, u"--window"_s, ownWindow(100, 400), u"40"_s, u"20"_s,
                   u"click"_s, u"1"_s});
    QTRY_VERIFY_WITH_TIMEOUT(remindAt(), patienceMs);
    const qint64 seconds = (remindAt()->micros - Timestamp::now().micros) / 1'000'000;
    QVERIFY2(seconds > 3500 && seconds <= 3600, qPrintable(QString::number(seconds)));
    spend(0.1); // passes nothing
    QTest::qWait(3000); // the window has looked
    QCOMPARE(told().size(), 2);
    QVERIFY(m_desktop->running());
}

QTEST_GUILESS_MAIN(DesktopNoticesTest)
#include "tst_desktopnotices.moc"
