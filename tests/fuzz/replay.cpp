// SPDX-FileCopyrightText: 2026 The Tollkeeper authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fuzz.h"

#include <QDir>
#include <QList>

#include <csignal>
#include <random>

// The main() of a fuzz target that is built without libFuzzer: gives it every file of a corpus, and
// then a number of changed ones, the same each time.
//   fuzz_NAME CORPUS MUTATIONS

namespace {

QByteArray running;

// What broke it can be made a file of the corpus.
void printInput(int)
{
    std::fprintf(stderr, "Input, base64: %s\n", running.toBase64().constData());
}

void run(const QByteArray &input)
{
    running = input;
    LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t *>(input.constData()),
                           static_cast<size_t>(input.size()));
}

QList<QByteArray> read(const QString &folder)
{
    QList<QByteArray> inputs;
    const QDir dir(folder);
    for (const QString &name : dir.entryList(QDir::Files, QDir::Name)) {
        QFile file(dir.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("Cannot read %s", qPrintable(file.fileName()));
        inputs << file.readAll();
    }
    return inputs;
}

class Mutator final
{
public:
    explicit Mutator(QList<QByteArray> corpus) : m_corpus(std::move(corpus)) {}

    QByteArray next()
    {
        QByteArray input = any();
        for (auto changes = 1 + below(4); changes > 0; --changes)
            change(input);
        return input;
    }

private:
    // By hand: what the library's distributions give differs between its versions.
    qsizetype below(qsizetype end) { return static_cast<qsizetype>(m_random() % static_cast<quint64>(end)); }
    const QByteArray &any() { return m_corpus.at(below(m_corpus.size())); }
    char byte()
    {
        constexpr char telling[] = "\0\xff\x7f\x80\"'\\%&=:/?@#{}[],.-+0919eT \n";
        return below(2) == 0 ? static_cast<char>(below(256))
                             : telling[below(static_cast<qsizetype>(sizeof telling) - 1)];
    }
    void change(QByteArray &input)
    {
        const qsizetype at = below(input.size() + 1);
        const qsizetype length = below(input.size() - at + 1);
        switch (below(6)) {
        case 0:
            input.insert(at, byte());
            break;
        case 1:
            input.remove(at, 1 + below(8));
            break;
        case 2: // a part of it once more
            input.insert(at, input.mid(at, length));
            break;
        case 3: { // a part of another one
            const QByteArray &other = any();
            const qsizetype from = below(other.size() + 1);
            input.replace(at, length, other.mid(from, below(other.size() - from + 1)));
            break;
        }
        case 4:
            if (at < input.size())
                input[at] = static_cast<char>(input.at(at) ^ (1 << below(8)));
            break;
        default:
            if (at < input.size())
                input[at] = byte();
        }
    }

    QList<QByteArray> m_corpus;
    std::mt19937_64 m_random; // seeded with the same number each time
};

} // namespace

extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv);

int main(int argc, char *argv[])
{
    LLVMFuzzerInitialize(&argc, &argv);
    if (argc != 3)
        qFatal("Usage: %s CORPUS MUTATIONS", argv[0]);
    const QList<QByteArray> corpus = read(QString::fromLocal8Bit(argv[1]));
    if (corpus.isEmpty())
        qFatal("There is no corpus in %s", argv[1]);
    std::signal(SIGABRT, printInput);
    for (const QByteArray &input : corpus)
        run(input);
    Mutator mutator(corpus);
    for (int left = QByteArray(argv[2]).toInt(); left > 0; --left)
        run(mutator.next());
    return 0;
}
