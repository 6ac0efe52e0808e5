// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "keyring.h"
#include "skipping.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace tollkeeper::test;
using namespace tollkeeper::ui;

/// A real keychain, through which passwords go and come.
class KeychainTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aPasswordIsKeptAndForgotten();

private:
    PrivateKeyring m_keyring;
};

void KeychainTest::initTestCase()
{
    if (const QString program = PrivateKeyring::missing(); !program.isEmpty())
        SKIP_BUT_IN_CI(qPrintable(program + u" is not installed."_s));
    QVERIFY(m_keyring.start());
}

void KeychainTest::aPasswordIsKeptAndForgotten()
{
    const QString url = u"postgresql://alice@db.internal/llm_costs"_s;
    QCOMPARE(PrivateKeyring::read(url).text, QString());
    std::optional<QString> problem;
    keychain::write(url, u"ge heim €"_s, this, [&problem](const QString &said) { problem = said; });
    QTRY_VERIFY_WITH_TIMEOUT(problem.has_value(), 20'000);
    QCOMPARE(*problem, QString());
    QCOMPARE(PrivateKeyring::read(url).text, u"ge heim €"_s);
    keychain::forget(url);
    QTRY_COMPARE_WITH_TIMEOUT(PrivateKeyring::read(url).text, QString(), 20'000);
}

QTEST_MAIN(KeychainTest)
#include "tst_keychain.moc"
